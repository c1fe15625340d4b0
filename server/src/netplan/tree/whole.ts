/**
 * What netplan checks when all files are read: tables of VRFs, SR-IOV, then each renderer.
 * Follows netplan_state_import_parser_results (src/parse.c) and src/validation.c, netplan 1.2.
 */
import { codeSpan } from '../../base/markdown.ts';
import { scalarOf } from '../entries.ts';
import { refuseConflict, refuseCrash, warn } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { notWritten, readInteger } from '../values.ts';
import { checkedAlone } from './alone.ts';
import { mappingsIn } from './items.ts';
import { checkNetwork, checkNetworkd } from './networkd.ts';
import { checkNetworkManager } from './networkmanager.ts';
import { checkOpenvswitch } from './openvswitch.ts';
import { checkSriov } from './sriov.ts';
import { backendOf, placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { checkTunnelBackend } from './tunnel.ts';
import { checkWireguardBackend } from './wireguard.ts';

export function checkWhole(state: TreeState): void {
  for (const definition of state.definitions.values()) {
    if (definition.kind !== 'placeholder') checkDefinition(state, definition);
  }
  checkRadioRules(state);
}

const checkDefinition = checkedAlone((state, definition) => {
  if (definition.kind === 'vrfs') {
    checkVrfTables(state, definition);
    checkVrfPriorities(state, definition);
  }
  checkSriov(state, definition);
  checkPortRange(state, definition);
  checkBackend(state, definition);
});

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

/** The rules of a VRF; the number in the message counts them from 0. */
function checkVrfPriorities(state: TreeState, definition: Definition): void {
  if (state.target === '0.106') return;
  for (const [i, { mapping, file }] of mappingsIn(definition, 'routing-policy').entries()) {
    const reading = readInteger(scalarOf(mapping, 'priority')?.text ?? String(notWritten));
    if (!('value' in reading) || reading.value !== notWritten) continue;
    const netplan = `${definition.id}: No priority specified for routing-policy ${i}`;
    const todo = 'add `priority:`, below 1000 for rules that come in front of those of VRFs';
    const refusal = warn('the rule of the VRF has no priority', netplan, todo);
    state.report({ file, span: mapping.span }, refusal);
  }
}

/** netplan swaps the two numbers. */
function checkPortRange(state: TreeState, definition: Definition): void {
  const [lowest, highest] = (definition.lists.get('port-range') ?? []).slice(-2);
  if (lowest?.node.kind !== 'scalar' || highest?.node.kind !== 'scalar') return;
  const [from, to] = [readInteger(lowest.node.text), readInteger(highest.node.text)];
  if (!('value' in from && 'value' in to) || Number(from.value) <= Number(to.value)) return;
  const netplan = `${definition.id}: swapped invalid port-range order [MIN, MAX]`;
  const what = `${codeSpan(lowest.node.text)} is above ${codeSpan(highest.node.text)}`;
  const refusal = warn(what, netplan, 'write the lower port first');
  state.report({ file: lowest.file, span: lowest.node.span }, refusal);
}

function checkVrfTables(state: TreeState, definition: Definition): void {
  const own = readInteger(textOf(definition, 'table') ?? 'none');
  if (!('value' in own)) return;
  // netplan 0.106 looks at the rules only where there are routes, and then expects some.
  const isOld = state.target === '0.106';
  const hasRoutes = definition.lists.has('routes');
  if (isOld && hasRoutes && mappingsIn(definition, 'routing-policy').length === 0)
    state.report(definition.place, refuseLonelyRoutes());
  for (const list of isOld && !hasRoutes ? [] : ['routes', 'routing-policy']) {
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

/** LP #2016427. */
function refuseLonelyRoutes(): Refusal {
  return refuseCrash(
    'the VRF has routes and no rules',
    'netplan 0.106 stops with a segmentation fault then, so nothing at all is configured',
    'add `routing-policy`, or use a newer netplan',
  );
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
