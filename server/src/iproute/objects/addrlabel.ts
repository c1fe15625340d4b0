/** `ip addrlabel`: labels of IPv6 address selection, RFC 6724 (iproute2 6.1 to 7.3, ip/ipaddrlabel.c; ip-addrlabel(8)). */
import type { ObjectGrammar, Scope } from '../grammar.ts';
import { device, full, u32 } from '../rows.ts';

const lacks = (word: string): NonNullable<Scope['needs']>[number] => ({
  anyOf: [word],
  missing: `\`${word}\``,
  says: `Not enough information: "${word}" argument is required.`,
});
const changing: Scope = {
  grammar: [
    full('prefix', { kind: 'prefix', family: 'option' }, 'Addresses that get the label.'),
    full('dev', device, { doc: 'Only on this link.', refusal: 'dev is invalid' }),
    full(
      'label',
      { ...u32, maximum: 0xfffffffe },
      { doc: 'The label, a number.', refusal: 'label is invalid' },
    ),
  ],
  bare: { kind: 'skip' },
  hasNoHelp: true,
  needs: [lacks('prefix'), lacks('label')],
};
const none = (says: string): Scope => ({
  grammar: [],
  bare: { kind: 'refuse', answer: says },
  hasNoHelp: true,
});

export const addrlabelObject: ObjectGrammar = {
  name: 'addrlabel',
  doc: 'Labels by which IPv6 source addresses are chosen.',
  otherwise: 'list',
  verbs: [
    {
      verb: 'list',
      aliases: ['lst', 'show'],
      doc: 'Show labels.',
      scope: none('"ip addrlabel show" does not take any arguments.'),
    },
    { verb: 'add', doc: 'Add a label.', scope: changing },
    { verb: 'delete', doc: 'Remove a label.', scope: changing },
    {
      verb: 'flush',
      doc: 'Remove all labels.',
      scope: none('"ip addrlabel flush" does not allow extra arguments'),
    },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
