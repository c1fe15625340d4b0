/** Refusal of a value of the wrong shape: a list where one value belongs, and so on. */
import { refuseValue } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import type { YamlNode } from '../yaml/types.ts';

const shapes = {
  scalar: {
    words: 'a single value',
    netplan: 'expected scalar',
    todo: 'write one value behind the colon',
  },
  sequence: {
    words: 'a list',
    netplan: 'expected sequence',
    todo: 'write a list: `[a, b]`, or lines that start with `- `',
  },
  mapping: {
    words: 'keys with values',
    netplan: 'expected mapping (check indentation)',
    todo: 'write `key: value` lines below, indented deeper',
  },
} as const;

export function refuseShape(node: YamlNode | undefined, wanted: keyof typeof shapes): Refusal {
  const { words, netplan, todo } = shapes[wanted];
  const found =
    node === undefined || (node.kind === 'scalar' && node.text === '')
      ? 'nothing'
      : shapes[node.kind].words;
  return refuseValue(`${words} must stand here, not ${found}`, netplan, todo);
}
