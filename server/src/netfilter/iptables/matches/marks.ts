/** Matches on marks and on the state of the connection (libxt_mark.c, libxt_connmark.c, libxt_conntrack.c). */
import { match, needsAny, negatable, option, required, where } from '../extension.ts';
import { hostMask, portRange, protocol } from '../namedValue.ts';
import { abbreviatedList, mark, numberRange, oneOf } from '../value.ts';
import type { ValueKind } from '../value.ts';

/** Names can be cut short: iptables compares as many letters as are there (conntrack_parse_state()). */
const states = ['INVALID', 'NEW', 'ESTABLISHED', 'RELATED', 'UNTRACKED'];
const connectionState = abbreviatedList(
  [...states, 'SNAT', 'DNAT'],
  (rest) => `Bad ctstate "${rest}"`,
);
const statusList = abbreviatedList(
  ['NONE', 'EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED'],
  (rest) => `Bad ctstatus "${rest}"`,
);
/** NONE is no bit: beside another one it says nothing. */
const connectionStatus: ValueKind = {
  ...statusList,
  normal: (value) => {
    const names = (statusList.normal?.(value) ?? value).split(',');
    const others = names.filter((name) => name !== 'NONE');
    return others.length === 0 ? 'NONE' : others.join(',');
  },
};
const oldState = abbreviatedList(states, (rest) => `Bad state "${rest}"`);

export const markMatches = [
  match('mark', 'The packet mark, compared under a mask.', [
    where(option('mark', mark, 'The value, and the bits that count; all of them without a mask.'), {
      ...negatable,
      ...required,
    }),
  ]),
  match('connmark', 'The mark of the connection, compared under a mask.', [
    where(option('mark', mark, 'The value, and the bits that count; all of them without a mask.'), {
      ...negatable,
      ...required,
    }),
  ]),
  match('state', 'The state of the connection; an older name of `conntrack --ctstate`.', [
    where(option('state', oldState, 'One or more of the states.'), { ...negatable, ...required }),
  ]),
  where(
    match('conntrack', 'What connection tracking knows of the packet.', [
      where(
        option(
          'ctstate',
          connectionState,
          'One or more states; `SNAT` and `DNAT` are translated connections.',
        ),
        negatable,
      ),
      where(option('ctproto', protocol, 'Protocol of the connection.'), negatable),
      where(option('ctorigsrc', hostMask, 'Source address of the first packet.'), negatable),
      where(option('ctorigdst', hostMask, 'Destination address of the first packet.'), negatable),
      where(option('ctreplsrc', hostMask, 'Source address of the replies.'), negatable),
      where(option('ctrepldst', hostMask, 'Destination address of the replies.'), negatable),
      where(option('ctstatus', connectionStatus, 'What is known of the connection.'), negatable),
      where(
        option('ctexpire', numberRange(32), 'Seconds until the entry is forgotten.'),
        negatable,
      ),
      where(option('ctorigsrcport', portRange, 'Source port of the first packet.'), negatable),
      where(option('ctorigdstport', portRange, 'Destination port of the first packet.'), negatable),
      where(option('ctreplsrcport', portRange, 'Source port of the replies.'), negatable),
      where(option('ctrepldstport', portRange, 'Destination port of the replies.'), negatable),
      option(
        'ctdir',
        oneOf(
          ['ORIGINAL', 'REPLY'],
          (text) => `conntrack: Bad value for "--ctdir" option: "${text}"`,
          false,
        ),
        'The direction of the packet.',
      ),
    ]),
    { check: needsAny('conntrack: At least one option is required') },
  ),
];
