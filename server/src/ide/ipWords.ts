/** What each word of an `ip` command is, by the grammar tables, for those who explain and complete words. */
import type { Expectation, WordRole } from '../iproute/cursor.ts';
import type { GrammarRow, Scope } from '../iproute/grammar.ts';
import { objects } from '../iproute/objects/index.ts';
import { readWordRoles } from '../iproute/read.ts';
import { newest, wordSince, type Since } from '../iproute/since.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

export type { Expectation, WordRole } from '../iproute/cursor.ts';

/** The role of each word of a command. */
export function rolesOf(command: ShellCommand): readonly WordRole[] {
  const { roles } = readWordRoles(command);
  return command.words.map((_word, index) => roles[index] ?? { kind: 'free' });
}

/** The role of a word of a command. */
export function roleAt(command: ShellCommand, word: ShellWord): WordRole {
  return rolesOf(command)[command.words.indexOf(word)] ?? { kind: 'free' };
}

/** What can stand after the words, the program first, and the keywords that stand there already. */
export function afterWords(
  command: ShellCommand,
  words: readonly ShellWord[],
): { readonly expected: Expectation; readonly used: ReadonlySet<string> } {
  const { roles, expected } = readWordRoles({ ...command, words });
  const used = roles.flatMap((role) =>
    role?.kind === 'keyword' && role.row.argument.kind !== 'nexthop' ? [role.row.keyword] : [],
  );
  return { expected, used: new Set(used) };
}

/** Since when the last of the words is there: not before the object, the verb and the kind of link that it belongs to. Values are as old as they are. */
export function sinceOf(roles: readonly WordRole[]): Since | undefined {
  const last = roles.at(-1);
  if (last?.kind === 'value' && last.choice === undefined) return undefined;
  return newest(
    roles.map((role) => {
      switch (role.kind) {
        case 'object':
          return objects.find(({ name }) => name === role.object)?.since;
        case 'verb':
          return role.verb?.since;
        case 'keyword':
          return role === last || opens(role.row.argument, last) ? role.row.since : undefined;
        case 'value':
          return newest([
            role === last ? role.row.since : undefined,
            role === last || holds(role.choice?.scope, last) ? role.choice?.since : undefined,
          ]);
        default:
          return undefined;
      }
    }),
  );
}

/** True if the word stands in what the argument opens. */
function opens(argument: GrammarRow['argument'], last: WordRole | undefined): boolean {
  return argument.kind === 'scope' && holds(argument.scope, last);
}

function holds(scope: Scope | undefined, last: WordRole | undefined): boolean {
  return last?.kind === 'keyword' && scope?.grammar.includes(last.row) === true;
}

/** The sentence of a row, and since when its word is there. */
export function docOf({ doc, since }: { readonly doc: string; readonly since?: Since }): string {
  return since === undefined ? doc : `${doc} Since ${wordSince(since)}.`;
}
