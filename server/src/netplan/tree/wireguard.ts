/** Keys and peers of WireGuard tunnels (validate_tunnel_grammar of netplan 1.2; write_wireguard_params of its renderers). */
import { codeSpan } from '../../base/markdown.ts';
import type { Origin } from '../../base/fact.ts';
import type { YamlMapping } from '../../yaml/types.ts';
import { mappingsOf, scalarOf, textOf as textIn } from '../entries.ts';
import { refuseBackend, refuseAssertion, refuseMissing, refuseValue, warn } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import { readInteger } from '../values.ts';
import { placeOf, textOf } from './state.ts';
import type { Backend, Definition, TreeState } from './state.ts';

const wireguardKey = /^[A-Za-z0-9+/]{43}=$/;

export function checkWireguard(state: TreeState, definition: Definition): void {
  const { id, place } = definition;
  const key = textOf(definition, 'keys.private');
  if (key !== undefined && !key.startsWith('/') && !wireguardKey.test(key))
    state.report(placeOf(definition, 'keys.private'), refuseKey('private', id));
  if (key === undefined && !definition.lists.has('keys.private-key-flags'))
    state.report(place, missingKey(state, id));
  const peers = peersOf(definition);
  if (peers.length === 0) {
    const netplan = `${id}: at least one peer is required.`;
    const refusal = warn('the tunnel has no peers', netplan, 'add `peers:`');
    state.report(place, forVersion(state, refusal));
  }
  for (const { mapping, file } of peers) checkPeer(state, definition, { mapping, file });
}

/** netplan 0.106 refuses what later versions only warn of. */
function forVersion(state: TreeState, refusal: Refusal): Refusal {
  if (state.target !== '0.106') return refusal;
  const why = refusal.why.replace('netplan warns', 'netplan refuses the whole file');
  return { ...refusal, rule: 'netplan-missing-key', why };
}

function missingKey(state: TreeState, id: string): Refusal {
  const netplan = `${id}: missing 'key' property (private key) for wireguard`;
  const refusal = warn('the tunnel has no private key', netplan, 'add `key:` with the private key');
  return forVersion(state, refusal);
}

interface Peer {
  readonly mapping: YamlMapping;
  readonly file: string;
}

function peersOf(definition: Definition): Peer[] {
  return (definition.lists.get('peers') ?? []).flatMap(({ node, file }) =>
    node.kind === 'mapping' ? [{ mapping: node, file }] : [],
  );
}

function checkPeer(state: TreeState, { id }: Definition, { mapping, file }: Peer): void {
  const whole: Origin = { file, span: mapping.span };
  const allowed = mapping.entries.some(
    ({ key, value }) =>
      key.text === 'allowed-ips' && value?.kind === 'sequence' && value.items.length > 0,
  );
  if (!allowed) {
    const netplan = `${id}: 'allowed-ips' is required for wireguard peers.`;
    const refusal = warn('the peer has no networks behind it', netplan, 'add `allowed-ips:`');
    state.report(whole, forVersion(state, refusal));
  }
  const keepalive = scalarOf(mapping, 'keepalive');
  const seconds = keepalive === undefined ? undefined : readInteger(keepalive.text);
  if (keepalive !== undefined && seconds !== undefined && 'value' in seconds)
    if (Number(seconds.value) > 65_535) {
      const netplan = `${id}: keepalive must be 0-65535 inclusive.`;
      const refusal = refuseValue('the number is above 65535', netplan, 'write 0 to 65535');
      state.report({ file, span: keepalive.span }, refusal);
    }
  checkPeerKeys(state, id, { mapping, file });
}

function checkPeerKeys(state: TreeState, id: string, { mapping, file }: Peer): void {
  const keys = mappingsOf(mapping, 'keys');
  const last = (name: string): string | undefined =>
    keys.map((one) => textIn(one, name)).findLast((text) => text !== undefined);
  const placeIn = (name: string): Origin => {
    const scalar = keys.map((one) => scalarOf(one, name)).findLast((one) => one !== undefined);
    return { file, span: scalar?.span ?? mapping.span };
  };
  const publicKey = last('public');
  const shared = last('shared');
  if (publicKey === undefined) {
    const netplan = `${id}: a public key is required.`;
    const refusal = refuseMissing('the peer has no public key', netplan, 'add `keys: public:`');
    state.report({ file, span: mapping.span }, refusal);
  } else if (!wireguardKey.test(publicKey))
    state.report(placeIn('public'), refuseKey('public', id));
  if (shared !== undefined && !shared.startsWith('/') && !wireguardKey.test(shared))
    state.report(placeIn('shared'), refuseKey('shared', id));
}

function refuseKey(name: string, id: string): Refusal {
  const netplan = `${id}: invalid wireguard ${name} key`;
  const file = name === 'public' ? '' : ', or the path of a file with it';
  const todo = `write 44 characters of base64 as wg(8) prints them${file}`;
  return refuseValue(`this is not a ${name} key of WireGuard`, netplan, todo);
}

/** What a renderer refuses of a WireGuard tunnel. */
export function checkWireguardBackend(
  state: TreeState,
  definition: Definition,
  backend: Backend,
): void {
  if (textOf(definition, 'mode') !== 'wireguard') return;
  const key = textOf(definition, 'keys.private');
  if (backend === 'networkd' && key === undefined) {
    const what = 'the tunnel has no private key';
    state.report(
      definition.place,
      refuseAssertion(what, 'add `key:` with the private key or the path of a file with it'),
    );
  }
  if (!definition.hasGrammar) checkUncheckedPeers(state, definition);
  if (backend !== 'NetworkManager') return;
  if (key !== undefined && isPath(key))
    state.report(placeOf(definition, 'keys.private'), refusePath('private', definition.id));
  for (const { mapping, file } of peersOf(definition))
    for (const keys of mappingsOf(mapping, 'keys')) {
      const shared = scalarOf(keys, 'shared');
      if (shared !== undefined && isPath(shared.text))
        state.report({ file, span: shared.span }, refusePath('shared', definition.id));
    }
}

/** The grammar is not checked while a reference is undefined, so what is missing makes the renderer fall over. */
function checkUncheckedPeers(state: TreeState, definition: Definition): void {
  for (const { mapping, file } of peersOf(definition)) {
    if (mappingsOf(mapping, 'keys').some((keys) => scalarOf(keys, 'public') !== undefined))
      continue;
    const refusal = refuseAssertion('the peer has no public key', 'add `keys: public:`');
    state.report({ file, span: mapping.span }, refusal);
  }
}

function isPath(key: string): boolean {
  return key.startsWith('/') && !wireguardKey.test(key);
}

function refusePath(name: string, id: string): Refusal {
  const netplan = `${id}: ${name} key needs to be base64 encoded when using the NM backend`;
  const what = `NetworkManager does not read the ${name} key from a file`;
  return refuseBackend(what, netplan, `write the key itself, or use ${codeSpan('networkd')}`);
}
