/** Kinds with a few words: AMT, BATMAN, GTP, IPoIB, and pairs (ip/iplink_*.c, ip/link_veth.c, 6.1 to 7.3; ip-link(8)). */
import type { GrammarRow, Scope } from '../grammar.ts';
import { device, flag, full, named, oneOf, short, text, u16, u32, u8 } from '../rows.ts';

const usage: Scope['bare'] = { kind: 'refuse', answer: 'the usage text', isUsage: true };

/** A kind without words of its own. */
export const noWords: Scope = {
  grammar: [],
  bare: { kind: 'refuse', answer: 'Garbage instead of arguments "%s ...". Try "ip link help".' },
};

/** Two ends: the words of the other end stand after `peer`. */
export function pairScope(peer: Scope): Scope {
  return {
    grammar: [
      full(
        'peer',
        { kind: 'scope', scope: peer },
        'Words of the other end follow: `name`, `netns`, …',
      ),
    ],
    bare: usage,
    hasNoHelp: true,
  };
}

const policy = (keyword: string, doc: string): GrammarRow => full(keyword, flag, doc);
export const netkitScope: Scope = named(
  [
    full('mode', oneOf('l3', 'l2'), {
      doc: 'Whether frames have Ethernet headers.',
      once: 'mode',
      answer: 'Error: argument of "mode" must be either "l3" or "l2"',
    }),
    policy('forward', 'Packets pass if no program decides.'),
    policy('blackhole', 'Packets are dropped if no program decides.'),
    full(
      'peer',
      { kind: 'scope', scope: { grammar: [], bare: { kind: 'stop' }, hasNoHelp: true } },
      'Words of the other end follow.',
    ),
    full('scrub', oneOf('none', 'default'), {
      doc: 'Whether mark and priority are cleared.',
      answer: 'Error: scrub must be either "none" or "default"',
    }),
  ],
  'netkit: unknown option "%s"?',
  { hasNoHelp: true },
);

const address = { kind: 'address', family: 'any' } as const;
export const amtScope: Scope = named(
  [
    full('mode', oneOf('gateway', 'relay'), { doc: 'Which end it is.', answer: 'the usage text' }),
    full('relay_port', u16, { doc: 'UDP port of the relay.', refusal: 'relay_port' }),
    full('gateway_port', u16, { doc: 'UDP port of the gateway.', refusal: 'gateway_port' }),
    full('max_tunnels', u32, { doc: 'Most tunnels.', refusal: 'max_tunnels' }),
    full('dev', device, 'Link below.'),
    full('local', address, { doc: 'Own address.', once: 'local' }),
    full('discovery', address, { doc: 'Address of the relay.', once: 'discovery' }),
  ],
  'amt: unknown command "%s"?',
);

export const batadvScope: Scope = named(
  [short('ra', text, 'Routing algorithm: `BATMAN_IV` or `BATMAN_V`.')],
  'batadv: unknown command "%s"?',
);

export const gtpScope: Scope = {
  grammar: [
    full('role', oneOf('sgsn', 'ggsn'), {
      doc: 'Which end it is.',
      once: 'role',
      refusal: 'invalid role, use sgsn or ggsn',
    }),
    full(
      'hsize',
      { kind: 'number', minimum: 0, maximum: 0x1ffff },
      { doc: 'Size of the table of contexts.', once: 'hsize', refusal: 'invalid PDP hash size' },
    ),
    full(
      'restart_count',
      { ...u8, base: 10 },
      { doc: 'Restarts that are told.', once: 'restart_count', refusal: 'invalid restart_count' },
    ),
  ],
  bare: { kind: 'skip' },
  hasNoHelp: true,
  needs: [
    { anyOf: ['role'], missing: '`role`', says: 'gtp: role of the gtp device was not specified' },
  ],
};

export const ipoibScope: Scope = named(
  [
    short('pkey', u16, { doc: 'Partition key.', refusal: 'pkey is invalid' }),
    short('mode', oneOf('datagram', 'connected'), {
      doc: 'How packets are sent.',
      answer: 'Error: argument of "mode" must be "datagram"or "connected"',
    }),
    short('umcast', u16, { doc: 'Multicast groups of programs.', refusal: 'umcast is invalid' }),
  ],
  'ipoib: unknown option "%s"?',
);
