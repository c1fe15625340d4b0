/** What each word of an `ip` command is, by the grammar tables, for those who explain and complete words. */
import type { Expectation, WordRole } from '../iproute/cursor.ts';
import { readWordRoles } from '../iproute/read.ts';
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
