/** `ip sr`: segment routing over IPv6 (iproute2 6.1 to 7.3, ip/ipseg6.c; ip-sr(8)). */
import type { ObjectGrammar } from '../grammar.ts';
import { anyWords, full, oneOf, u32 } from '../rows.ts';

const answer = 'Error: argument "%s" is wrong: unknown';

export const srObject: ObjectGrammar = {
  name: 'sr',
  doc: 'Segment routing over IPv6.',
  since: { linux: '4.10', iproute2: '4.12' },
  answer,
  verbs: [
    { verb: 'help', doc: 'How the command is used.' },
    {
      verb: 'hmac',
      doc: 'Keys that sign routing headers.',
      verbs: [
        { verb: 'show', doc: 'Show keys.', scope: anyWords },
        {
          verb: 'set',
          doc: 'Set a key; the secret is asked for.',
          scope: {
            grammar: [],
            bare: {
              kind: 'value',
              row: full(
                'keyid',
                { kind: 'list', of: [{ ...u32, minimum: 1 }, oneOf('sha1', 'sha256')] },
                'Number of the key, and its algorithm.',
              ),
            },
            hasNoHelp: true,
            atLeastOne: {
              missing: 'the number of the key',
              says: 'Command line is not complete. Try option "help"',
            },
          },
        },
      ],
    },
    {
      verb: 'tunsrc',
      doc: 'Source address of packets that are encapsulated.',
      verbs: [
        { verb: 'show', doc: 'Show the address.', scope: anyWords },
        {
          verb: 'set',
          doc: 'Set the address; `::` lets the kernel choose.',
          scope: {
            grammar: [],
            bare: {
              kind: 'value',
              row: full('address', { kind: 'address', family: 6 }, 'The address.'),
              once: 'address',
            },
            hasNoHelp: true,
            atLeastOne: {
              missing: 'the address',
              says: 'Command line is not complete. Try option "help"',
            },
          },
        },
      ],
    },
  ],
};
