/** Texts with an identity. Whoever opens files (editor, command line) makes these; nothing here reads a disk. */
import { createLineIndex, type LineIndex } from './lineIndex.ts';

export interface SourceFile {
  /** Identity: a URI in the language server, a path on the command line. Never parsed. */
  readonly id: string;
  /** Slash-separated path below the host's root, for example `etc/netplan/50-cloud-init.yaml`. Decides kind and order. */
  readonly path: string;
  readonly text: string;
  /** Changes whenever the text changes. */
  readonly version: number;
  /** Language id of the editor, where there is one (`netplan`, `shellscript`, …). */
  readonly languageId?: string;
  /** Permission bits, where the file lies on the machine that it configures; absent in a copy, whose bits say nothing. */
  readonly mode?: number;
}

/** A file never changes, so its line index is made once. */
const lineIndexes = new WeakMap<SourceFile, LineIndex>();

/** The line index of a file. */
export function lineIndexOf(file: SourceFile): LineIndex {
  const known = lineIndexes.get(file);
  if (known !== undefined) return known;
  const index = createLineIndex(file.text);
  lineIndexes.set(file, index);
  return index;
}
