/** One line of `ss -tn` or `ss -tun`: a socket of this machine, so the traffic is local and has its source already. */
import { parseStrictAddress } from '../../net/address.ts';
import type { LineReading } from '../flows.ts';
import { flowOfRecord } from './record.ts';

const STATE =
  /^(?:(tcp|udp|dccp|sctp|mptcp)\s+)?(ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-[12]|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|LISTEN|CLOSING|CLOSED)\s/;

export function isSsHeader(text: string): boolean {
  return /^(?:Netid\s+)?State\s+Recv-Q\s+Send-Q\s/.test(text);
}

export function isSsLine(text: string): boolean {
  return STATE.test(text);
}

export function readSsLine(text: string): LineReading {
  // Lines with timers or options of `ss -o`, `-i`, `-e` follow the socket's own line and begin with none of the states.
  if (isSsHeader(text)) return undefined;
  const [, protocol = 'tcp', state] = STATE.exec(text) ?? [];
  if (state === undefined)
    return { problem: 'The line is no socket of `ss -tn`: it begins with no state.' };
  const [local = '', peer = ''] = text.replace(STATE, '').trim().split(/\s+/).slice(2);
  // A socket without a peer sends nothing yet.
  if (state === 'LISTEN' || /(?:^|:)\*$/.test(peer)) return undefined;
  const from = splitEndpoint(local);
  const to = splitEndpoint(peer);
  if (from === undefined || to === undefined)
    return { problem: `\`${from === undefined ? local : peer}\` is no address with a port.` };
  return flowOfRecord({
    src: from.address,
    dst: to.address,
    proto: protocol === 'mptcp' ? 'tcp' : protocol,
    sport: from.port,
    dport: to.port,
    origin: 'local',
    saddr: from.address,
  });
}

/** `192.0.2.5%eth0:22`, `[2001:db8::1]:22`, `[::ffff:192.0.2.5]:22`. An IPv4 address in IPv6 clothes is IPv4 on the wire. */
function splitEndpoint(text: string): { address: string; port: string } | undefined {
  const match = /^\[?([^\]%]+)(?:%[^\]:]+)?\]?(?:%[^:]+)?:(\d+)$/.exec(text);
  if (match === null) return undefined;
  const [, written = '', port = ''] = match;
  const address = written.replace(/^::ffff:(?=\d+\.)/i, '');
  return parseStrictAddress(address) === undefined ? undefined : { address, port };
}
