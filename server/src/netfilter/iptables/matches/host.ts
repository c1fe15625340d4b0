/** Matches on this host: its sockets, users, links, clock, routes. */
import {
  exclusive,
  flag,
  match,
  needsAny,
  negatable,
  option,
  required,
  where,
} from '../extension.ts';
import type { GivenOptions } from '../extension.ts';
import { leadingNumber } from '../cNumber.ts';
import { hostMask, protocol } from '../namedValue.ts';
import { number, oneOf, text } from '../value.ts';
import type { ValueKind } from '../value.ts';

/** A user or group by name, or numbers from one to another. */
const owner: ValueKind = {
  placeholder: 'name|number[-number]',
  normal: (value) => normalOwner(value),
  refusal: (value, { option: name }) => {
    const first = leadingNumber(value);
    if (first === undefined) return undefined;
    const last = /^[-:]/.test(first.rest) ? leadingNumber(first.rest.slice(1)) : undefined;
    const isFine =
      first.value < 2 ** 32 - 1 &&
      (first.rest === '' || (last?.rest === '' && last.value < 2 ** 32 - 1));
    return isFine || /^\d+[a-z_]/i.test(value)
      ? undefined
      : `owner: Bad value for "--${name}" option: "${value}"`;
  },
};

/** The one name that is the same everywhere. */
const normalOwner = (value: string): string => (value === 'root' ? '0' : value);

const elements = ['reqid', 'spi', 'tunnel-src', 'tunnel-dst', 'proto', 'mode'];

function policyCheck({ has, textOf }: GivenOptions): string | undefined {
  if (!has('dir')) return 'policy match: neither --dir in nor --dir out specified';
  if (textOf('pol') === 'none') {
    if (has('strict')) return 'policy match: policy none but --strict given';
    return has(...elements) ? 'policy match: policy none but policy given' : undefined;
  }
  return has('strict') && !has(...elements)
    ? 'policy match: empty policy element 0. --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required.'
    : undefined;
}

/** time_check(), libxt_time.c: the day ends before midnight unless something else is said. */
function timeCheck({ has, textOf }: GivenOptions): string | undefined {
  const [start, stop] = [textOf('timestart') ?? '0:0', textOf('timestop') ?? '23:59:59'];
  const seconds = (text: string): number =>
    text.split(':').reduce((sum, part, i) => sum + Number(part) * 60 ** (2 - i), 0);
  return has('contiguous') && seconds(start) < seconds(stop)
    ? 'time: --contiguous only makes sense when stoptime is smaller than starttime'
    : undefined;
}

const inSide = ['PREROUTING', 'INPUT', 'FORWARD'];
const outSide = ['FORWARD', 'OUTPUT', 'POSTROUTING'];

