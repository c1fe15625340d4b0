/** `ip nexthop`. */
import { plain, six, type Line, type Maker } from './maker.ts';
import { gateway4, gateway6, link } from './values.ts';

export function nexthopObject(m: Maker): Line {
  const id = 1 + m.number(5);
  const verb = m.pick('add', 'add', 'add', 'replace', 'del');
  const protocol = m.rare(0.05, () => `proto ${m.pick('static', 'bgp')}`);
  if (verb === 'del') return plain(`nexthop del id ${id}`);
  if (m.chance(0.3)) {
    const members = [...new Set([1 + m.number(5), 1 + m.number(5)])];
    return plain(
      `nexthop ${verb} id ${id} group ${members.map((each) => `${each}${m.chance(0.3) ? ',2' : ''}`).join('/')}${groupType(m)}${protocol}`,
    );
  }
  if (m.chance(0.1))
    return plain(`nexthop ${verb} id ${id} blackhole${m.rare(0.03, () => `dev ${link(m)}`)}`);
  const isSix = m.chance(0.35);
  const via = m.maybe(0.8, () => `via ${isSix ? gateway6(m) : gateway4(m)}`);
  return (isSix ? six : plain)(
    `nexthop ${verb} id ${id}${via} dev ${link(m)}${via === '' ? '' : m.maybe(0.1, () => 'onlink')}${protocol}`,
  );
}

function groupType(m: Maker): string {
  return m.rare(0.1, () =>
    m.pick(
      'type mpath',
      'type resilient buckets 8',
      'type resilient buckets 8 idle_timer 60',
      'type resilient buckets 16 unbalanced_timer 300',
      'type resilient idle_timer 5',
    ),
  );
}

/** What few scripts do with nexthop objects. */
export function nexthopMore(m: Maker): Line {
  const id = 1 + m.number(5);
  return plain(
    m.pick(
      'nexthop flush',
      `nexthop flush dev ${link(m)}`,
      `nexthop flush proto ${m.pick('4', '186')}`,
      'nexthop bucket show',
      `route add 10.9.0.0/16 nhid ${id} ${m.pick('dev v0', 'via 10.0.0.254', 'nexthop dev v0 nexthop dev v1')}`,
      `route add ${m.pick('local', 'blackhole', 'scope host', 'scope link', 'mtu 1400', 'realms 5')} 172.16.0.0/12 nhid ${id}`,
      `route add 2001:db8:9::/48 nhid ${id} ${m.pick('dev v0', 'metric 100', '')}`,
      `nexthop replace id ${id} blackhole`,
      `nexthop replace id ${id} via 10.0.0.254 dev v0`,
      `nexthop replace id ${id} via 2001:db8:1::fe dev v0`,
    ),
  );
}
