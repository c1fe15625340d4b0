/** `ip l2tp`: unmanaged L2TPv3 tunnels and sessions (iproute2 6.1 to 7.3, ip/ipl2tp.c; ip-l2tp(8)). */
import type { Argument, Grammar, GrammarRow, Need, ObjectGrammar, Scope } from '../grammar.ts';
import { anyAddress, flag, full, linkName, oneOf, text, u16, u32 } from '../rows.ts';
import { dated, type Versions } from '../since.ts';

const id = (keyword: string, alias: string, doc: string): GrammarRow =>
  full(keyword, u32, { doc: doc, aliases: [alias], refusal: 'invalid ID' });
const port = (keyword: string, doc: string): GrammarRow =>
  full(keyword, u16, { doc: doc, refusal: 'invalid port' });
const toggle = (keyword: string, doc: string): GrammarRow =>
  full(keyword, oneOf('on', 'off'), { doc: doc, refusal: `invalid option for ${keyword}` });
const cookie: Argument = {
  kind: 'pattern',
  pattern: /^(?:[\da-f]{8}|[\da-f]{16})$/i,
  shape: '8 or 16 hexadecimal digits',
};
const caseless = (...words: readonly string[]): Argument => ({
  kind: 'choice',
  words,
  ignoresCase: true,
});

const versions: Versions = [[{ iproute2: '4.10' }, 'udp_csum udp6_csum_rx udp6_csum_tx seq']];
const grammar: Grammar = dated(versions, [
  full('encap', oneOf('ip', 'udp'), {
    doc: 'How packets are carried: `udp` or `ip`.',
    answer: 'Unknown tunnel encapsulation "%s"',
  }),
  full('name', linkName, {
    doc: 'Name of the link of the session.',
    refusal: '"name" not a valid ifname',
  }),
  full('remote', anyAddress, 'Address of the other end.'),
  full('local', anyAddress, 'Own address.'),
  id('tunnel_id', 'tid', 'Own number of the tunnel.'),
  id('peer_tunnel_id', 'ptid', 'Number of the tunnel at the other end.'),
  id('session_id', 'sid', 'Own number of the session.'),
  id('peer_session_id', 'psid', 'Number of the session at the other end.'),
  port('udp_sport', 'Own UDP port.'),
  port('udp_dport', 'UDP port of the other end.'),
  toggle('udp_csum', 'UDP checksums.'),
  toggle('udp6_csum_rx', 'Demand UDP checksums over IPv6.'),
  toggle('udp6_csum_tx', 'Send UDP checksums over IPv6.'),
  full('offset', text, 'No effect.'),
  full('peer_offset', text, 'No effect.'),
  full('cookie', cookie, {
    doc: 'Cookie that packets must carry.',
    refusal: 'cookie must be either 8 or 16 hex digits',
  }),
  full('peer_cookie', cookie, {
    doc: 'Cookie that is sent.',
    refusal: 'cookie must be either 8 or 16 hex digits',
  }),
  full('l2spec_type', caseless('default', 'none'), {
    doc: 'Header below the frame.',
    answer: 'Unknown layer2specific header type "%s"',
  }),
  full('seq', caseless('both', 'recv', 'send', 'none'), {
    doc: 'Sequence numbers.',
    answer: 'Unknown seq value "%s"',
  }),
  full('tunnel', flag, 'The command is about a tunnel.'),
  full('session', flag, 'The command is about a session.'),
]);

const need = (keyword: string, when?: string): Need => ({
  anyOf: [keyword],
  ...(when === undefined ? {} : { when: [when] }),
  missing: `\`${keyword}\``,
  says: `Error: argument "${keyword}" is required`,
});
const which: Need = {
  anyOf: ['tunnel', 'session'],
  missing: '`tunnel` or `session`',
  says: 'Error: argument "tunnel or session" is required',
};
const scope = (needs: readonly Need[]): Scope => ({
  grammar,
  bare: { kind: 'refuse', answer: 'Unknown command: %s' },
  atLeastOne: { missing: '`tunnel` or `session`', says: 'the usage text' },
  needs: [which, ...needs],
});

export const l2tpObject: ObjectGrammar = {
  name: 'l2tp',
  doc: 'Static L2TPv3 tunnels and sessions.',
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'add',
      doc: 'Make a tunnel or a session.',
      scope: scope([
        need('tunnel_id'),
        need('peer_session_id', 'session'),
        need('session_id', 'session'),
        need('peer_tunnel_id', 'tunnel'),
        need('local', 'tunnel'),
        need('remote', 'tunnel'),
      ]),
    },
    {
      verb: 'delete',
      doc: 'Remove a tunnel or a session.',
      scope: scope([need('tunnel_id', 'tunnel'), need('session_id', 'session')]),
    },
    {
      verb: 'show',
      aliases: ['lst', 'list'],
      doc: 'Show tunnels or sessions.',
      scope: scope([]),
    },
  ],
};
