/** Words of `ip xfrm policy` (ip/xfrm_policy.c). */
import type { Grammar } from '../grammar.ts';
import { device, full, oneOf, text, u32 } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const prefix = { kind: 'prefix', family: 'any' } as const;

/** Words of `flush`. */
export const xfrmSelectorGrammar: Grammar = [
  full('proto', text, 'Only states of this protocol.'),
  full('ptype', oneOf('main', 'sub'), {
    doc: 'Kind of policy.',
    refusal: 'PTYPE value is invalid',
  }),
];

const xfrmPolicyGrammarVersions: Versions = [
  [{ linux: '4.19', iproute2: '5.1' }, 'if_id'],
  [both('6.2'), 'offload'],
];
export const xfrmPolicyGrammar: Grammar = dated(xfrmPolicyGrammarVersions, [
  full('dir', oneOf('in', 'out', 'fwd'), { doc: 'Direction.', refusal: 'DIR value is invalid' }),
  full('ctx', text, 'Security context.'),
  full('mark', { kind: 'rest' }, 'Only packets with this mark: a value, and `mask` with a mask.'),
  full('index', u32, { doc: 'Number of the policy.', refusal: 'INDEX value is invalid' }),
  full('ptype', oneOf('main', 'sub'), {
    doc: 'Kind of policy.',
    refusal: 'PTYPE value is invalid',
  }),
  full('action', oneOf('allow', 'block'), {
    doc: 'What happens with the packets.',
    refusal: 'ACTION value is invalid',
  }),
  full('priority', u32, {
    doc: 'Lower numbers are asked first.',
    refusal: 'PRIORITY value is invalid',
  }),
  full('flag', { kind: 'rest' }, 'Flags: `localok`, `icmp`.'),
  full('limit', { kind: 'rest' }, 'Lifetime in seconds, bytes or packets.'),
  full('tmpl', { kind: 'rest' }, 'States that the packets need.'),
  full('if_id', u32, { doc: 'Number of the XFRM interface.', refusal: 'IF_ID value is invalid' }),
  full('offload', { kind: 'rest' }, 'Let the card do the work.'),
  full('src', prefix, 'Source of the packets.'),
  full('dst', prefix, 'Destination of the packets.'),
  full('proto', text, 'Protocol of the packets.'),
  full('sport', text, 'Source port.'),
  full('dport', text, 'Destination port.'),
  full('type', text, 'Type of ICMP.'),
  full('code', text, 'Code of ICMP.'),
  full('key', text, 'Key of GRE.'),
  full('dev', device, 'Link.'),
]);
