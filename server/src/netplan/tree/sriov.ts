/** SR-IOV: which link is a physical function, and whether netplan can name it (src/sriov.c and src/validation.c, netplan 1.2). */
import { codeSpan } from '../../base/markdown.ts';
import { refuseConflict, warn } from '../refusal.ts';
import { notWritten, readInteger } from '../values.ts';
import { isTrue, placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';

const delay = 'delay-virtual-functions-rebind';
const mode = 'embedded-switch-mode';

export function checkSriov(state: TreeState, definition: Definition): void {
  if (definition.kind === 'ethernets') checkPhysicalFunction(state, definition);
  const isPhysical =
    hasCount(definition) || (state.target !== '0.106' && textOf(definition, mode) !== undefined);
  const physical = isPhysical ? definition : definition.physicalFunction;
  if (physical === undefined || hasKnownName(physical)) return;
  const { id, place } = physical;
  const what = `nobody knows the name of ${codeSpan(id)} in front of the boot`;
  const todo = 'add `set-name`';
  const netplan = `${id}: Cannot determine SR-IOV PF interface name.`;
  if (state.target !== '0.106') state.report(place, warn(what, netplan, todo));
  if (!isTrue(physical, delay)) return;
  const rebind = `${id}: Cannot rebind SR-IOV virtual functions, unknown interface name. Use 'netplan rebind <IFACE>' to rebind manually or use the 'set-name' stanza.`;
  state.report(placeOf(physical, delay), warn(what, rebind, todo));
}

/** The id is the name, unless something else picks the link. */
function hasKnownName(definition: Definition): boolean {
  return textOf(definition, 'set-name') !== undefined || !definition.sections.has('match');
}

function hasCount(definition: Definition): boolean {
  const text = textOf(definition, 'virtual-function-count');
  if (text === undefined) return false;
  const reading = readInteger(text);
  return !('value' in reading) || Number(reading.value) !== notWritten;
}

function checkPhysicalFunction(state: TreeState, definition: Definition): void {
  // In later versions the mode makes a physical function by itself.
  const hasMode = textOf(definition, mode) !== undefined;
  const isNew = state.target !== '0.106';
  if (!isTrue(definition, delay) && (isNew || !hasMode)) return;
  const needs = isTrue(definition, delay) ? delay : mode;
  const isOne =
    (isNew && hasMode) ||
    hasCount(definition) ||
    [...state.definitions.values()].some((other) => other.physicalFunction === definition);
  if (isOne) return;
  const netplan = `${definition.id}: This is not a SR-IOV PF`;
  const what = `${codeSpan(definition.id)} has no virtual functions`;
  const refusal = refuseConflict(what, netplan, 'add `virtual-function-count`, or remove the key');
  state.report(placeOf(definition, needs), refusal);
}
