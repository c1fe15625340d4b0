/** `ip neigh`. */
import { plain, type Line, type Maker } from './maker.ts';

/** What most scripts do with neighbours. */
export function neighbour(m: Maker): Line {
  const verb = m.pick('add', 'add', 'replace', 'change', 'del');
  const to = target(m);
  if (m.chance(0.15)) return plain(`neigh ${m.pick('add', 'del')} proxy ${to} dev ${port(m)}`);
  const address = ` lladdr ${m.pick('02:00:00:00:00:01', '02:00:00:00:00:02')}`;
  const lladdr = verb === 'del' || m.rare(0.05, () => 'none') !== '' ? '' : address;
  const state = m.rare(0.1, () =>
    m.pick('nud permanent', 'nud reachable', 'nud stale', 'nud noarp', 'nud none', 'nud failed'),
  );
  const more = m.rare(0.02, () => m.pick('router', 'use', 'managed', 'extern_learn'));
  return plain(`neigh ${verb} ${to}${lladdr} dev ${port(m)}${verb === 'del' ? '' : state + more}`);
}

/** Several neighbours at once. */
export function neighbourFlush(m: Maker): Line {
  const state = m.maybe(0.3, () => `nud ${m.pick('all', 'permanent', 'stale', 'noarp')}`);
  return plain(
    `neigh flush ${m.pick('all', `dev ${port(m)}`, `dev ${port(m)}`, 'to 10.0.0.0/24')}${state}`,
  );
}

function target(m: Maker): string {
  return m.pick('10.0.0.7', '10.0.1.7', '2001:db8:1::7');
}

/** The hardware address of a bridge follows from those of its ports, which are random: its neighbours come and go with it. */
function port(m: Maker): string {
  return m.pick('v0', 'v1', 'w0');
}
