/** A command line of iptables after its words are told apart: options with their values, matches, the target. */
import type { Span } from '../../base/span.ts';
import type { Word } from '../source.ts';
import type { Extension } from './extension.ts';
import type { ProgramOptionName } from './program.ts';

/** One option of the program or of an extension. */
export interface ParsedOption {
  /** The full name without dashes; of several names for one option the first. */
  readonly name: string;
  /** As written, with its dashes. */
  readonly written: string;
  readonly negated: boolean;
  readonly values: readonly Word[];
  /** The option and its values; the `!` before it is left out. */
  readonly span: Span;
}

export interface ProgramOption extends ParsedOption {
  readonly name: ProgramOptionName;
}

/** `-m NAME` or `-j NAME` with its options. */
export interface UsedExtension {
  readonly name: string;
  /** Undefined for one that is not known here: its options could be any. */
  readonly extension: Extension | undefined;
  readonly options: ParsedOption[];
  /** The word that names it; `-p` where the protocol brings its match. */
  readonly span: Span;
  /** Named by `-p` alone. */
  readonly isImplicit: boolean;
}
