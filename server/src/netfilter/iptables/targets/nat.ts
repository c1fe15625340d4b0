/** Targets that change addresses (libxt_NAT.c, libip[6]t_NETMAP.c, libip6t_[SD]NPT.c, libxt_TPROXY.c). */
import { parseStrictAddress } from '../../../net/address.ts';
import { leadingNumber } from '../cNumber.ts';
import { flag, option, required, target, where } from '../extension.ts';
import { host, hostMask, port } from '../namedValue.ts';
import { mark } from '../value.ts';
import type { ValueKind, ValuePlace } from '../value.ts';

/** Protocols that have ports, or what NAT takes for one. */
const withPorts: readonly (number | undefined)[] = [6, 17, 132, 33, 1, undefined];

/** `port[-port]`. */
const natPorts: ValueKind = {
  placeholder: 'port[-port]',
  refusal: (text, place) => portsRefusal(text, place),
};

function portsRefusal(text: string, { protocol }: ValuePlace): string | undefined {
  if (!withPorts.includes(protocol)) return 'Need TCP, UDP, SCTP or DCCP with port specification';
  const first = leadingNumber(text);
  if (first === undefined || first.value > 65_535)
    return /^[A-Za-z][\w-]*$/.test(text) ? undefined : `Port \`${text}' not valid`;
  if (first.rest === '') return undefined;
  if (first.rest.startsWith(':')) return 'Invalid port:port syntax - use dash';
  if (!first.rest.startsWith('-')) return `Garbage after port value: \`${first.rest}'`;
  const lastText = first.rest.slice(1);
  const last = leadingNumber(lastText);
  if (last === undefined || last.value > 65_535) return `Port \`${lastText}' not valid`;
  if (last.value < first.value) return `Port range \`${lastText}' funky`;
  if (last.rest === '' || last.rest.startsWith('/')) return undefined;
  return `Garbage after port range: \`${last.rest}'`;
}

/** `address[-address][:port[-port]]`; IPv6 with ports stands in brackets. */
const natAddress: ValueKind = {
  placeholder: 'address[-address][:port[-port]]',
  refusal: (text, place) => {
    const opening = text.indexOf('[');
    const closing = text.indexOf(']');
    if (opening >= 0 && (closing < 0 || place.family === 4)) return 'Invalid address format';
    const single = text.split(':').length === 2 ? text.indexOf(':') : -1;
    const colon = opening >= 0 ? text.indexOf(':', closing) : single;
    const refused = colon < 0 ? undefined : portsRefusal(text.slice(colon + 1), place);
    if (refused !== undefined || colon === 0 || (opening === 0 && colon === 2)) return refused;
    const addresses =
      opening >= 0 ? text.slice(opening + 1, closing) : colon < 0 ? text : text.slice(0, colon);
    const dash = addresses.indexOf('-');
    const ends = dash < 0 ? [addresses] : [addresses.slice(0, dash), addresses.slice(dash + 1)];
    const wrong = ends.find((end) => parseStrictAddress(end, place.family) === undefined);
    return wrong === undefined ? undefined : `Bad IP address "${wrong}"`;
  },
};

const random = flag('random', 'Ports are taken by a hash with a random seed.');
const randomFully = flag('random-fully', 'Ports are taken by chance.');
const persistent = flag('persistent', 'A client keeps its address.');
const [arriving, leaving] = [
  ['PREROUTING', 'OUTPUT'],
  ['POSTROUTING', 'INPUT'],
];
const nat = { tables: ['nat'] } as const;

export const natTargets = [
  where(
    target('MASQUERADE', 'Gives packets the address of the link by which they leave.', [
      option('to-ports', natPorts, 'Source ports to use; needs `-p tcp` or the like.'),
      random,
      randomFully,
    ]),
    { ...nat, chains: ['POSTROUTING'] },
  ),
  where(
    target('SNAT', 'Gives packets this source address.', [
      where(
        option('to-source', natAddress, 'One address or a range, and ports if `-p` has some.'),
        required,
      ),
      random,
      randomFully,
      persistent,
    ]),
    { ...nat, chains: leaving },
  ),
  where(
    target('DNAT', 'Sends packets to this address.', [
      where(
        option('to-destination', natAddress, 'One address or a range, and ports if `-p` has some.'),
        required,
      ),
      random,
      persistent,
    ]),
    { ...nat, chains: arriving },
  ),
  where(
    target('REDIRECT', 'Sends packets to this host itself.', [
      option('to-ports', natPorts, 'The port of this host; needs `-p tcp` or the like.'),
      random,
    ]),
    { ...nat, chains: arriving },
  ),
  where(
    target('NETMAP', 'Gives a whole network other addresses, host by host.', [
      where(option('to', hostMask, 'The network to map to.'), required),
    ]),
    { ...nat, chains: [...(arriving ?? []), ...(leaving ?? [])] },
  ),
  where(
    target('SNPT', 'Changes the source prefix without any state.', [
      where(option('src-pfx', hostMask, 'The prefix to replace.'), required),
      where(option('dst-pfx', hostMask, 'The prefix to put there.'), required),
    ]),
    { family: 6, tables: ['mangle'], chains: leaving },
  ),
  where(
    target('DNPT', 'Changes the destination prefix without any state.', [
      where(option('src-pfx', hostMask, 'The prefix to replace.'), required),
      where(option('dst-pfx', hostMask, 'The prefix to put there.'), required),
    ]),
    { family: 6, tables: ['mangle'], chains: arriving },
  ),
  where(
    target('TPROXY', 'Hands packets to a local socket without changing them.', [
      where(option('on-port', port, 'The port of the socket; 0 is that of the packet.'), required),
      option('on-ip', host, 'The address of the socket.'),
      option('tproxy-mark', mark, 'The packet mark that routes them to this host.'),
    ]),
    { tables: ['mangle'], chains: ['PREROUTING'], protocols: [6, 17] },
  ),
];
