/** Wording of what iptables refuses. */
import type { Problem } from '../../base/problem.ts';
import type { Refusal } from './state.ts';

/** `rule`: `iptables-syntax` for what iptables itself refuses to read, `iptables-wrong-place` for what the kernel takes elsewhere only. */
export function refusalProblem(
  rule: 'iptables-syntax' | 'iptables-wrong-place',
  { span, words, isOld }: Refusal,
  program: string,
): Problem {
  const effect = program.endsWith('restore')
    ? 'loads nothing of the whole text'
    : 'refuses the whole command';
  if (isOld === true) {
    return {
      rule,
      span,
      severity: 'warning',
      what: 'a `!` behind its option is not taken any more',
      why: `${program} 1.8.8 and newer ${effect}: ${words}`,
      todo: 'put the `!` before the option: `! -o eno1`',
    };
  }
  return {
    rule,
    span,
    what: rule === 'iptables-syntax' ? `${program} does not take this` : `this cannot stand here`,
    why: `${program} ${effect}: ${words}`,
    todo: 'correct it; `iptables -m NAME -h` or `-j NAME -h` shows what fits',
  };
}
