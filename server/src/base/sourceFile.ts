/** A text with an identity. Whoever opens files (editor, command line) makes these; nothing here reads a disk. */
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
