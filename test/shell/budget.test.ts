/** How much of a script is followed has a bound, whatever the script does. */
import { expect, test } from 'vitest';
import { limits } from '../../server/src/shell/budget.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

const commandsOf = (text: string): number => parseShell(text).executed.length;

test('a text that grows and is evaluated each time is followed up to a bound', () => {
  const round = 'X="$X; ip link set eth1 up"\neval "$X"\n';
  expect(parseShell(`X=:\n${round.repeat(20)}`).unfollowed).toEqual([]);
  const text = `X=:\n${round.repeat(120)}`;
  const { executed, unfollowed } = parseShell(text);
  expect(unfollowed[0]?.kind).toBe('dynamic');
  // The last text that is begun is read to its end.
  expect(executed.length).toBeLessThan(limits.commands + 2 * 120);
});

test('a short text may be evaluated in every round of a loop', () => {
  const text = 'for i in 1 2 3 4 5 6 7 8 9; do eval "ip link set eth$i up"; done\n';
  expect(commandsOf(text)).toBe(18);
});
