/**
 * Values that name another host: endpoints of WireGuard, controllers of Open vSwitch, ends of tunnels, servers.
 * Follows handle_wireguard_endpoint, handle_tunnel_addr, handle_nameservers_addresses (src/parse.c) and
 * validate_ovs_target (src/validation.c) of netplan 1.2.
 */
import { codeSpan } from '../base/markdown.ts';
import { parseStrictAddress } from '../net/address.ts';
import { refuseAddress } from './refusal.ts';
import { addressAdvice } from './values.ts';
import type { Reading } from './values.ts';

const hostname =
  /^(?:(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\.)*(?:[a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])$/i;

const maxPort = 65_535;

/** An address alone; `family` limits it. */
export function readServerAddress(text: string, family: 4 | undefined): Reading<string> {
  if (parseStrictAddress(text, family) !== undefined) return { value: text };
  const netplan = `malformed address '${text}', must be X.X.X.X or X:X:X:X:X:X:X:X`;
  const what = `${codeSpan(text)} is not an ${family === 4 ? 'IPv4 address' : 'address'}`;
  const todo = text.includes('/') ? 'write the address without a slash' : addressAdvice(text);
  return { refusal: refuseAddress(what, netplan, todo) };
}

/** `local` and `remote` of a tunnel. */
export function readTunnelAddress(text: string): Reading<string> {
  if (!text.includes('/')) return readServerAddress(text, undefined);
  const netplan = `address '${text}' should not include /prefixlength`;
  const what = `${codeSpan(text)} has a prefix length, which the end of a tunnel does not take`;
  return { refusal: refuseAddress(what, netplan, 'write the address without the slash') };
}

/** `endpoint`: `host:port` or `[IPv6]:port`. Empty is as good as absent. */
export function readEndpoint(text: string): Reading<string> {
  if (text === '') return { value: text };
  if (text.length < 3) return refuseEndpoint(text, 'invalid endpoint address or hostname', noHost);
  const closing = text.startsWith('[') ? text.lastIndexOf(']') : 0;
  if (closing === -1)
    return refuseEndpoint(text, 'invalid address in endpoint', 'close the bracket');
  const colon = text.lastIndexOf(':');
  if (colon < closing || colon === -1) return refuseMissingPort(text);
  if (isTooLarge(text.slice(colon + 1)))
    return refuseEndpoint(text, 'invalid port in endpoint', 'write a port from 0 to 65535');
  const host = closing > 0 ? text.slice(1, closing) : text.slice(0, colon);
  if (parseStrictAddress(host) !== undefined || hostname.test(host)) return { value: text };
  return refuseEndpoint(text, 'invalid endpoint address or hostname', noHost);
}

const noHost = 'write `192.0.2.1:51820`, `[2001:db8::1]:51820` or `name.example:51820`';

/** strtoull(3) without a look at the rest: what is no number is 0. */
function isTooLarge(port: string): boolean {
  const [, sign, digits = '0'] = /^\s*([+-]?)(\d*)/.exec(port) ?? [];
  return sign === '-' ? Number(digits) > 0 : Number(digits) > maxPort;
}

function refuseEndpoint(text: string, netplan: string, todo: string): Reading<string> {
  const what = `${codeSpan(text)} is not a host and a port`;
  return { refusal: refuseAddress(what, `${netplan} '${text}'`, todo) };
}

function refuseMissingPort(text: string): Reading<string> {
  const what = `${codeSpan(text)} has no port`;
  const todo = 'write a colon and the port behind the host';
  return { refusal: refuseAddress(what, `endpoint '${text}' is missing :port`, todo) };
}

/** A controller of an Open vSwitch bridge. */
export function readControllerTarget(text: string): Reading<string> {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(0, colon));
  const rest = text.slice(colon + 1);
  if (kind === 'unix' || kind === 'punix') return { value: text };
  if ((kind === 'tcp' || kind === 'ssl') && isHostFirst(rest)) return { value: text };
  if ((kind === 'ptcp' || kind === 'pssl') && isPortFirst(rest)) return { value: text };
  const todo = 'write `tcp:192.0.2.1:6653`, `ssl:…`, `ptcp:6653`, `pssl:…` or `unix:/path`';
  const what = `${codeSpan(text)} is not a controller`;
  return { refusal: refuseAddress(what, `Unsupported OVS controller target: ${text}`, todo) };
}

const defaultPort = '6653';

function isHostFirst(text: string): boolean {
  const separator = text.startsWith('[') ? ']:' : ':';
  const target = text.startsWith('[') ? text.slice(1) : text;
  const at = target.indexOf(separator);
  if (at !== -1) return isHostAndPort(target.slice(0, at), target.slice(at + separator.length));
  // netplan appends the default port with a colon, so a bracketed address without a port keeps its bracket.
  return separator === ':' && isHostAndPort(target, defaultPort);
}

function isPortFirst(text: string): boolean {
  if (text === '') return true;
  const colon = text.indexOf(':');
  if (colon === -1) return isPort(text);
  return isHostAndPort(text.slice(colon + 1).replaceAll(/[[\]]/g, ''), text.slice(0, colon));
}

function isHostAndPort(host: string, port: string): boolean {
  return isPort(port) && parseStrictAddress(host.split('%')[0] ?? '') !== undefined;
}

function isPort(text: string): boolean {
  const port = Number(/^\s*\+?(\d+)/.exec(text)?.[1] ?? 0);
  return port > 0 && port <= maxPort;
}
