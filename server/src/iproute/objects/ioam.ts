/** `ip ioam`: in-situ OAM of IPv6 (iproute2 6.1 to 7.3, ip/ipioam6.c; ip-ioam(8)). Its words cannot be shortened. */
import type { Argument, ObjectGrammar, Scope } from '../grammar.ts';
import { anyWords, full, oneOf, oneOfOr, text, u16, u32 } from '../rows.ts';
import { both } from '../since.ts';

const incomplete = 'Command line is not complete. Try option "help"';
const passedOver: Scope = { grammar: [], bare: { kind: 'skip' }, hasNoHelp: true };

/** A number, and what stands behind it. */
function numbered(argument: Argument, refusal: string, then: Scope = passedOver): Scope {
  return {
    grammar: [],
    bare: {
      kind: 'value',
      row: full(
        'id',
        { kind: 'scope', value: argument, scope: then },
        { doc: 'Number of the namespace or the schema.', refusal },
      ),
    },
    hasNoHelp: true,
    atLeastOne: { missing: 'the number', says: incomplete },
  };
}

const adding = numbered(u16, 'Invalid namespace ID', {
  grammar: [
    full('data', u32, { doc: 'Data of this node.', refusal: 'Invalid data' }),
    full(
      'wide',
      { kind: 'number', minimum: 0, maximum: 2 ** 64, base: 16 },
      { doc: 'Data of 64 bits.', refusal: 'Invalid wide data' },
    ),
  ],
  bare: { kind: 'refuse', answer: 'Error: argument "%s" is wrong: Invalid argument' },
  hasNoHelp: true,
});
const setting: Scope = {
  grammar: [],
  bare: {
    kind: 'value',
    row: full(
      'id',
      { kind: 'list', of: [u16, oneOf('schema'), oneOfOr(0xffffffff, 'none')] },
      {
        doc: 'Number of the namespace, `schema`, and the number of the schema or `none`.',
        refusal: 'Invalid namespace ID',
      },
    ),
    once: 'id',
  },
  hasNoHelp: true,
  atLeastOne: { missing: 'the number of the namespace', says: incomplete },
};

export const ioamObject: ObjectGrammar = {
  name: 'ioam',
  doc: 'In-situ OAM of IPv6: packets record where they went.',
  since: both('5.15'),
  isExact: true,
  answer: 'Error: argument "%s" is wrong: Unknown',
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'namespace',
      doc: 'Namespaces of what is recorded.',
      verbs: [
        { verb: 'show', doc: 'Show namespaces.', scope: anyWords },
        { verb: 'add', doc: 'Add a namespace.', scope: adding },
        { verb: 'del', doc: 'Remove a namespace.', scope: numbered(u16, 'Invalid namespace ID') },
        { verb: 'set', doc: 'Tie a schema to a namespace.', scope: setting },
      ],
    },
    {
      verb: 'schema',
      doc: 'Data that a node adds.',
      verbs: [
        { verb: 'show', doc: 'Show schemas.', scope: anyWords },
        {
          verb: 'add',
          doc: 'Add a schema.',
          scope: {
            grammar: [],
            bare: {
              kind: 'value',
              row: full(
                'id',
                { kind: 'list', of: [u32, text] },
                { doc: 'Number of the schema, and its data.', refusal: 'Invalid schema ID' },
              ),
            },
            hasNoHelp: true,
            atLeastOne: { missing: 'the number of the schema', says: incomplete },
          },
        },
        {
          verb: 'del',
          doc: 'Remove a schema.',
          scope: numbered(u32, 'Invalid schema ID'),
        },
      ],
    },
    { verb: 'monitor', doc: 'Tell of what packets recorded.', since: both('6.9') },
  ],
};
