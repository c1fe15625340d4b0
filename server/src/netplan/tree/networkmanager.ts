/** What NetworkManager cannot do: netplan accepts the files and then writes nothing (src/nm.c of netplan 1.2). */
import { codeSpan } from '../../base/markdown.ts';
import type { Origin } from '../../base/fact.ts';
import { parseStrictAddress, type Family } from '../../net/address.ts';
import type { YamlMapping } from '../../yaml/types.ts';
import { lastEntry, scalarOf, textOf as textIn } from '../entries.ts';
import { refuseBackend, refuseAssertion, warn } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { notWritten, readInteger } from '../values.ts';
import { mappingsIn } from './items.ts';
import { isTrue, placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { checkChannel } from './supplicant.ts';

export function checkNetworkManager(state: TreeState, definition: Definition): void {
  if (definition.kind === 'vlans' && definition.sections.has('sriov')) return;
  checkDriver(state, definition);
  checkAddressOptions(state, definition);
  checkActivation(state, definition);
  checkIpv6Mtu(state, definition);
  checkRoutes(state, definition);
  checkRules(state, definition);
  checkVxlan(state, definition);
  checkUncheckedVlan(state, definition);
  for (const accessPoint of definition.accessPoints.values()) checkChannel(state, accessPoint);
  if (definition.kind === 'virtual-ethernets') checkPair(state, definition);
}

/** The grammar is not checked while a reference is undefined, so what is missing makes the renderer fall over. */
function checkUncheckedVlan(state: TreeState, definition: Definition): void {
  if (definition.kind !== 'vlans') return;
  checkSharedLink(state, definition);
  if (definition.hasGrammar) return;
  for (const [key, what] of [
    ['id', 'the VLAN has no number'],
    ['link', 'the VLAN has no link'],
  ] as const)
    if (textOf(definition, key) === undefined)
      state.report(definition.place, refuseAssertion(what, `add \`${key}:\``));
}

/** Of several VLANs on one link that is not defined, netplan makes it up for one only, and falls over the others. */
function checkSharedLink(state: TreeState, definition: Definition): void {
  const link = textOf(definition, 'link');
  if (link === undefined || definition.link !== undefined) return;
  const what = `${codeSpan(link)} is not defined, and another VLAN is on it, too`;
  state.report(placeOf(definition, 'link'), refuseAssertion(what, `define ${codeSpan(link)}`));
}

/** validate_veth_pair: both ends must name each other, unless one is not defined at all. */
function checkPair(state: TreeState, definition: Definition): void {
  const { id, peer } = definition;
  if (peer === undefined || peer.kind === 'placeholder' || peer.peer === undefined) return;
  const name = codeSpan(peer.id);
  const at = placeOf(definition, 'peer');
  if (peer.peer.kind === 'placeholder') {
    const netplan = `${id}: virtual-ethernet peer '${peer.id}' does not have a peer itself`;
    const what = `the peer of ${name} is not defined`;
    state.report(at, refuseBackend(what, netplan, 'let each end name the other'));
  } else if (peer.peer !== definition) {
    const netplan = `${id}: virtual-ethernet peer '${peer.id}' is another virtual-ethernet's (${peer.peer.id}) peer already`;
    const what = `${name} is the peer of ${codeSpan(peer.peer.id)}`;
    state.report(at, refuseBackend(what, netplan, 'let each end name the other'));
  }
}

function checkDriver(state: TreeState, definition: Definition): void {
  const list = definition.lists.get('match.driver')?.[0];
  const written = definition.scalars.get('match.driver')?.origin;
  const place: Origin | undefined =
    written ?? (list === undefined ? undefined : { file: list.file, span: list.node.span });
  if (place === undefined || textOf(definition, 'set-name') !== undefined) return;
  const netplan = `ERROR: ${definition.id}: NetworkManager definitions do not support matching by driver`;
  const todo = 'match by `name` or `macaddress`, or add `set-name`';
  state.report(place, refuseBackend('NetworkManager cannot match a driver', netplan, todo));
}

function checkAddressOptions(state: TreeState, definition: Definition): void {
  const peers = mappingsIn(definition, 'peers').flatMap(({ mapping, file }) => {
    const list = lastEntry(mapping, 'allowed-ips')?.value;
    return list?.kind === 'sequence' ? list.items.map((node) => ({ node, file })) : [];
  });
  const addresses = [...(definition.lists.get('addresses') ?? []), ...peers];
  const item = addresses.find(({ node }) => node.kind === 'mapping');
  if (item === undefined) return;
  const netplan = `ERROR: ${definition.id}: NetworkManager does not support address options`;
  const what = 'NetworkManager has no options for addresses';
  const refusal = refuseBackend(what, netplan, 'write the address alone');
  state.report({ file: item.file, span: item.node.span }, refusal);
}

function checkActivation(state: TreeState, definition: Definition): void {
  if (textOf(definition, 'activation-mode') !== 'off') return;
  const netplan = `ERROR: ${definition.id}: NetworkManager definitions do not support activation-mode off`;
  const refusal = refuseBackend(
    'NetworkManager does not know the mode `off`',
    netplan,
    'write `manual`, or `renderer: networkd`',
  );
  state.report(placeOf(definition, 'activation-mode'), refusal);
}

function checkIpv6Mtu(state: TreeState, definition: Definition): void {
  const reading = readInteger(textOf(definition, 'ipv6-mtu') ?? '');
  if (!('value' in reading) || reading.value === 0) return;
  const netplan = `ERROR: ${definition.id}: NetworkManager definitions do not support ipv6-mtu`;
  const what = 'NetworkManager has no MTU for IPv6 alone';
  const refusal = refuseBackend(what, netplan, 'write `mtu`, or `renderer: networkd`');
  state.report(placeOf(definition, 'ipv6-mtu'), refusal);
}

function checkRoutes(state: TreeState, definition: Definition): void {
  for (const { mapping, file } of mappingsIn(definition, 'routes')) {
    // Those of a VRF are written in any case.
    if (definition.kind !== 'vrfs' && !isWritten(definition, familyOf(mapping))) continue;
    const type = scalarOf(mapping, 'type');
    if (type === undefined || type.text.toLowerCase() === 'unicast') continue;
    const netplan = `ERROR: ${definition.id}: NetworkManager only supports unicast routes`;
    const what = `NetworkManager has no routes of type ${codeSpan(type.text)}`;
    const refusal = refuseBackend(what, netplan, 'write `renderer: networkd`');
    state.report({ file, span: type.span }, refusal);
  }
}

function checkRules(state: TreeState, definition: Definition): void {
  if (state.target === '0.106') return;
  for (const { mapping, file } of mappingsIn(definition, 'routing-policy')) {
    if (definition.kind !== 'vrfs' && !isWritten(definition, familyOf(mapping))) continue;
    const priority = textIn(mapping, 'priority');
    const reading = priority === undefined ? undefined : readInteger(priority);
    if (reading !== undefined && !('value' in reading && reading.value === notWritten)) continue;
    state.report({ file, span: mapping.span }, refusePriority(state, definition));
  }
}

/** 1.1 leaves the rule out and goes on. */
function refusePriority({ target }: TreeState, { id }: Definition): Refusal {
  const what = 'the rule has no priority, which NetworkManager demands';
  const netplan = `${id}: The priority setting is mandatory for NetworkManager routing-policy`;
  return target === '1.1'
    ? warn(what, `WARNING: ${netplan}, ignoring...`, 'add `priority:`')
    : refuseBackend(what, `ERROR: ${netplan}`, 'add `priority:`');
}

/** Routes and rules of a family are written only if the link gets addresses of it, or other IPv6 settings. */
function isWritten(definition: Definition, family: Family | undefined): boolean {
  const has = (list: string): boolean =>
    (definition.lists.get(list) ?? []).some(
      ({ node }) => node.kind === 'scalar' && familyOfText(node.text) === family,
    );
  if (family === 4) return isTrue(definition, 'dhcp4') || has('addresses');
  if (family === undefined) return false;
  return (
    isTrue(definition, 'dhcp6') ||
    has('addresses') ||
    has('nameservers.addresses') ||
    ['gateway6', 'ipv6-address-generation'].some((key) => textOf(definition, key) !== undefined)
  );
}

function familyOf(mapping: YamlMapping): Family | undefined {
  return ['to', 'via', 'from']
    .map((key) => familyOfText(textIn(mapping, key) ?? ''))
    .find((family) => family !== undefined);
}

function familyOfText(text: string): Family | undefined {
  return parseStrictAddress(text.split('/')[0] ?? '')?.family;
}

function checkVxlan(state: TreeState, definition: Definition): void {
  if (definition.kind !== 'tunnels' || textOf(definition, 'mode') !== 'vxlan') return;
  const path = ['flow-label', 'do-not-fragment'].find(
    (key) => textOf(definition, key) !== undefined,
  );
  const list = ['checksums', 'extensions'].find(
    (key) => (definition.lists.get(key)?.length ?? 0) > 0,
  );
  if (path === undefined && list === undefined) return;
  const netplan = `${definition.id}: checksums/extensions/flow-lable/do-not-fragment are not supported by NetworkManager`;
  const what = `NetworkManager ignores ${codeSpan(path ?? list ?? '')}`;
  const refusal = warn(what, netplan, 'remove it, or write `renderer: networkd`');
  state.report(placeOf(definition, path ?? ''), refusal);
}