export const hostMatches = [
  match('comment', 'A remark; it matches every packet.', [
    where(option('comment', text('text'), 'Up to 256 characters.'), required),
  ]),
  where(
    match('owner', 'Who sent a packet of this host.', [
      where(option('uid-owner', owner, 'The user.'), negatable),
      where(option('gid-owner', owner, 'The group.'), negatable),
      where(flag('socket-exists', 'There is a socket at all.'), negatable),
      where(flag('suppl-groups', 'Other groups of the process count, too.'), {
        early: (given) =>
          given.some(({ name }) => name === 'gid-owner')
            ? undefined
            : 'owner: Bad value for "--suppl-groups" option: "you need to use --gid-owner first"',
      }),
    ]),
    {
      chains: ['OUTPUT', 'POSTROUTING'],
      check: needsAny(
        'owner: At least one of --uid-owner, --gid-owner or --socket-exists is required',
      ),
    },
  ),
  where(
    match('rpfilter', 'The packet came by the link that leads back to its source.', [
      flag('loose', 'Any link of this host would do.'),
      flag('validmark', 'The packet mark counts in the lookup.'),
      flag('accept-local', 'Packets from addresses of this host are let through.'),
      flag('invert', 'Matches packets that fail.'),
    ]),
    { tables: ['raw', 'mangle'], chains: ['PREROUTING'] },
  ),
  where(
    match('socket', 'This host has a socket for the packet.', [
      flag('transparent', 'Only one with IP_TRANSPARENT.'),
      flag('nowildcard', 'Also one that is bound to any address.'),
      flag('restore-skmark', 'The packet gets the mark of the socket.'),
    ]),
    { chains: ['PREROUTING', 'INPUT'] },
  ),
  match(
    'cgroup',
    'The control group of the sender.',
    exclusive([
      where(option('path', text('path'), 'The path in the second hierarchy.'), negatable),
      where(option('cgroup', number(32), 'The class in the first hierarchy.'), negatable),
    ]),
  ),
  match('cpu', 'The processor that handles the packet.', [
    where(option('cpu', number(32), 'Its number.'), { ...negatable, ...required }),
  ]),
  where(
    match('devgroup', 'The group of the link.', [
      where(
        option('src-group', text('group[/mask]'), 'Group of the link by which the packet came.'),
        negatable,
      ),
      where(
        option('dst-group', text('group[/mask]'), 'Group of the link by which the packet leaves.'),
        negatable,
      ),
    ]),
    { check: needsAny("devgroup match: You must specify either '--src-group' or '--dst-group'") },
  ),
  where(
    match('physdev', 'The port of the bridge.', [
      where(option('physdev-in', text('link'), 'The port by which the packet came.'), negatable),
      where(option('physdev-out', text('link'), 'The port by which the packet leaves.'), negatable),
      where(flag('physdev-is-in', 'It came by a bridge.'), negatable),
      where(flag('physdev-is-out', 'It leaves by a bridge.'), negatable),
      where(flag('physdev-is-bridged', 'It is bridged and not routed.'), negatable),
    ]),
    { check: needsAny('PHYSDEV: no physdev option specified') },
  ),
  where(
    match('realm', 'The realm of the route.', [
      where(option('realm', text('value[/mask]'), 'Number or name.'), {
        ...negatable,
        ...required,
      }),
    ]),
    { family: 4, chains: ['INPUT', ...outSide] },
  ),
  match('helper', 'The helper of the connection.', [
    where(option('helper', text('name'), 'Its name, `ftp` or `ftp-2121`.'), {
      ...negatable,
      ...required,
    }),
  ]),
  match('connlabel', 'A label of the connection.', [
    where(option('label', text('label', { min: 1 }), 'Its name or number.'), {
      ...negatable,
      ...required,
    }),
    flag('set', 'Sets it if it is not there.'),
  ]),
  where(
    match('policy', 'The IPsec policy of the packet.', [
      option(
        'dir',
        oneOf(['in', 'out'], (value) => `policy_match: invalid dir "${value}"`),
        'Arriving or leaving.',
      ),
      option(
        'pol',
        oneOf(['none', 'ipsec'], (value) => `policy match: invalid policy "${value}"`),
        'With or without IPsec.',
      ),
      flag('strict', 'All elements of the policy count.'),
      where(option('reqid', number(32), 'The id of the policy.'), {
        ...negatable,
        isRepeatable: true,
      }),
      where(option('spi', number(32), 'The security parameter index.'), {
        ...negatable,
        isRepeatable: true,
      }),
      where(option('tunnel-src', hostMask, 'Source of the tunnel.'), {
        ...negatable,
        isRepeatable: true,
      }),
      where(option('tunnel-dst', hostMask, 'Destination of the tunnel.'), {
        ...negatable,
        isRepeatable: true,
      }),
      where(option('proto', protocol, 'esp, ah or ipcomp.'), { ...negatable, isRepeatable: true }),
      where(
        option(
          'mode',
          oneOf(['transport', 'tunnel'], (value) => `policy match: invalid mode "${value}"`),
          'Transport or tunnel.',
        ),
        { ...negatable, isRepeatable: true },
      ),
      where(flag('next', 'The next element follows.'), { isRepeatable: true, needs: ['strict'] }),
    ]),
    {
      check: policyCheck,
    },
  ),
  where(
    match('time', 'The time of day, the day, the date.', [
      option('datestart', text('YYYY-MM-DDThh:mm:ss'), 'From this moment on.'),
      option('datestop', text('YYYY-MM-DDThh:mm:ss'), 'Until this moment.'),
      option('timestart', text('hh:mm[:ss]'), 'From this time of day on.'),
      option('timestop', text('hh:mm[:ss]'), 'Until this time of day.'),
      flag('contiguous', 'A time past midnight is one and not two.'),
      where(option('weekdays', text('day[,day…]'), 'On these days of the week.'), negatable),
      where(
        option('monthdays', text('number[,number…]'), 'On these days of the month.'),
        negatable,
      ),
      where(flag('localtz', 'By local time; of no effect any more.'), { excludes: ['utc'] }),
      where(flag('utc', 'By universal time.'), { excludes: ['localtz', 'kerneltz'] }),
      where(flag('kerneltz', 'By the time zone of the kernel.'), { excludes: ['utc'] }),
    ]),
    { check: timeCheck },
  ),
  where(
    match('osf', 'The operating system of the sender, guessed from its SYN packet.', [
      where(option('genre', text('name'), 'Its name.'), { ...negatable, ...required }),
      option('ttl', number(32, { max: 2 }), 'How the time to live counts.'),
      option('log', number(32, { max: 2 }), 'What is logged.'),
    ]),
    { protocols: [6], chains: [...inSide] },
  ),
  match('nfacct', 'Counts in an accounting object.', [
    where(option('nfacct-name', text('name', { min: 1 }), 'Its name.'), required),
  ]),
  where(
    match('ipvs', 'Connections of the virtual server.', [
      where(flag('ipvs', 'It is one.'), negatable),
      where(option('vproto', protocol, 'Protocol of the service.'), negatable),
      where(option('vaddr', hostMask, 'Address of the service.'), negatable),
      where(option('vport', text('port'), 'Port of the service.'), negatable),
      option('vdir', text('ORIGINAL|REPLY'), 'Direction.'),
      where(option('vmethod', text('GATE|IPIP|MASQ'), 'How it is forwarded.'), negatable),
      where(option('vportctl', text('port'), 'Port of the controlling connection.'), negatable),
    ]),
    { check: needsAny('IPVS: At least one option is required') },
  ),
];
