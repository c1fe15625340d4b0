/**
 * What a definition must have, each time after it was read (validate_netdef_grammar of netplan 1.2, src/validation.c).
 * netplan skips it while some reference is undefined.
 */
import { codeSpan } from '../../base/markdown.ts';
import { refuseConflict, refuseMissing, refuseValue, warn } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { readInteger } from '../values.ts';
import { placeOf, textOf } from './state.ts';
import type { Definition, TreeState } from './state.ts';
import { checkTunnel } from './tunnel.ts';

export function checkGrammar(state: TreeState, definition: Definition): void {
  const { id, place } = definition;
  const at = (path: string, refusal: Refusal): void =>
    state.report(placeOf(definition, path), refusal);
  if (textOf(definition, 'set-name') !== undefined && !definition.sections.has('match'))
    at('set-name', refuseSetName(id));
  if (definition.kind === 'wifis' && definition.accessPoints.size === 0)
    state.report(place, refuseLonelyWifi(id));
  if (definition.kind === 'vlans') checkVlan(state, definition);
  if (definition.kind === 'vrfs' && textOf(definition, 'table') === undefined)
    state.report(place, missing(definition, 'table', 'the VRF has no table'));
  if (definition.kind === 'tunnels') checkTunnel(state, definition);
  if (definition.kind === 'virtual-ethernets' && definition.peer === undefined)
    if (textOf(definition, 'peer') === undefined)
      state.report(place, missing(definition, 'peer', 'the link has no other end'));
  if (
    textOf(definition, 'ipv6-address-generation') !== undefined &&
    textOf(definition, 'ipv6-address-token') !== undefined
  )
    at('ipv6-address-token', refuseBothTokens(id));
  if (
    definition.kind === 'nm-devices' &&
    textOf(definition, 'networkmanager.passthrough.connection.type') === undefined
  )
    state.report(place, refuseUntyped(id));
  checkNameLength(state, definition);
  checkNetworkManagerSettings(state, definition);
}

function missing({ id, kind }: Definition, key: string, what: string): Refusal {
  const netplan =
    kind === 'virtual-ethernets'
      ? `${id}: virtual-ethernet missing 'peer' property`
      : `${id}: missing '${key}' property`;
  return refuseMissing(what, netplan, `add \`${key}:\``);
}

function checkVlan(state: TreeState, definition: Definition): void {
  const { place } = definition;
  if (textOf(definition, 'link') === undefined)
    state.report(place, missing(definition, 'link', 'the VLAN has no link'));
  const id = textOf(definition, 'id');
  if (id === undefined)
    return state.report(place, missing(definition, 'id', 'the VLAN has no number'));
  const reading = readInteger(id);
  if ('refusal' in reading || Number(reading.value) <= maxVlan) return;
  const netplan = `${definition.id}: invalid id '${id}' (allowed values are 0 to 4094)`;
  const refusal = refuseValue(`${codeSpan(id)} is above 4094`, netplan, 'write 0 to 4094');
  state.report(placeOf(definition, 'id'), refusal);
}

const maxVlan = 4094;

function refuseSetName(id: string): Refusal {
  return refuseMissing(
    '`set-name` stands without `match`',
    `${id}: 'set-name:' requires 'match:' properties`,
    'add `match:` with the hardware address of the link',
  );
}

function refuseLonelyWifi(id: string): Refusal {
  const netplan = `${id}: No access points defined`;
  return refuseMissing('the link has no networks', netplan, 'add `access-points:`');
}

function refuseBothTokens(id: string): Refusal {
  return refuseConflict(
    '`ipv6-address-token` stands beside `ipv6-address-generation`',
    `${id}: ipv6-address-generation and ipv6-address-token are mutually exclusive`,
    'keep one of the two',
  );
}

function refuseUntyped(id: string): Refusal {
  return refuseMissing(
    'the device has no connection type',
    `${id}: network type 'nm-devices:' needs to provide a 'connection.type' via passthrough`,
    'add `networkmanager: passthrough:` with `connection.type`',
  );
}

const virtualKinds: ReadonlySet<Definition['kind']> = new Set([
  'bridges',
  'bonds',
  'vlans',
  'tunnels',
  'vrfs',
  'dummy-devices',
  'virtual-ethernets',
]);

/** IFNAMSIZ of the kernel is 16, with the zero at the end. */
const maxName = 15;

function checkNameLength(state: TreeState, definition: Definition): void {
  const isVirtual = virtualKinds.has(definition.kind);
  const name = isVirtual ? definition.id : textOf(definition, 'set-name');
  if (name === undefined || name.length <= maxName) return;
  state.report(
    isVirtual ? definition.place : placeOf(definition, 'set-name'),
    warn(
      `${codeSpan(name)} is longer than ${maxName} characters`,
      `Interface name '${name}' is too long. It will be ignored by the backend.`,
      'write a shorter name',
    ),
  );
}

function checkNetworkManagerSettings(state: TreeState, definition: Definition): void {
  if (state.target === '0.106') return;
  const path = [...definition.scalars.keys()].find((one) => one.startsWith('networkmanager.'));
  const isUsed =
    path !== undefined ||
    definition.sections.has('networkmanager.passthrough') ||
    definition.sections.has('networkmanager.used');
  const backend = definition.backend ?? state.renderer;
  if (!isUsed || backend === 'NetworkManager') return;
  const netplan = `${definition.id}: networkmanager backend settings found but renderer is not NetworkManager.`;
  const what = '`networkmanager` settings, but another renderer';
  const refusal = refuseConflict(what, netplan, 'add `renderer: NetworkManager`, or remove them');
  state.report(placeOf(definition, path ?? ''), refusal);
}
