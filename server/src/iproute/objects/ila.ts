/** `ip ila`: identifier-locator addressing (iproute2 6.1 to 7.3, ip/ipila.c; ip-ila(8)). */
import type { Grammar, Need, ObjectGrammar, Scope } from '../grammar.ts';
import { device, oneOf, short } from '../rows.ts';
import { both, dated, type Versions } from '../since.ts';

const versions: Versions = [
  [{ iproute2: '4.15' }, 'csum-mode'],
  [both('4.15'), 'ident-type'],
];
const locator = {
  kind: 'pattern',
  pattern: /^[\da-f]{1,4}(?::[\da-f]{1,4}){3}$/i,
  shape: 'four groups like `2001:0:0:1`',
} as const;
const grammar: Grammar = dated(versions, [
  short('loc', locator, {
    doc: 'Locator: the upper half of the address.',
    answer: 'Bad locator: %s',
  }),
  short('loc_match', locator, {
    doc: 'Locator of packets that come in.',
    answer: 'Bad locator to match: %s',
  }),
  short('csum-mode', oneOf('adj-transport', 'neutral-map', 'neutral-map-auto', 'no-action'), {
    doc: 'How checksums are kept right.',
    answer: 'Bad csum-mode: %s',
  }),
  short('ident-type', oneOf('luid', 'use-format'), {
    doc: 'Kind of the identifier.',
    answer: 'Bad ident-type: %s',
  }),
  short('dev', device, 'Only on this link.'),
]);
const scope = (needs: readonly Need[]): Scope => ({
  grammar,
  bare: { kind: 'refuse', answer: 'the usage text', isUsage: true },
  needs,
});

export const ilaObject: ObjectGrammar = {
  name: 'ila',
  doc: 'Translation of locators in IPv6 addresses.',
  since: { linux: '4.5', iproute2: '4.6' },
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'add',
      doc: 'Add a translation.',
      scope: scope([
        { anyOf: ['loc'], missing: '`loc`', says: 'ila: missing locator' },
        { anyOf: ['loc_match'], missing: '`loc_match`', says: 'ila: missing locator0match' },
      ]),
    },
    { verb: 'delete', doc: 'Remove a translation.', scope: scope([]) },
    {
      verb: 'list',
      aliases: ['lst', 'show'],
      doc: 'Show translations.',
      scope: {
        grammar: [],
        bare: { kind: 'refuse', answer: '"ip ila show" does not take any arguments.' },
        hasNoHelp: true,
      },
    },
  ],
};
