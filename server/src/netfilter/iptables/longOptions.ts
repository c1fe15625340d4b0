/** Long options by name or by the beginning of a name, as getopt_long(3) of glibc finds them. */
import type { Extension, ExtensionOption } from './extension.ts';
import type { UsedExtension } from './parsed.ts';
import { programRows } from './program.ts';
import type { ProgramOptionName, ProgramOptionRow } from './program.ts';

/** An option that is known at the cursor. `name` is that of the program only where there is no owner. */
export type FoundOption =
  | {
      readonly name: ProgramOptionName;
      readonly takes: ProgramOptionRow['takes'];
      readonly owner: undefined;
      readonly row: undefined;
    }
  | {
      readonly name: string;
      readonly takes: ProgramOptionRow['takes'];
      readonly owner: Extension;
      readonly row: ExtensionOption;
    };

interface Spelling {
  readonly spelling: string;
  readonly owner: Extension | undefined;
  readonly found: FoundOption;
}

export interface OptionScope {
  readonly matches: UsedExtension[];
  target: UsedExtension | undefined;
  /** Options of all extensions in use, those of the newest first. */
  readonly loaded: Spelling[];
}

const programSpellings: readonly Spelling[] = programRows.flatMap((row) => {
  const found: FoundOption = { name: row.name, takes: row.takes, owner: undefined, row: undefined };
  return [row.name, ...(row.aliases ?? [])].map((spelling) => ({
    spelling,
    owner: undefined,
    found,
  }));
});

/** The spellings of all options of an extension. */
export function optionsOf(extension: Extension): readonly Spelling[] {
  return extension.options.flatMap((row) => {
    const takes = row.value === undefined ? 'nothing' : 'word';
    const found: FoundOption = { name: row.name, takes, owner: extension, row };
    return [row.name, ...row.aliases].map((spelling) => ({ spelling, owner: extension, found }));
  });
}

/** Undefined: none, or several different ones. */
export function lookUpLong(scope: OptionScope, written: string): FoundOption | undefined {
  const all = [...programSpellings, ...scope.loaded];
  const exact = all.find(({ spelling }) => spelling === written);
  if (exact !== undefined) return exact.found;
  const candidates = all.filter(({ spelling }) => spelling.startsWith(written));
  const [first] = candidates;
  return candidates.every(({ found }) => found === first?.found) ? first?.found : undefined;
}
