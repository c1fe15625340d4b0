/** Matches on extension headers of IPv6 (libip6t_*.c). */
import { exclusive, flag, match, negatable, option, required, where } from '../extension.ts';
import type { ExtensionOption } from '../extension.ts';
import { hostMask } from '../namedValue.ts';
import { textOf } from '../state.ts';
import { number, numberRange, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

const comparisons = (name: string, words: string) => [
  where(option(`${name}-eq`, number(8), `${words}: just this.`), negatable),
  where(option(`${name}-gt`, number(8), `${words}: more than this.`), negatable),
  where(option(`${name}-lt`, number(8), `${words}: less than this.`), negatable),
];

/** Short names and long ones (chain_flags, libip6t_ipv6header.c). */
const headerNames: Readonly<Record<string, string>> = {
  hop: 'hop-by-hop',
  dst: 'ipv6-opts',
  route: 'ipv6-route',
  frag: 'ipv6-frag',
  auth: 'ah',
  none: 'ipv6-nonxt',
};

const headers: ValueKind = {
  ...text('header[,header…]'),
  normal: (value) =>
    value
      .split(',')
      .map((part) => headerNames[part] ?? part)
      .toSorted()
      .join(','),
};

/** rt_parse(), libip6t_rt.c. */
function needsTypeZero(option: string): ExtensionOption['early'] {
  return (given) => {
    const type = given.find(({ name }) => name === 'rt-type');
    const isZero = type?.negated === false && Number(textOf(type.values[0]) ?? 0) === 0;
    return isZero ? undefined : `\`--rt-type 0' required before \`--${option}'`;
  };
}

export const ipv6Matches = [
  where(
    match('frag', 'The fragment header.', [
      where(option('fragid', numberRange(32), 'Its id.'), negatable),
      where(option('fraglen', number(32), 'Its length.'), negatable),
      flag('fragres', 'The reserved field is not zero.'),
      flag('fragfirst', 'The first fragment.'),
      ...exclusive([
        flag('fragmore', 'More fragments follow.'),
        flag('fraglast', 'The last fragment.'),
      ]),
    ]),
    { family: 6 },
  ),
  where(
    match('rt', 'The routing header.', [
      where(option('rt-type', number(32), 'Its type.'), negatable),
      where(option('rt-segsleft', numberRange(32), 'Segments left.'), negatable),
      where(option('rt-len', number(32), 'Its length.'), negatable),
      where(flag('rt-0-res', 'The reserved field of type 0 is not zero.'), {
        early: needsTypeZero('rt-0-res'),
      }),
      where(option('rt-0-addrs', text('address[,address…]'), 'The addresses of type 0.'), {
        early: needsTypeZero('rt-0-addrs'),
      }),
      where(flag('rt-0-not-strict', 'The addresses need not follow each other.'), {
        early: (given) =>
          given.some(({ name }) => name === 'rt-0-addrs')
            ? undefined
            : "`--rt-0-addr ...' required before `--rt-0-not-strict'",
      }),
    ]),
    { family: 6 },
  ),
  where(
    match('ipv6header', 'Which extension headers there are.', [
      where(option('header', headers, 'Their names or numbers.'), {
        ...negatable,
        ...required,
      }),
      flag('soft', 'Others may be there, too.'),
    ]),
    { family: 6 },
  ),
  where(
    match('hbh', 'The hop-by-hop options.', [
      where(option('hbh-len', number(32), 'Their length.'), negatable),
      option('hbh-opts', text('type[:length][,…]'), 'The options.'),
    ]),
    { family: 6 },
  ),
  where(
    match('dst', 'The destination options.', [
      where(option('dst-len', number(32), 'Their length.'), negatable),
      option('dst-opts', text('type[:length][,…]'), 'The options.'),
    ]),
    { family: 6 },
  ),
  where(
    match('mh', 'The mobility header.', [
      where(option('mh-type', text('type[:type]'), 'Its type.'), negatable),
    ]),
    { family: 6, protocols: [135] },
  ),
  where(
    match('srh', 'The segment routing header.', [
      where(option('srh-next-hdr', number(8), 'The next header.'), negatable),
      ...comparisons('srh-hdr-len', 'Length of the header'),
      ...comparisons('srh-segs-left', 'Segments left'),
      ...comparisons('srh-last-entry', 'Index of the last segment'),
      where(option('srh-tag', number(16), 'The tag.'), negatable),
      where(option('srh-psid', hostMask, 'The previous segment.'), negatable),
      where(option('srh-nsid', hostMask, 'The next segment.'), negatable),
      where(option('srh-lsid', hostMask, 'The last segment.'), negatable),
    ]),
    { family: 6 },
  ),
  where(match('eui64', 'The address holds the hardware address of the sender.', []), {
    family: 6,
    chains: ['PREROUTING', 'INPUT', 'FORWARD'],
  }),
];
