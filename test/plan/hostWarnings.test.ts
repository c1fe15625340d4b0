/** What a change does to connections and to what others have set, from the files before and after and a look at the host. */
import { describe, expect, test } from 'vitest';
import type { Host } from '../../server/src/host/model.ts';
import { compareRunning, expectationOf } from '../../server/src/plan/compareRunning.ts';
import { hostWarnings } from '../../server/src/plan/hostWarnings.ts';
import { readFacts } from '../../server/src/plan/readFacts.ts';
import { rendererOf } from '../../server/src/plan/renderer.ts';
import { movedShare } from '../../server/src/plan/sessions.ts';
import type { PlannedRun, PlanWarning } from '../../server/src/plan/types.ts';
import { hostOfFixture } from '../support/analyze.ts';
import { readFixture } from '../support/fixture.ts';

const host = (text: string): Host => hostOfFixture(readFixture(text, '/etc/netplan/50.yaml'));

const netplan = (routes: string, more = ''): string => `network:
  version: 2
${more}  ethernets:
    eno3:
      addresses: [198.51.100.2/24]
      routes:
${routes}
    eno4:
      addresses: [203.0.113.2/24]
`;

const via3 = '      - {to: default, via: 198.51.100.1}';
const via9 = '      - {to: default, via: 198.51.100.9}';

const facts = (parts: Readonly<Record<string, string>>): ReturnType<typeof readFacts> =>
  readFacts(
    Object.entries({
      ssh: '198.51.100.7 50000 198.51.100.2 22',
      managed:
        '1 lo loopback carrier unmanaged\n2 eno3 ether routable configured\n3 up0 ether routable unmanaged',
      link: '[{"ifname":"lo"},{"ifname":"eno3"},{"ifname":"eno4"},{"ifname":"up0"}]',
      address:
        '[{"ifname":"eno3","addr_info":[{"local":"198.51.100.2","prefixlen":24}]},{"ifname":"eno4","addr_info":[{"local":"203.0.113.2","prefixlen":24}]}]',
      route4: '[{"dst":"default","gateway":"198.51.100.1","dev":"eno3","protocol":"static"}]',
      rule4: '[]',
      ...parts,
    })
      .map(([name, text]) => `== ${name}\n${text}\n`)
      .join('\n'),
  );

const run = (kind: PlannedRun['kind'], path: string): PlannedRun => ({ kind, path });
const netplanRun = [run('netplan', '/etc/netplan')];

function warnings(
  parts: Readonly<Record<string, string>>,
  ...[before, after, runs = netplanRun]: [string, string, (readonly PlannedRun[])?]
): readonly PlanWarning[] {
  const planned = host(after);
  return hostWarnings(
    { runs },
    { facts: facts(parts), current: host(before), planned, renderer: rendererOf(planned) },
  );
}

describe('connections', () => {
  test('are silent where the default route stays', () => {
    expect(warnings({}, netplan(via3), netplan(via3))).toEqual([]);
  });

  test('move to another gateway', () => {
    const [found] = warnings({}, netplan(via3), netplan(via9));
    expect(found).toMatchObject({ kind: 'sessions', severity: 'warning' });
    expect(found?.text).toBe(
      'all of the IPv4 connections that follow the default route leave another way than before (via 198.51.100.1 dev eno3 → via 198.51.100.9 dev eno3)',
    );
  });

  test('move from one uplink to two, and those of source NAT end', () => {
    const script = `${netplan(via3)}#- /usr/local/sbin/up.sh
#!/bin/sh
ip route replace default nexthop via 198.51.100.1 dev eno3 weight 1 nexthop via 203.0.113.1 dev eno4 weight 3
iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
`;
    const runs = [...netplanRun, run('script', '/usr/local/sbin/up.sh')];
    expect(warnings({}, netplan(via3), script, runs)[0]?.text).toContain('75 % of the IPv4');
    expect(warnings({}, netplan(via3), script, runs)[0]?.text).toContain(
      'source NAT translates end',
    );
    // A script that does not run with the change sets nothing.
    expect(warnings({}, netplan(via3), script)).toEqual([]);
  });

  test('nothing is claimed where DHCP may bring a route', () => {
    expect(warnings({}, netplan(via3), netplan(`${via9}\n      dhcp4: true`))).toEqual([]);
  });

  test('a default route on a link that networkd leaves alone stays', () => {
    const parts = {
      route4: '[{"dst":"default","gateway":"192.0.2.1","dev":"up0","protocol":"boot"}]',
    };
    const after = netplan('      - {to: 10.0.0.0/8, via: 198.51.100.1}');
    expect(warnings(parts, after, after)).toEqual([]);
  });

  test.each([
    [[1], [1], 0],
    [[1, 1], [1, 1], 0],
    [[1, 1], [1, 3], 0.25],
    [[1], [1, 1], 0.5],
    [[1, 1], [], 1],
  ])('of weights %j and %j, %d move', (before, after, share) => {
    const members = (weights: readonly number[]) =>
      weights.map((weight, i) => ({ via: `192.0.2.${i}`, link: undefined, weight }));
    expect(movedShare(members(before), members(after))).toBe(share);
  });
});

