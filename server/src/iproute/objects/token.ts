/** `ip token`: the fixed lower half of IPv6 addresses from router advertisements (iproute2 6.1 to 7.3, ip/iptoken.c; ip-token(8)). */
import type { ObjectGrammar, Scope } from '../grammar.ts';
import { device, full } from '../rows.ts';
import { both } from '../since.ts';

const deviceRow = full('dev', device, { doc: 'The link.', refusal: 'dev is invalid' });
const deviceNeed = {
  anyOf: ['dev'],
  missing: '`dev` with the link',
  says: 'Not enough information: "dev" argument is required.',
};
/** What follows the link is passed over. */
const passedOver: Scope = { grammar: [], bare: { kind: 'skip' }, hasNoHelp: true };
const listing: Scope = {
  grammar: [{ ...deviceRow, argument: { kind: 'scope', value: device, scope: passedOver } }],
  bare: { kind: 'skip' },
  hasNoHelp: true,
};
const bare: Scope['bare'] = {
  kind: 'value',
  isFirstOnly: true,
  row: full('token', { kind: 'prefix', family: 6 }, 'The lower half, like `::1234`.'),
};
const setting: Scope = {
  grammar: [deviceRow],
  bare,
  needs: [
    {
      anyOf: ['token'],
      missing: 'the token',
      says: 'Not enough information: token is required.',
    },
    deviceNeed,
  ],
};

export const tokenObject: ObjectGrammar = {
  name: 'token',
  doc: 'The fixed lower half of IPv6 addresses.',
  otherwise: 'list',
  verbs: [
    { verb: 'list', aliases: ['lst', 'show'], doc: 'Show tokens.', scope: listing },
    { verb: 'set', aliases: ['add'], doc: 'Set a token.', scope: setting },
    {
      verb: 'delete',
      doc: 'Remove a token.',
      since: both('4.7'),
      scope: { grammar: [deviceRow], bare: { kind: 'skip' }, needs: [deviceNeed] },
    },
    { verb: 'get', doc: 'Show the token of a link.', scope: listing },
    { verb: 'help', doc: 'How the command is used.' },
  ],
};
