/** `ip route`. */
import { plain, six, type Line, type Maker } from './maker.ts';
import { address4, gateway4, gateway6, link, prefix4, prefix6, table } from './values.ts';

/** What TCP and path MTU discovery are told. */
function metrics(m: Maker): string {
  return m.rare(0.06, () =>
    m.pick(
      'mtu lock 1300',
      'advmss 1360',
      'initcwnd 10',
      'initcwnd 10 initrwnd 20',
      'hoplimit 64',
      'features ecn',
      'congctl cubic',
      'congctl lock reno',
      'window 65535',
      'rtt 100ms',
      'rto_min 200ms',
      'quickack 1',
      'cwnd lock 20',
      'advmss 0',
    ),
  );
}

function routeHead(m: Maker): string {
  return m.pick(
    'add',
    'add',
    'add',
    'append',
    'prepend',
    'replace',
    'replace',
    'change',
    'del',
    'del',
  );
}

function hop4(m: Maker): string {
  const via = m.maybe(0.75, () =>
    m.chance(0.04) ? `via inet6 ${gateway6(m)}` : `via ${gateway4(m)}`,
  );
  const dev = m.maybe(via === '' ? 1 : 0.6, () => `dev ${link(m)}`);
  return `${via}${dev}${via === '' ? '' : m.maybe(0.12, () => 'onlink')}`;
}

function hop6(m: Maker): string {
  const via = m.maybe(0.75, () => `via ${gateway6(m)}`);
  return `${via}${m.maybe(via === '' ? 1 : 0.7, () => `dev ${link(m)}`)}${via === '' ? '' : m.maybe(0.1, () => 'onlink')}`;
}

function multipath(m: Maker, hop: (m: Maker) => string): string {
  const count = 1 + m.number(3);
  return Array.from(
    { length: count },
    () => ` nexthop${hop(m)}${m.maybe(0.4, () => `weight ${1 + m.number(4)}`)}`,
  ).join('');
}

export function route4(m: Maker): Line {
  const verb = routeHead(m);
  const type = m
    .maybe(0.12, () =>
      m.pick(
        'blackhole',
        'unreachable',
        'prohibit',
        'throw',
        'local',
        'broadcast',
        'unicast',
        'anycast',
        'multicast',
        'nat',
      ),
    )
    .trim();
  const isError = ['blackhole', 'unreachable', 'prohibit', 'throw'].includes(type);
  const target =
    isError && m.chance(0.9)
      ? ''
      : verb === 'del' && m.chance(0.4)
        ? ''
        : m.chance(0.12)
          ? ` nhid ${1 + m.number(5)}`
          : m.chance(0.18)
            ? multipath(m, hop4)
            : hop4(m);
  const words = [
    m.maybe(0.25, () => `table ${table(m)}`),
    m.maybe(0.25, () => `metric ${m.pick('0', '100', '200')}`),
    m.maybe(0.1, () => `src ${address4(m)}`),
    m.maybe(0.08, () => `scope ${m.pick('link', 'global', 'host')}`),
    m.maybe(0.1, () => `proto ${m.pick('static', 'boot', 'kernel', 'babel')}`),
    m.maybe(0.05, () => `tos ${m.pick('0x10', '0x08')}`),
    m.maybe(0.05, () => `mtu ${m.pick('1400', '1300')}`),
    metrics(m),
    m.rare(0.02, () => `realms ${m.pick('5', '3/5', '7')}`),
  ].join('');
  return plain(`route ${verb} ${type} ${prefix4(m)}${words}${target}`.replaceAll(/ +/g, ' '));
}

export function route6(m: Maker): Line {
  const verb = routeHead(m);
  const type = m
    .maybe(0.1, () =>
      m.pick('blackhole', 'unreachable', 'prohibit', 'throw', 'local', 'anycast', 'multicast'),
    )
    .trim();
  const isError = ['blackhole', 'unreachable', 'prohibit', 'throw'].includes(type);
  const target =
    isError && m.chance(0.8)
      ? ''
      : verb === 'del' && m.chance(0.4)
        ? ''
        : m.chance(0.1)
          ? ` nhid ${1 + m.number(5)}`
          : m.chance(0.18)
            ? multipath(m, hop6)
            : hop6(m);
  const words = [
    m.maybe(0.25, () => `table ${table(m)}`),
    m.maybe(0.25, () => `metric ${m.pick('0', '100', '1024')}`),
    m.maybe(0.06, () => `src ${m.pick('2001:db8:1::1', '2001:db8:2::1')}`),
    m.maybe(0.1, () => `proto ${m.pick('static', 'boot', 'babel')}`),
    m.rare(0.02, () => 'mtu 1300'),
    metrics(m),
    m.rare(0.02, () => `pref ${m.pick('high', 'low', 'medium')}`),
    m.rare(0.02, () => 'expires 600'),
    m.rare(0.01, () => `from ${m.pick('2001:db8:1::/64', 'default')}`),
  ].join('');
  return six(`route ${verb} ${type} ${prefix6(m)}${words}${target}`.replaceAll(/ +/g, ' '));
}

export function flush(m: Maker): Line {
  const make = m.chance(0.6) ? plain : six;
  return make(
    `route flush ${m.pick('table 100', 'table 101', 'table main', 'dev v0', 'proto static', 'table 300', 'table all')}`,
  );
}

/** Fewer routes of a table. */
export function flushSome(m: Maker): Line {
  const isSix = m.chance(0.4);
  const net = (): string => (isSix ? prefix6(m) : prefix4(m));
  const filters = [
    m.maybe(0.3, () => `${m.pick('root', 'match', 'exact', 'to', '')} ${net()}`),
    m.maybe(0.3, () => `type ${m.pick('unicast', 'blackhole', 'local', 'unreachable')}`),
    m.maybe(0.15, () => `scope ${m.pick('link', 'global', 'host')}`),
    m.maybe(0.15, () => `via ${isSix ? gateway6(m) : gateway4(m)}`),
    m.maybe(0.15, () => `src ${isSix ? '2001:db8:1::1' : address4(m)}`),
    m.maybe(0.15, () => `metric ${m.pick('100', '0', '1024')}`),
    m.maybe(0.2, () => `proto ${m.pick('static', 'boot', 'kernel')}`),
    m.maybe(0.2, () => `dev ${link(m)}`),
    m.maybe(0.4, () => `table ${m.pick('main', '100', 'all')}`),
  ].join('');
  const words = filters.trim() === '' ? 'cache' : filters;
  return (isSix ? six : plain)(`route flush ${words}`);
}
