/**
 * Open vSwitch: when netplan chooses it as renderer, its patch ports, and what it refuses.
 * Follows handle_ovs_backend and handle_network_ovs_settings_global_ports (src/parse.c) and src/openvswitch.c, netplan 1.2.
 */
import { codeSpan } from '../../base/markdown.ts';
import type { YamlMapping, YamlNode, YamlScalar } from '../../yaml/types.ts';
import { refuseBackend, refuseConflict } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { createDefinition, originIn, placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { applyTextMap, textMaps } from './textMaps.ts';

/** `openvswitch: {}`, or more than ids and configuration, puts a definition under Open vSwitch. */
export function chooseOpenvswitch(definition: Definition, value: YamlNode): void {
  if (value.kind !== 'mapping') return;
  const keys = value.entries.map(({ key }) => key.text);
  const isPlain =
    keys.length > 0 &&
    keys.length === new Set(keys).size &&
    keys.every((key) => key === 'external-ids' || key === 'other-config');
  const canStay = definition.kind !== 'bonds' && definition.kind !== 'bridges';
  if (!(isPlain && canStay)) definition.backend = 'ovs';
}

/** The `openvswitch` of the network. */
export function applyGlobals(state: TreeState, mapping: YamlMapping): void {
  for (const { key, value } of mapping.entries) {
    if (key.text === 'ports' && value?.kind === 'sequence')
      for (const pair of value.items) applyPair(state, pair);
    if (textMaps.includes(key.text) && value?.kind === 'mapping')
      applyTextMap(state, state.globals, { path: key.text, mapping: value });
    if (key.text !== 'ssl' || value?.kind !== 'mapping') continue;
    for (const { key: name, value: path } of value.entries)
      if (path?.kind === 'scalar')
        state.globals.set(`ssl.${name.text}`, {
          text: path.text,
          origin: originIn(state, path.span),
        });
  }
}

function applyPair(state: TreeState, pair: YamlNode): void {
  if (pair.kind !== 'sequence' || pair.items.length !== 2) return;
  const [port, peer] = pair.items;
  if (port?.kind !== 'scalar' || peer?.kind !== 'scalar') return;
  if (port.text === peer.text && state.target !== '0.106') {
    const what = `the port ${codeSpan(port.text)} is its own peer`;
    const netplan = 'Open vSwitch patch ports must be of different name';
    state.report(originIn(state, peer.span), refuseConflict(what, netplan, 'name two ports'));
    return;
  }
  const first = patchPort(state, port);
  reportOther(state, first, { port, peer: peer.text });
  const second = patchPort(state, peer);
  reportOther(state, second, { port: peer, peer: port.text });
  first.peerPort = peer.text;
  second.peerPort = port.text;
}

function patchPort(state: TreeState, scalar: YamlScalar): Definition {
  const place = originIn(state, scalar.span);
  const old = state.definitions.get(scalar.text);
  if (old !== undefined) return old;
  const definition = createDefinition(scalar.text, 'port', { place, backend: 'ovs' });
  state.definitions.set(scalar.text, definition);
  if (state.missing.delete(scalar.text)) state.found++;
  return definition;
}

function reportOther(
  state: TreeState,
  definition: Definition,
  { port, peer }: { readonly port: YamlScalar; readonly peer: string },
): void {
  const other = definition.peerPort;
  if (other === undefined || other === peer) return;
  const netplan = `Open vSwitch port '${definition.id}' is already assigned to peer '${other}'`;
  const what = `the port ${codeSpan(definition.id)} is joined to ${codeSpan(other)} already`;
  state.report(originIn(state, port.span), refuseConflict(what, netplan, 'join each port once'));
}

/** What Open vSwitch refuses of a definition; undefined: nothing. */
export function checkOpenvswitch(state: TreeState, definition: Definition, isOvs: boolean): void {
  if (!isOvs) {
    checkExtras(state, definition);
    return;
  }
  switch (definition.kind) {
    case 'bonds':
      return checkBond(state, definition);
    case 'bridges':
      return checkController(state, definition);
    case 'port':
      if (!isMember(state, definition)) state.report(definition.place, refuseLonePort(definition));
      return;
    case 'vlans':
      return;
    default:
      state.report(
        definition.place,
        refuseBackend(
          `Open vSwitch has no such device as ${codeSpan(definition.id)}`,
          `${definition.id}: This device type is not supported with the OpenVSwitch backend`,
          'remove `openvswitch`, or keep only `external-ids` and `other-config` in it',
        ),
      );
  }
}

function refuseLonePort({ id }: Definition): Refusal {
  const netplan = `${id}: OpenVSwitch patch port needs to be assigned to a bridge/bond`;
  const todo = 'add it to `interfaces` of a bridge or bond';
  return refuseBackend(`the port ${codeSpan(id)} is in no bridge or bond`, netplan, todo);
}

function checkExtras(state: TreeState, definition: Definition): void {
  if (isMember(state, definition)) return;
  const path = [...definition.scalars.keys()].find((one) =>
    /^openvswitch\.(?:external-ids|other-config)\./.test(one),
  );
  if (path === undefined) return;
  const netplan = `${definition.id}: Interface needs to be assigned to an OVS bridge/bond to carry external-ids/other-config`;
  const what = `${codeSpan(definition.id)} is in no bridge or bond of Open vSwitch`;
  const todo = 'add it to `interfaces` of one, or remove the setting';
  state.report(placeOf(definition, path), refuseBackend(what, netplan, todo));
}

/** Asks all definitions, because another one makes it a member: a definition that is none does not say so alone. */
function isMember({ definitions }: TreeState, { bridge, bond }: Definition): boolean {
  return definitions.size > 0 && (bridge !== undefined || bond !== undefined);
}

function checkBond(state: TreeState, definition: Definition): void {
  const { id } = definition;
  if (!isMember(state, definition) || definition.bridge === undefined) {
    const netplan = `Bond ${id} needs to be a member of an OpenVSwitch bridge`;
    const what = `the bond ${codeSpan(id)} is in no bridge of Open vSwitch`;
    state.report(
      definition.place,
      refuseBackend(what, netplan, 'add it to `interfaces` of a bridge'),
    );
    return;
  }
  const members = [...state.definitions.values()].filter((other) => other.bond === definition);
  if (members.length < 2) {
    const netplan = `Bond ${id} needs to have at least 2 member interfaces`;
    const what = `the bond ${codeSpan(id)} has fewer than two members`;
    state.report(definition.place, refuseBackend(what, netplan, 'add members to `interfaces`'));
    return;
  }
  const mode = textOf(definition, 'parameters.mode');
  if (mode === undefined || /^(?:active-backup|balance-tcp|balance-slb)$/.test(mode)) return;
  const netplan = `${id}: bond mode '${mode}' not supported by Open vSwitch`;
  const todo = 'write `active-backup`, `balance-tcp` or `balance-slb`';
  const what = `Open vSwitch has no bond mode ${codeSpan(mode)}`;
  state.report(placeOf(definition, 'parameters.mode'), refuseBackend(what, netplan, todo));
}

function checkController(state: TreeState, definition: Definition): void {
  const isComplete = ['ca-cert', 'certificate', 'private-key'].every((key) =>
    state.globals.has(`ssl.${key}`),
  );
  if (isComplete) return;
  for (const { node, file } of definition.lists.get('openvswitch.controller.addresses') ?? []) {
    if (node.kind !== 'scalar' || !/^p?ssl:/.test(node.text)) continue;
    const netplan = `ERROR: Open vSwitch bridge controller target '${node.text}' needs SSL configuration, but global 'openvswitch.ssl' settings are not set`;
    const what = `${codeSpan(node.text)} needs certificates`;
    const todo =
      'add `openvswitch: ssl:` with `ca-cert`, `certificate` and `private-key` under `network`';
    state.report({ file, span: node.span }, refuseBackend(what, netplan, todo));
    return;
  }
}
