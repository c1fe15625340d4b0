/** `type vlan` (ip/iplink_vlan.c, 6.1 to 7.3; ip-link(8)). */
import type { Argument, GrammarRow, Scope } from '../grammar.ts';
import { named, oneOf, short, u16 } from '../rows.ts';

const toggle = (keyword: string, doc: string): GrammarRow =>
  short(keyword, oneOf('on', 'off'), {
    doc: doc,
    answer: `Error: argument of "${keyword}" must be "on" or "off", not "%s"`,
  });
/** One pair or several: `0:1 1:2`. */
const map: Argument = {
  kind: 'pattern',
  pattern: /^(?:0x[\da-f]+|\d+):(?:0x[\da-f]+|\d+)$/i,
  shape: 'pairs of numbers like `0:1`',
  more: /:/,
};

export const vlanScope: Scope = named(
  [
    short(
      'protocol',
      { kind: 'named', file: 'ethertypes', maximum: 0xffff, base: 10 },
      {
        doc: 'Protocol of the tag: `802.1Q` (default) or `802.1ad`.',
        refusal: 'protocol is invalid',
      },
    ),
    short('id', u16, { doc: 'Number of the VLAN, 1 to 4094.', refusal: 'id is invalid' }),
    toggle('reorder_hdr', 'Take the tag out of packets that come in.'),
    toggle('gvrp', 'Register the VLAN by GVRP.'),
    toggle('mvrp', 'Register the VLAN by MVRP.'),
    toggle('loose_binding', 'The VLAN does not follow the state of the link below.'),
    toggle('bridge_binding', 'The VLAN follows the ports of the bridge below.'),
    short('ingress-qos-map', map, {
      doc: 'Priorities of tags to priorities of packets: `FROM:TO`.',
      refusal: 'invalid ingress-qos-map',
    }),
    short('egress-qos-map', map, {
      doc: 'Priorities of packets to priorities of tags: `FROM:TO`.',
      refusal: 'invalid egress-qos-map',
    }),
  ],
  'vlan: unknown command "%s"?',
);
