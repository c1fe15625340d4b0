/** Words for problems with ids. */
import { codeSpan } from '../../base/markdown.ts';
import { warn } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { nearestKey } from '../unknownKey.ts';
import type { Definition } from './state.ts';

export function refuseUndefined(
  name: string,
  { id }: Definition,
  known: readonly string[],
): Refusal {
  const near = nearestKey(name, known);
  const todo = 'define it in this file, or in a file whose name sorts before';
  return {
    rule: 'netplan-undefined-reference',
    what: `${codeSpan(name)} is not defined here or in an earlier file`,
    why: `netplan refuses the whole file: "${id}: interface '${name}' is not defined"`,
    todo: near === undefined ? todo : `write ${codeSpan(near)}, or ${todo}`,
  };
}

export function refuseDuplicate(id: string, kind: Definition['kind']): Refusal {
  const other = kind === 'port' ? 'the ports of Open vSwitch' : codeSpan(kind);
  return {
    rule: 'netplan-duplicate-id',
    what: `${codeSpan(id)} is defined in ${other} already`,
    why: `ids are global, and netplan refuses the whole file: "Updated definition '${id}' changes device type"`,
    todo: 'give one of the two another id',
  };
}

export function warnRenderer(id: string): Refusal {
  const netplan = `nm-device: ${id}: the renderer for nm-devices must be NetworkManager, it will be used instead of the defined one.`;
  const what = 'the device is for NetworkManager, whatever renderer is set';
  return warn(what, netplan, 'add `renderer: NetworkManager`');
}
