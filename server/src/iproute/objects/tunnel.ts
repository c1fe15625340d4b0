/** `ip tunnel`: tunnels over IPv4 and IPv6 by the old interface (iproute2 6.1 to 7.3, ip/iptunnel.c, ip/ip6tunnel.c; ip-tunnel(8)). */
import type { Argument, Grammar, GrammarRow, Need, ObjectGrammar, Scope } from '../grammar.ts';
import { ipv6Rows, localRemoteRows, tclass } from '../kinds/tunnelRows.ts';
import { device, flag, full, linkName, oneOf, oneOfOr, short, text, u8 } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const key: Argument = { kind: 'key' };
const ipv4: Argument = { kind: 'address', family: 4 };
const ipv6: Argument = { kind: 'address', family: 6 };
const modes = ['ipip', 'ip/ip', 'gre', 'gre/ip', 'sit', 'ipv6/ip', 'isatap', 'vti'];
const modes6 = [
  'ipv6/ipv6',
  'ip6ip6',
  'vti6',
  'ip/ipv6',
  'ipv4/ipv6',
  'ipip6',
  'ip4ip6',
  'ip6gre',
  'gre/ipv6',
  'any/ipv6',
  'any',
];
const mode = (words: readonly string[]): GrammarRow =>
  full('mode', oneOf(...words), {
    doc: 'Kind of the tunnel: `ipip`, `gre`, `sit`, `ip6ip6`, …',
    answer: 'Unknown tunnel mode "%s"',
  });

const keys: Grammar = [
  full('key', key, 'Key of both directions, as a number or like an address.'),
  full('ikey', key, 'Key of packets that come in.'),
  full('okey', key, 'Key of packets that go out.'),
  full('seq', flag, 'Number packets, and drop those out of order.'),
  full('iseq', flag, 'Demand numbers of packets that come in.'),
  full('oseq', flag, 'Number packets that go out.'),
  full('csum', flag, 'Checksums in both directions.'),
  full('icsum', flag, 'Demand checksums of packets that come in.'),
  full('ocsum', flag, 'Checksums of packets that go out.'),
];
const ends = (address: Argument): Grammar => [
  full('remote', address, 'Address of the other end.'),
  full('local', address, 'Own address.'),
  full('dev', device, 'Link that the tunnel is bound to.'),
];

const tunnelGrammar6Versions: Versions = [[both('4.12'), 'allow-localremote noallow-localremote']];
const tunnelGrammar: Grammar = [
  mode(modes),
  ...keys,
  full('nopmtudisc', flag, 'No path MTU discovery on the tunnel.'),
  full('pmtudisc', flag, 'Path MTU discovery on the tunnel.'),
  ...ends(ipv4),
  full('ttl', oneOfOr(255, 'inherit'), {
    doc: 'TTL of the outer header, or `inherit`.',
    aliases: ['hoplimit', 'hlim'],
    refusal: 'invalid TTL',
  }),
  short('dsfield', text, {
    doc: 'Type of service of the outer header, or `inherit`.',
    aliases: ['tos', 'tclass'],
    refusal: 'bad TOS value',
  }),
];
const tunnelGrammar6: Grammar = dated(tunnelGrammar6Versions, [
  mode(modes6),
  ...ends(ipv6),
  full('encaplimit', oneOfOr(255, 'none'), {
    doc: 'How deep tunnels may be nested.',
    refusal: 'invalid ELIM',
  }),
  full('hoplimit', u8, {
    doc: 'Hop limit of the outer header.',
    aliases: ['ttl', 'hlim'],
    refusal: 'invalid TTL',
  }),
  short('dsfield', tclass, {
    doc: 'Traffic class of the outer header, hexadecimal, or `inherit`.',
    aliases: ['tclass', 'tc', 'tos'],
    refusal: 'invalid TClass',
  }),
  ...ipv6Rows,
  ...localRemoteRows,
  ...keys,
]);

const scopeOf = (grammar: Grammar, needs: readonly Need[] = []): Scope => ({
  grammar,
  needs,
  bare: {
    kind: 'value',
    row: full('name', linkName, {
      doc: 'Name of the tunnel.',
      refusal: '"name" not a valid ifname',
    }),
    leads: [
      {
        row: full('name', flag, 'The name of the tunnel follows.'),
        takes: (word) => word === 'name',
      },
    ],
    once: 'name',
  },
});
const tunnelScope = scopeOf(tunnelGrammar);
/** The name can say the mode. */
const modeScope = scopeOf(tunnelGrammar, [
  {
    anyOf: ['mode', 'name=gre*', 'name=ipip*', 'name=sit*', 'name=isatap*', 'name=vti*'],
    missing: '`mode`',
    says: 'cannot determine tunnel mode (ipip, gre, vti or sit)',
  },
]);
const ipv6Words = { modes: modes6, scope: scopeOf(tunnelGrammar6) };
const device_ = {
  anyOf: ['dev'],
  missing: '`dev` with the tunnel',
  says: 'Must specify device',
};
const devRow = full('dev', linkName, { doc: 'The tunnel.', refusal: '"dev" not a valid ifname' });

export const tunnelObject: ObjectGrammar = {
  name: 'tunnel',
  doc: 'Tunnels over IPv4 and IPv6.',
  otherwise: 'show',
  answer: 'Command "%s" is unknown, try "ip tunnel help"',
  verbs: [
    { verb: 'add', doc: 'Make a tunnel.', scope: modeScope, ipv6: ipv6Words },
    { verb: 'change', doc: 'Change a tunnel.', scope: modeScope, ipv6: ipv6Words },
    { verb: 'delete', doc: 'Remove a tunnel.', scope: tunnelScope, ipv6: ipv6Words },
    {
      verb: 'show',
      aliases: ['lst', 'list'],
      doc: 'Show tunnels.',
      scope: tunnelScope,
      ipv6: ipv6Words,
    },
    {
      verb: 'prl',
      isIpv4Only: true,
      doc: 'Routers that an ISATAP tunnel may use.',
      scope: {
        grammar: [
          full('prl-default', ipv4, {
            doc: 'Router for the default route.',
            once: 'prl',
            second: 'after-value',
          }),
          full('prl-nodefault', ipv4, { doc: 'Router.', once: 'prl', second: 'after-value' }),
          full('prl-delete', ipv4, {
            doc: 'Remove the router.',
            once: 'prl',
            second: 'after-value',
          }),
          devRow,
        ],
        bare: { kind: 'refuse', answer: 'Invalid PRL parameter "%s"' },
        hasNoHelp: true,
        needs: [device_],
      },
    },
    {
      verb: '6rd',
      isIpv4Only: true,
      doc: '6rd settings of a `sit` tunnel.',
      scope: {
        grammar: [
          full('6rd-prefix', { kind: 'prefix', family: 6 }, 'Prefix of the 6rd domain.'),
          full(
            '6rd-relay_prefix',
            { kind: 'prefix', family: 4 },
            'Part of the IPv4 address that is left out.',
          ),
          full('6rd-reset', flag, 'Back to 2002::/16.'),
          devRow,
        ],
        bare: { kind: 'refuse', answer: 'Invalid 6RD parameter "%s"' },
        hasNoHelp: true,
        needs: [device_],
      },
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
