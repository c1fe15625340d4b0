/** Commands that are made when the script runs: they are not analysed, and that is said. */
import { noteUnfollowed } from './session.ts';
import type { Scope, Stdin } from './session.ts';
import type { ShellCommand } from './types.ts';

const tools = /^(?:ip|bridge|tc|ip6?tables(?:-nft|-legacy)?(?:-restore)?|nft|sysctl)$/;

/** Notes input that comes through a filter, and commands that `xargs` and its kin put together. */
export function noteDynamic(command: ShellCommand, stdin: Stdin | undefined, scope: Scope): void {
  const { name, words, span, input } = command;
  if (name === undefined) return;
  if (name === 'xargs' || name === 'parallel') {
    const tool = words.find(
      (word) => typeof word.value === 'string' && tools.test(baseName(word.value)),
    );
    if (tool !== undefined)
      noteUnfollowed(scope, 'dynamic', {
        span,
        reason: `\`${name}\` runs commands whose words are known only when the script runs`,
      });
    return;
  }
  if (!tools.test(name) || input !== undefined || stdin === undefined) return;
  const asks =
    name.endsWith('-restore') ||
    words.some((word) => word.value === '-' || word.value === '/dev/stdin');
  const readsFile = command.redirections.some((each) => each.operator === '<');
  if (asks && !readsFile)
    noteUnfollowed(scope, 'dynamic', {
      span,
      reason: `what \`${name}\` reads comes through a filter and is known only when the script runs`,
    });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
