import { expect, test } from 'vitest';
import { createRestartPolicy } from '../../client/src/restartPolicy.ts';

const minute = 60_000;

test('the fifth death in three minutes is the last', () => {
  const mayRestart = createRestartPolicy();
  expect([0, 1, 2, 3, 4].map((second) => mayRestart(second * 1000))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});

test('a death a minute is borne for ever', () => {
  const mayRestart = createRestartPolicy();
  const answers = Array.from({ length: 30 }, (_, n) => mayRestart(n * minute));
  expect(new Set(answers)).toEqual(new Set([true]));
});
