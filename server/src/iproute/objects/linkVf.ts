/** `ip link set … vf N …`: settings of a virtual function (ip/iplink.c: iplink_parse_vf). */
import type { Argument, GrammarRow, Scope } from '../grammar.ts';
import { lladdr, onOff, short, text, u32 } from '../rows.ts';
import { dated, type Versions } from '../since.ts';

const number = (keyword: string, name: string, doc: string): GrammarRow =>
  short(keyword, u32, { doc: doc, refusal: `Invalid "${name}" value` });
const vlan: Argument = { kind: 'number', minimum: 0, maximum: 4095 };

/** lib/utils.c: get_guid. */
const guid: Argument = {
  kind: 'pattern',
  pattern: /^[\da-f]{2}(?::[\da-f]{2}){7}$/i,
  shape: 'eight octets like `00:11:22:33:44:55:66:77`',
};

const versions: Versions = [
  [{ linux: '4.4', iproute2: '4.15' }, 'trust'],
  [{ linux: '4.7', iproute2: '4.15' }, 'node_guid port_guid'],
];
const vlanVersions: Versions = [[{ linux: '4.9', iproute2: '4.15' }, 'proto']];

export const vfScope: Scope = {
  bare: { kind: 'return' },
  hasNoHelp: true,
  atLeastOne: {
    missing: 'a setting of the function',
    says: 'Command line is not complete. Try option "help"',
  },
  grammar: dated(versions, [
    short('mac', lladdr, 'Hardware address.'),
    short(
      'vlan',
      {
        kind: 'scope',
        value: vlan,
        scope: {
          bare: { kind: 'return' },
          hasNoHelp: true,
          grammar: dated(vlanVersions, [
            short('qos', u32, { doc: 'Priority of the VLAN.', refusal: 'Invalid "qos" value' }),
            short('proto', text, { doc: '`802.1Q` or `802.1ad`.', refusal: 'protocol is invalid' }),
          ]),
        },
      },
      { doc: 'VLAN of the function; 0 removes it.', refusal: 'Invalid "vlan" value' },
    ),
    number('rate', 'rate', 'Bandwidth in Mbit/s.'),
    number('max_tx_rate', 'max tx rate', 'Highest bandwidth in Mbit/s.'),
    number('min_tx_rate', 'min tx rate', 'Lowest bandwidth in Mbit/s.'),
    short('spoofchk', onOff, 'Check the source hardware address.'),
    short('query_rss', onOff, 'The function may ask for the RSS configuration.'),
    short('trust', onOff, 'Let the function change more of itself.'),
    short(
      'state',
      { kind: 'choice', words: ['auto', 'enable', 'disable'], abbreviates: true },
      { doc: 'State of the link as the function sees it.', refusal: 'Invalid "state" value' },
    ),
    short('node_guid', guid, {
      doc: 'GUID of the node (InfiniBand).',
      refusal: 'Invalid GUID format',
    }),
    short('port_guid', guid, {
      doc: 'GUID of the port (InfiniBand).',
      refusal: 'Invalid GUID format',
    }),
  ]),
};
