/** `ip address`. */
import { plain, six, type Line, type Maker } from './maker.ts';
import { address4, link } from './values.ts';

export function address(m: Maker): Line {
  const verb = m.pick(
    'add',
    'add',
    'add',
    'add',
    'add',
    'add',
    'del',
    'del',
    'replace',
    'replace',
    'change',
  );
  if (m.chance(0.6)) {
    const length = m.pick('/24', '/24', '/16', '/32', '', '/30', '/31');
    const peer = m.maybe(0.08, () => `peer ${m.pick('10.0.7.1', '10.0.0.2/32', '10.0.7.0/24')}`);
    const on = link(m);
    return plain(
      `addr ${verb} ${address4(m)}${peer === '' ? length : ''}${peer} dev ${on}${m.maybe(0.2, () => 'brd +')}${m.maybe(0.08, () => 'noprefixroute')}${m.maybe(0.06, () => 'metric 77')}${m.maybe(0.06, () => 'scope link')}${m.rare(0.03, () => `label ${on}:${1 + m.number(2)}`)}${m.rare(0.02, () => 'anycast 10.0.0.77')}${lifetime(m)}`,
    );
  }
  return plain(
    `addr ${verb} ${m.pick('2001:db8:1::1', '2001:db8:1::2', '2001:db8:2::1', 'fd00::1')}${m.pick('/64', '/64', '/128', '/48')} dev ${link(m)}${m.maybe(0.08, () => 'noprefixroute')}${m.maybe(0.05, () => 'metric 77')}${m.rare(0.05, () => 'nodad')}${m.rare(0.01, () => m.pick('home', 'mngtmpaddr', 'mngtmpaddr'))}${lifetime(m)}`,
  );
}

export function addressFlush(m: Maker): Line {
  return (m.chance(0.7) ? plain : six)(`addr flush dev ${link(m)}`);
}

function lifetime(m: Maker): string {
  return m.rare(0.03, () =>
    m.pick(
      'valid_lft 3600 preferred_lft 1800',
      'valid_lft forever preferred_lft forever',
      'preferred_lft 0',
    ),
  );
}

/** Fewer addresses. */
export function addressFlushSome(m: Maker): Line {
  const filter = m.pick(
    'scope global',
    'scope link',
    `to ${m.pick('10.0.0.0/24', '10.0.0.0/8', '10.0.0.1', '2001:db8::/32', '0.0.0.0/0')}`,
    `label ${link(m)}:1`,
    `label ${link(m)}:*`,
    `label ${link(m)}`,
    'dynamic',
    'permanent',
    'secondary',
  );
  const dev = m.maybe(0.8, () => `dev ${link(m)}`);
  return plain(`addr flush${dev} ${filter}`);
}
