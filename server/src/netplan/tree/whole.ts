/**
 * What netplan checks when all files are read: tables of VRFs, SR-IOV, then each renderer.
 * Follows netplan_state_import_parser_results (src/parse.c) and src/validation.c, netplan 1.2.
 */
import { codeSpan } from '../../base/markdown.ts';
import { scalarOf } from '../entries.ts';
import { refuseConflict, warn } from '../refusal.ts';
import { readInteger } from '../values.ts';
import { mappingsIn } from './items.ts';
import { checkNetwork, checkNetworkd } from './networkd.ts';
import { checkNetworkManager } from './networkmanager.ts';
import { checkOpenvswitch } from './openvswitch.ts';
import { backendOf, isTrue, placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { checkTunnelBackend } from './tunnel.ts';
import { checkWireguardBackend } from './wireguard.ts';

export function checkWhole(state: TreeState): void {
  for (const definition of state.definitions.values()) {
    if (definition.kind === 'placeholder') continue;
    if (definition.kind === 'vrfs') checkVrfTables(state, definition);
    if (definition.kind === 'ethernets') checkPhysicalFunction(state, definition);
    checkBackend(state, definition);
  }
  checkRadioRules(state);
}

function checkBackend(state: TreeState, definition: Definition): void {
  const backend = backendOf(state, definition);
  if (definition.kind === 'tunnels') {
    checkTunnelBackend(state, definition, backend);
    checkWireguardBackend(state, definition, backend);
  }
  if (backend === 'networkd') checkNetworkd(state, definition);
  checkOpenvswitch(state, definition, backend === 'ovs');
  if (backend === 'ovs') checkNetwork(state, definition);
  if (backend === 'NetworkManager') checkNetworkManager(state, definition);
}

function checkVrfTables(state: TreeState, definition: Definition): void {
  const own = readInteger(textOf(definition, 'table') ?? 'none');
  if (!('value' in own)) return;
  for (const list of ['routes', 'routing-policy']) {
    for (const { mapping, file } of mappingsIn(definition, list)) {
      const table = scalarOf(mapping, 'table');
      const reading = readInteger(table?.text ?? '');
      // 0 is as good as absent: the entry adopts the table of the VRF.
      if (table === undefined || !('value' in reading) || reading.value === 0) continue;
      if (reading.value === own.value) continue;
      const name = list === 'routes' ? 'routes' : 'routing-policy';
      const netplan = `${definition.id}: VRF ${name} table mismatch (${Number(own.value)} != ${Number(reading.value)})`;
      const what = `table ${Number(reading.value)} is not the table of the VRF, ${Number(own.value)}`;
      const refusal = refuseConflict(what, netplan, 'remove `table`');
      state.report({ file, span: table.span }, refusal);
    }
  }
}

function checkPhysicalFunction(state: TreeState, definition: Definition): void {
  const delay = 'delay-virtual-functions-rebind';
  const mode = 'embedded-switch-mode';
  // From 1.2 on, the mode makes a physical function by itself.
  const hasMode = textOf(definition, mode) !== undefined;
  const isNew = state.target === '1.2';
  if (!isTrue(definition, delay) && (isNew || !hasMode)) return;
  const needs = isTrue(definition, delay) ? delay : mode;
  const isOne =
    (isNew && hasMode) ||
    textOf(definition, 'virtual-function-count') !== undefined ||
    [...state.definitions.values()].some((other) => other.physicalFunction === definition);
  if (isOne) return;
  const netplan = `${definition.id}: This is not a SR-IOV PF`;
  const what = `${codeSpan(definition.id)} has no virtual functions`;
  const refusal = refuseConflict(what, netplan, 'add `virtual-function-count`, or remove the key');
  state.report(placeOf(definition, needs), refusal);
}

function checkRadioRules(state: TreeState): void {
  let first: string | undefined;
  for (const definition of state.definitions.values()) {
    const country = textOf(definition, 'regulatory-domain');
    if (country === undefined) continue;
    first ??= country;
    if (country === first) continue;
    const netplan = `${definition.id}: Conflicting regulatory-domain (${first} vs ${country})`;
    const what = `another link has the radio rules of ${codeSpan(first)}`;
    const refusal = warn(what, netplan, 'write one country for all links');
    state.report(placeOf(definition, 'regulatory-domain'), refusal);
  }
}