test('the way back to the client of this connection', () => {
  const far = { ssh: '192.0.2.9 50000 198.51.100.2 22' };
  const without = netplan('      - {to: 10.0.0.0/8, via: 198.51.100.1}');
  const kinds = (parts: Readonly<Record<string, string>>, after: string): readonly string[] =>
    warnings(parts, netplan(via3), after).map(({ kind }) => kind);
  expect(kinds(far, without)).toContain('connection-lost');
  expect(kinds(far, netplan(via3))).not.toContain('connection-lost');
  expect(kinds({}, without)).not.toContain('connection-lost');
  expect(kinds({ ssh: '192.0.2.9 5 192.0.2.1 22' }, without)).not.toContain('connection-lost');
});

test('what networkd removes is named, but not its own routes, those of the kernel and those of other links', () => {
  const parts = {
    route4: `[{"dst":"default","gateway":"198.51.100.1","dev":"eno3","protocol":"static"},
      {"dst":"198.51.100.0/24","dev":"eno3","protocol":"kernel"},
      {"dst":"10.1.0.0/16","gateway":"198.51.100.5","dev":"eno3","table":"101"},
      {"dst":"10.2.0.0/16","gateway":"192.0.2.5","dev":"up0"},
      {"dst":"10.3.0.0/16","dev":"eno3","protocol":"bird"}]`,
    rule4:
      '[{"priority":0,"src":"all","table":"local","protocol":"kernel"},{"priority":50,"src":"all","table":"5","protocol":"static"},{"priority":99,"src":"10.9.0.0","srclen":16,"table":"77","protocol":"unspec"}]',
  };
  const found = warnings(parts, netplan(via3), netplan(via3));
  expect(found).toMatchObject([
    {
      kind: 'foreign-routes',
      severity: 'warning',
      details: [
        'route 10.1.0.0/16 via 198.51.100.5 dev eno3 table 101 proto boot',
        'route 10.3.0.0/16 dev eno3 proto bird',
        'rule 99: from 10.9.0.0/16 lookup 77',
      ],
    },
  ]);
  const nm = netplan(via3, '  renderer: NetworkManager\n');
  expect(warnings(parts, nm, nm)).toMatchObject([{ kind: 'renderer' }]);
  expect(
    warnings(parts, netplan(via3), netplan(via9), [run('sysctl', '/etc/sysctl.conf')]),
  ).toEqual([]);
});

