/**
 * What systemd-networkd cannot do: netplan accepts the files and then writes nothing (src/networkd.c of netplan 1.2).
 * networkd writes the addresses of Open vSwitch devices too.
 */
import { codeSpan } from '../../base/markdown.ts';
import { mappingsIn } from './items.ts';
import { hasKey, textOf as textIn } from '../entries.ts';
import { refuseAssertion, refuseBackend, refuseCrash } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { readBoolean, readInteger } from '../values.ts';
import { isTrue, placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { checkSupplicant } from './supplicant.ts';

export function checkNetworkd(state: TreeState, definition: Definition): void {
  const { id, kind, place } = definition;
  if (kind === 'modems') {
    const netplan = `ERROR: ${id}: networkd backend does not support GSM/CDMA modem configuration`;
    const refusal = refuseBackend('networkd has no modems', netplan, needsNetworkManager);
    return state.report(place, refusal);
  }
  if (kind === 'wifis' && definition.sections.has('match')) {
    const netplan = `ERROR: ${id}: networkd backend does not support wifi with match:, only by interface name`;
    const todo = 'remove `match`, and make the name of the link the id';
    state.report(place, refuseBackend('networkd has no `match` for wifis', netplan, todo));
  }
  if (kind === 'wifis' || definition.sections.has('auth')) checkSupplicant(state, definition);
  checkMacWord(state, definition);
  if (state.target === '0.106') checkOldNetworkd(state, definition);
  checkNetwork(state, definition);
}

/** write_netdev_file of netplan 0.106. */
function checkOldNetworkd(state: TreeState, definition: Definition): void {
  const { kind, place } = definition;
  if (kind === 'nm-devices') {
    const what = 'networkd has no such devices';
    return state.report(place, refuseAssertion(what, needsNetworkManager));
  }
}

const needsNetworkManager = 'write `renderer: NetworkManager`';

/** What goes wrong while the addresses and routes are written. */
export function checkNetwork(state: TreeState, definition: Definition): void {
  if (definition.kind === 'vlans' && definition.sections.has('sriov')) return;
  checkOverrides(state, definition);
  if (state.target === '0.106') checkOldGeneration(state, definition);
  for (const { mapping, file } of mappingsIn(definition, 'routes')) {
    const to = textIn(mapping, 'to');
    if (to !== 'default' || hasKey(mapping, 'via') || hasKey(mapping, 'from')) continue;
    state.report({ file, span: mapping.span }, refuseFamilyless());
  }
}

/** write_network_file of netplan 0.106. */
function checkOldGeneration(state: TreeState, definition: Definition): void {
  const generation = 'ipv6-address-generation';
  if (textOf(definition, generation) !== 'stable-privacy') return;
  const netplan = `ERROR: ${definition.id}: ipv6-address-generation mode is not supported by networkd`;
  const what = 'networkd has no mode `stable-privacy` for this netplan';
  const refusal = refuseBackend(what, netplan, needsNetworkManager);
  state.report(placeOf(definition, generation), refusal);
}

/** get_global_network in util.c does not know whether to write 0.0.0.0/0 or ::/0. */
function refuseFamilyless(): Refusal {
  return refuseCrash(
    'the route to `default` has no gateway',
    'netplan cannot tell IPv4 from IPv6 then and stops with an assertion failure, so nothing at all is configured',
    'add `via:` with the address of the gateway, or write `0.0.0.0/0` or `::/0` instead of `default`',
  );
}

function checkMacWord(state: TreeState, definition: Definition): void {
  const mac = textOf(definition, 'macaddress');
  if (mac === undefined || !/^(?:stable|preserve|stable-ssid)$/.test(mac)) return;
  const netplan = `ERROR: ${definition.id}: networkd backend does not support the MAC address option '${mac}'`;
  const refusal = refuseBackend(
    `networkd does not know ${codeSpan(mac)}`,
    netplan,
    'write an address, `permanent` or `random`',
  );
  state.report(placeOf(definition, 'macaddress'), refusal);
}

const booleanOverrides = [
  'use-dns',
  'use-ntp',
  'send-hostname',
  'use-hostname',
  'use-mtu',
  'use-routes',
];
const otherOverrides = ['use-domains', 'hostname', 'route-metric'];

/** combine_dhcp_overrides: with both families on, networkd has one set of options only. */
function checkOverrides(state: TreeState, definition: Definition): void {
  if (!isTrue(definition, 'dhcp4') || !isTrue(definition, 'dhcp6')) return;
  const key = [...booleanOverrides, ...otherOverrides].find(
    (name) => override(definition, 4, name) !== override(definition, 6, name),
  );
  if (key === undefined) return;
  const netplan = `ERROR: ${definition.id}: networkd requires that ${key} has the same value in both dhcp4_overrides and dhcp6_overrides`;
  const written = [`dhcp6-overrides.${key}`, `dhcp4-overrides.${key}`].find(
    (path) => textOf(definition, path) !== undefined,
  );
  const refusal = refuseBackend(
    `${codeSpan(key)} differs between ${codeSpan('dhcp4-overrides')} and ${codeSpan('dhcp6-overrides')}`,
    netplan,
    'write the same value in both',
  );
  state.report(placeOf(definition, written ?? ''), refusal);
}

function override(definition: Definition, family: 4 | 6, name: string): unknown {
  const text = textOf(definition, `dhcp${family}-overrides.${name}`);
  if (booleanOverrides.includes(name)) {
    const reading = readBoolean(text ?? 'true');
    return 'value' in reading ? reading.value : undefined;
  }
  if (name !== 'route-metric') return text;
  const reading = readInteger(text ?? '4294967295');
  return 'value' in reading ? reading.value : undefined;
}
