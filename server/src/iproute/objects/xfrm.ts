/** `ip xfrm`: IPsec states and policies (iproute2 6.1 to 7.3, ip/ipxfrm.c, ip/xfrm_*.c; ip-xfrm(8)). Keys, selectors and templates are languages of their own: what begins one is explained, the rest is not judged. */
import type { ObjectGrammar, Scope, VerbRow } from '../grammar.ts';
import { anyWords } from '../rows.ts';
import { xfrmPolicyGrammar, xfrmSelectorGrammar } from './xfrmPolicy.ts';
import { xfrmStateGrammar } from './xfrmState.ts';

const stop: Scope['bare'] = { kind: 'stop' };
const states: Scope = { grammar: xfrmStateGrammar, bare: stop, hasNoHelp: true };
const policies: Scope = { grammar: xfrmPolicyGrammar, bare: stop, hasNoHelp: true };
const selecting: Scope = { grammar: xfrmSelectorGrammar, bare: stop, hasNoHelp: true };
const selectingStates: Scope = {
  ...selecting,
  grammar: xfrmSelectorGrammar.filter(({ keyword }) => keyword !== 'ptype'),
};
const help: VerbRow = { verb: 'help', doc: 'How the command is used.' };

const stateVerbs: readonly VerbRow[] = [
  { verb: 'add', doc: 'Add a state: keys for packets to an address.', scope: states },
  { verb: 'update', doc: 'Change a state, or add it.', scope: states },
  { verb: 'allocspi', doc: 'Reserve a number (SPI).', scope: states },
  { verb: 'delete', doc: 'Remove a state.', scope: states },
  { verb: 'deleteall', aliases: ['delall'], doc: 'Remove all states that fit.', scope: states },
  { verb: 'list', aliases: ['show', 'lst'], doc: 'Show states.', scope: states },
  { verb: 'get', doc: 'Show one state.', scope: states },
  { verb: 'flush', doc: 'Remove all states.', scope: selectingStates },
  { verb: 'count', doc: 'Show how many states there are.', scope: anyWords },
  help,
];
const policyVerbs: readonly VerbRow[] = [
  { verb: 'add', doc: 'Add a policy: which packets need which states.', scope: policies },
  { verb: 'update', doc: 'Change a policy, or add it.', scope: policies },
  { verb: 'delete', doc: 'Remove a policy.', scope: policies },
  { verb: 'deleteall', aliases: ['delall'], doc: 'Remove all policies that fit.', scope: policies },
  { verb: 'list', aliases: ['show', 'lst'], doc: 'Show policies.', scope: policies },
  { verb: 'get', doc: 'Show one policy.', scope: policies },
  { verb: 'flush', doc: 'Remove all policies.', scope: selecting },
  { verb: 'count', doc: 'Show how many policies there are.', scope: anyWords },
  { verb: 'set', doc: 'Set thresholds and defaults.', scope: policies },
  {
    verb: 'setdefault',
    doc: 'Say what happens without a policy.',
    since: { linux: '5.15', iproute2: '5.16' },
    scope: policies,
  },
  {
    verb: 'getdefault',
    doc: 'Show what happens without a policy.',
    since: { linux: '5.15', iproute2: '5.16' },
    scope: anyWords,
  },
  help,
];

export const xfrmObject: ObjectGrammar = {
  name: 'xfrm',
  doc: 'IPsec: states (keys) and policies (what is protected).',
  answer: 'the usage text',
  verbs: [
    {
      verb: 'state',
      aliases: ['sa'],
      doc: 'Keys and addresses of protected packets.',
      otherwise: 'list',
      verbs: stateVerbs,
    },
    {
      verb: 'policy',
      doc: 'Which packets are protected, and how.',
      otherwise: 'list',
      verbs: policyVerbs,
    },
    { verb: 'monitor', doc: 'Tell of what changes.' },
    help,
  ],
};