describe('what networkd.conf of the host says', () => {
  const parts = {
    systemd: 'systemd 252 (252.39-1~deb12u2)',
    route4: `[{"dst":"default","gateway":"198.51.100.1","dev":"eno3","protocol":"static"},
      {"dst":"10.1.0.0/16","gateway":"198.51.100.5","dev":"eno3"}]`,
    rule4: '[{"priority":99,"src":"10.9.0.0","srclen":16,"table":"77","protocol":"unspec"}]',
  };
  const route = 'route 10.1.0.0/16 via 198.51.100.5 dev eno3 proto boot';
  const rule = 'rule 99: from 10.9.0.0/16 lookup 77';
  const kept = (conf: string, systemd = '252'): readonly string[] =>
    warnings(
      { ...parts, systemd: `systemd ${systemd} (x)` },
      `${netplan(via3)}${conf}`,
      netplan(via3),
    ).flatMap(({ details = [] }) => details);
  const main = (text: string): string => `#- /etc/systemd/networkd.conf\n[Network]\n${text}\n`;
  const dropIn = (path: string, text: string): string => `#- ${path}\n[Network]\n${text}\n`;

  test.each([
    ['', [route, rule]],
    [main('#ManageForeignRoutes=no'), [route, rule]],
    [main('ManageForeignRoutes=no'), [rule]],
    [main('ManageForeignRoutingPolicyRules=off'), [route]],
    [main('ManageForeignRoutes=FALSE\nManageForeignRoutingPolicyRules=0'), []],
    [main('ManageForeignRoutes=maybe'), [route, rule]],
    [main('ManageForeignRoutes=no\nManageForeignRoutes=yes'), [route, rule]],
    ['#- /etc/systemd/networkd.conf\n[DHCPv4]\nManageForeignRoutes=no\n', [route, rule]],
    // A drop-in comes after the main file, and the later name counts.
    [
      `${main('ManageForeignRoutes=yes')}${dropIn('/usr/lib/systemd/networkd.conf.d/50.conf', 'ManageForeignRoutes=no')}`,
      [rule],
    ],
    [
      `${dropIn('/etc/systemd/networkd.conf.d/10.conf', 'ManageForeignRoutes=yes')}${dropIn('/run/systemd/networkd.conf.d/50.conf', 'ManageForeignRoutes=no')}`,
      [rule],
    ],
    // Of one name the folder below /etc counts, also an empty file.
    [
      `${dropIn('/etc/systemd/networkd.conf.d/50.conf', '')}${dropIn('/usr/lib/systemd/networkd.conf.d/50.conf', 'ManageForeignRoutes=no')}`,
      [route, rule],
    ],
    [dropIn('/etc/systemd/network/networkd.conf', 'ManageForeignRoutes=no'), [route, rule]],
  ])('%j', (conf, expected) => {
    expect(kept(conf)).toEqual(expected);
  });

  test('a release that does not know a setting', () => {
    const both = main('ManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no');
    expect(kept(both, '248')).toEqual([rule]);
    expect(kept(both, '245')).toEqual([route, rule]);
  });

  test('files that are to come do not count yet', () => {
    const after = `${netplan(via3)}${main('ManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no')}`;
    expect(warnings(parts, netplan(via3), after)).toHaveLength(1);
  });

  test('a default route that stays keeps its connections', () => {
    const boot = {
      route4: '[{"dst":"default","gateway":"198.51.100.9","dev":"eno3","protocol":"boot"}]',
    };
    const other = netplan('      - {to: 10.0.0.0/8, via: 198.51.100.1}');
    const kinds = (before: string): readonly string[] =>
      warnings(boot, before, other).map(({ kind }) => kind);
    expect(kinds(other)).toContain('sessions');
    expect(kinds(`${other}${main('ManageForeignRoutes=no')}`)).not.toContain('sessions');
  });
});

describe('running state beside the files', () => {
  const files = `${netplan(via3)}      routes:
      - {to: 10.0.0.0/8, via: 203.0.113.1, table: 101, metric: 7}
      routing-policy:
      - {from: 203.0.113.2/32, table: 101, priority: 50}
`;
  const running = {
    route4: `[{"dst":"default","gateway":"198.51.100.1","dev":"eno3"},
      {"dst":"10.0.0.0/8","gateway":"203.0.113.1","dev":"eno4","table":"101","metric":7}]`,
    rule4: '[{"priority":50,"src":"203.0.113.2","table":"101","protocol":"static"}]',
  };

  test('equal', () => {
    expect(compareRunning(expectationOf(host(files)), facts(running))).toEqual([]);
  });

  test('each thing that is missing has its sentence', () => {
    const empty = facts({ route4: '[]', address: '[]', link: '[{"ifname":"eno3"}]' });
    expect(compareRunning(expectationOf(host(files)), empty)).toEqual([
      'the host has no link eno4',
      'the address 198.51.100.2/24 on eno3 is not there',
      'the address 203.0.113.2/24 on eno4 is not there',
      'the route default via 198.51.100.1 dev eno3 is not there',
      'the route 10.0.0.0/8 via 203.0.113.1 dev eno4 table 101 metric 7 is not there',
      'the policy rule 50: from 203.0.113.2 lookup 101 is not there',
    ]);
  });
});
