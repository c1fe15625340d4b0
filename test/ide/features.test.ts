import { describe, expect, test } from 'vitest';
import { codeActions, fixAll } from '../../server/src/ide/codeActions.ts';
import { describeFinding } from '../../server/src/ide/diagnostics.ts';
import { documentSymbols } from '../../server/src/ide/documentSymbols.ts';
import { foldingRanges } from '../../server/src/ide/folding.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import { completionsAt, hoverAt, lensesOf, placeOf } from './answers.ts';

describe('code lens', () => {
  const route = (kernel: string, words = ''): readonly string[] =>
    lensesOf(`
      #- /usr/local/sbin/uplinks.sh kernel:${kernel}
      #!/bin/sh
      ip ${words} route add default nexthop via 203.0.113.1 dev eno4 weight 1 nexthop via 198.51.100.1 dev eno3 weight 1
    `);

  test('shares, what decides, preview', () => {
    expect(route('4.15')).toEqual([
      '2: eno4 50.0 % · eno3 50.0 % · by source and destination · Preview',
    ]);
  });

  test('kernels without a flow hash', () => {
    expect(route('3.2')).toEqual([
      '2: eno4 50.0 % · eno3 50.0 % · per route cache entry · Preview',
    ]);
    expect(route('3.10')).toEqual(['2: eno4 50.0 % · eno3 50.0 % · per packet · Preview']);
  });

  test('the policy that the files set', () => {
    expect(
      lensesOf(`
        #- /usr/local/sbin/uplinks.sh kernel:6.18
        ip route replace default nexthop via 203.0.113.1 weight 1 nexthop dev "$WAN" weight 2
        sysctl -w net.ipv4.fib_multipath_hash_policy=1
      `),
    ).toEqual(['1: 203.0.113.1 33.3 % · $WAN 66.7 % · by source, destination and ports · Preview']);
  });

  test('an unknown weight makes unknown shares', () => {
    expect(
      lensesOf(
        '#- /u.sh\nip route add default nexthop via 203.0.113.1 dev a weight $W nexthop via 198.51.100.1 dev b\n',
      ),
    ).toEqual(['1: a ? % · b ? % · by source and destination · Preview']);
  });

  test('no shares over a line that ip refuses', () => {
    expect(
      lensesOf(
        '#- /u.sh\nip route add default nexthop via dev eno4 weight 1 nexthop via dev eno3 weight 1\n',
      ),
    ).toEqual(['1: ip refuses this line · Preview']);
  });

  test('balancing rules have one', () => {
    const rule = 'meta mark set numgen inc mod 4 map { 0-2 : 1, 3 : 2 }';
    expect(
      lensesOf(
        `#- /etc/nftables.conf\ntable ip t {\n chain c {\n  type filter hook prerouting priority 0\n  ${rule}\n }\n}\n`,
      ),
    ).toEqual(['4: mark 0x1 75.0 % · mark 0x2 25.0 % · by numgen inc · Preview']);
  });

  test('bonds have one, in whatever file they are', () => {
    expect(
      lensesOf(`
        #- /etc/network/interfaces
        iface bond0 inet manual
          bond-slaves eno1 eno2
          bond-mode 802.3ad
      `),
    ).toEqual(['2: eno1 50.0 % · eno2 50.0 % · by the transmit hash layer2, 802.3ad · Preview']);
    expect(
      lensesOf(`
        #- /etc/netplan/50.yaml
        network:
          ethernets: {a: {}, b: {}}
          bonds:
            bond0: {interfaces: [a, b], parameters: {mode: active-backup}}
      `),
    ).toEqual(['4: one of a, b · by active-backup · Preview']);
    const script = (words: string): readonly string[] =>
      lensesOf(
        `#- /u.sh\nip link add bond0 type bond ${words}\nip link set eno1 master bond0\nip link set eno2 master bond0\n`,
      );
    expect(script('mode active-backup primary eno2')).toEqual([
      '1: eno2 100.0 % · by active-backup · Preview',
    ]);
    expect(script('mode $MODE')).toEqual([]);
  });

  test('no lens over routes that choose nothing', () => {
    expect(
      lensesOf('#- /u.sh\nip route add default via 203.0.113.1 dev a\nip route show\n'),
    ).toEqual([]);
  });
});

describe('hover', () => {
  test('a keyword of ip', () => {
    expect(hoverAt('#- /u.sh\nip rule add pref 100 fw<|>mark 1 lookup 101\n')).toContain(
      '**fwmark** MARK[/MASK]',
    );
  });

  test('a word of ip says since when it is there', () => {
    const at = (line: string, kernel = '6.6'): string =>
      hoverAt(`#- /u.sh kernel:${kernel}\n${line}\n`);
    expect(at('ip rule add spo<|>rt 80 lookup 101')).toMatch(
      /Since Linux 4\.17 and iproute2 4\.17\.$/,
    );
    expect(at('ip neigh show nomas<|>ter')).toMatch(/Since Linux 5\.15 and iproute2 5\.16\.$/);
    expect(at('ip rule add spo<|>rt 80 lookup 101', '4.15')).toContain(
      '**Linux 4.15 does not have it**; it came with 4.17, and with iproute2 4.17.',
    );
    expect(at('ip link add wg0 type wire<|>guard', '5.4')).toContain(
      '**Linux 5.4 does not have it**; it came with 5.6.',
    );
  });

  test('a word is not older than what it belongs to', () => {
    const at = (line: string): string => hoverAt(`#- /u.sh kernel:6.6\n${line}\n`);
    const nexthops = /Since Linux 5\.3 and iproute2 5\.3\.$/;
    expect(at('ip next<|>hop add id 1 via 192.0.2.1 dev eno3')).toMatch(nexthops);
    expect(at('ip nexthop ad<|>d id 1 via 192.0.2.1 dev eno3')).toMatch(nexthops);
    expect(at('ip nexthop add id 1 vi<|>a 192.0.2.1 dev eno3')).toMatch(nexthops);
    expect(at('ip nexthop add id 9 group 1 type resilient buck<|>ets 32')).toMatch(
      /iproute2 5\.13\.$/,
    );
    expect(at('ip link add b0 type bareudp dst<|>port 9')).toMatch(
      /Linux 5\.7 and iproute2 5\.8\.$/,
    );
    // What stands behind is as old as it is.
    expect(
      at('ip route add 192.0.2.0/24 encap seg6 mode encap segs 2001:db8::1 d<|>ev eno3'),
    ).not.toContain('Since');
    expect(at('ip rule add fw<|>mark 1 lookup 101')).not.toContain('Since');
    expect(at('ip rule show fw<|>mark 1')).toMatch(/Since iproute2 4\.15\.$/);
  });

  test('a kernel that nobody named is not told to lack a word', () => {
    expect(hoverAt('#- /u.sh\nip link add br0 type bridge stp_<|>mode user\n')).toMatch(
      /Since Linux 7\.1 and iproute2 7\.2\.$/,
    );
  });

  test('rp_filter says what is in force', () => {
    const text = hoverAt(`
      #- /etc/sysctl.d/60-router.conf
      net.ipv4.conf.all.rp_filter = 1
      net.ipv4.conf.eno4.<|>rp_filter = 0
    `);
    expect(text).toContain('**In force on `eno4`: 1**, because `all` is 1, `eno4` is 0.');
  });

  test('a sysctl that the kernel lacks', () => {
    const text = hoverAt(`
      #- /etc/sysctl.d/60-router.conf kernel:4.15
      net.ipv4.fib_multipath_<|>hash_seed = 1
    `);
    expect(text).toContain('**Linux 4.15 does not have it**; it came with 6.11.');
  });

  test('a netplan key', () => {
    const text = hoverAt(`
      #- /etc/netplan/50-cloud-init.yaml
      network:
        ethernets:
          eno4:
            dh<|>cp4: true
    `);
    expect(text).toContain('**dhcp4**');
  });

  test('nothing where nothing is known', () => {
    expect(hoverAt('#- /u.sh\nip route show; echo he<|>llo\n')).toBe('nothing');
    expect(hoverAt('#- /u.sh\nip route add def<|>ault dev eth0\n')).toContain('0.0.0.0/0');
    expect(hoverAt('#- /u.sh\nip rule add from a<|>ll lookup main\n')).toContain('0.0.0.0/0');
    expect(hoverAt('#- /u.sh\nip rule add from all lookup ma<|>in\n')).toContain('Table 254');
    expect(hoverAt('#- /u.sh\nip route add 192.0.2.0/24 dev eth0 scope li<|>nk\n')).toContain(
      '253',
    );
  });
});

describe('completion', () => {
  const host = `
    #- /etc/netplan/50-cloud-init.yaml
    network: { ethernets: { eno3: {}, eno4: {} } }
    #- /usr/local/sbin/uplinks.sh
  `;
  const at = (line: string): readonly string[] => completionsAt(`${host}    ${line}\n`);

  test('objects, verbs, keywords', () => {
    expect(at('ip <|>').slice(0, 4)).toEqual(['address', 'link', 'route', 'rule']);
    expect(at('ip route <|>')).toContain('replace');
    expect(at('ip route add default <|>')).toEqual(
      expect.arrayContaining(['via', 'dev', 'nexthop', 'table']),
    );
  });

  test('keywords of a nexthop, each in each nexthop', () => {
    expect(at('ip route add default nexthop via 192.0.2.1 dev eno3 nexthop <|>')).toEqual(
      expect.arrayContaining(['via', 'dev', 'weight', 'onlink']),
    );
    expect(at('ip route add default nexthop via 192.0.2.1 <|>')).not.toContain('table');
  });

  test('links of the host after `dev`', () => {
    expect(at('ip route add default via 192.0.2.1 dev e<|>')).toEqual(
      expect.arrayContaining(['eno3', 'eno4']),
    );
  });

  test('nothing after another command', () => {
    expect(at('ip route show; echo <|>')).toEqual([]);
  });
});

describe('code actions', () => {
  const actionsAt = (source: string): readonly string[] => {
    const { host, document, offset } = placeOf(source);
    const actions = codeActions(checkHost(host), document.file.id, { start: offset, end: offset });
    return actions.map(
      (action) =>
        `${action.kind}${action.kind === 'fix' && action.isPreferred ? ' (preferred)' : ''}: ${action.title}`,
    );
  };

  test('fixes and the page of the rule', () => {
    const actions = actionsAt(
      '#- /u.sh\nip route add default equa<|>lize nexthop via 192.0.2.1 dev a nexthop via 192.0.2.5 dev b\n',
    );
    expect(actions).toContain('page: Show documentation for equalize-keyword');
    expect(actions.some((action) => action.startsWith('fix'))).toBe(true);
  });

  test('nothing beside a finding', () => {
    expect(
      actionsAt(
        '#- /u.sh\necho <|>hello\nip route add default equalize nexthop via 192.0.2.1 dev a nexthop via 192.0.2.5 dev b\n',
      ),
    ).toEqual([]);
  });

  test('fix all takes safe fixes only', () => {
    const finding = {
      rule: 'r',
      severity: 'warning',
      origin: { file: 'f', span: { start: 0, end: 3 } },
      what: 'w',
      why: 'y',
      todo: 't',
      related: [],
      tags: [],
    } as const;
    const fix = (safe: boolean, start: number) => ({
      title: 'x',
      safe,
      edits: [{ file: 'f', edits: [{ span: { start, end: start + 1 }, newText: '' }] }],
    });
    expect(fixAll([{ ...finding, fixes: [fix(false, 0)] }], 'f')).toBeUndefined();
    // The second edit touches the first, so it has to wait for the next round.
    const both = fixAll(
      [
        { ...finding, fixes: [fix(true, 0)] },
        { ...finding, fixes: [fix(true, 1)] },
      ],
      'f',
    );
    expect(both?.kind === 'fix-all' && both.edits).toHaveLength(1);
  });
});

test('a finding says what, why and what to do', () => {
  const finding = {
    rule: 'weight-out-of-range',
    severity: 'error',
    origin: { file: 'f', span: { start: 0, end: 0 } },
    what: '`300` is above 256',
    why: 'the kernel refuses it',
    todo: 'write 1 to 256',
    related: [],
    fixes: [],
    tags: [],
  } as const;
  expect(describeFinding(finding).text).toBe(
    '`300` is above 256.\nThe kernel refuses it.\nWrite 1 to 256.',
  );
  expect(describeFinding(finding).markdown).toBe(
    '**`300` is above 256.**\n\nThe kernel refuses it.\n\n**What to do.** Write 1 to 256.',
  );
});

describe('outline and folding', () => {
  test('symbols of a script', () => {
    const { document } = placeOf(
      '#- /u.sh\nip route add default \\\n  via 192.0.2.1\nsysctl -w net.ipv4.ip_forward=1\n',
    );
    expect(documentSymbols(document).map(({ kind, name }) => `${kind}: ${name}`)).toEqual([
      'route: ip route add default via 192.0.2.1',
      'sysctl: sysctl -w net.ipv4.ip_forward=1',
    ]);
  });

  test('symbols of netplan', () => {
    const { document } = placeOf(`
      #- /etc/netplan/50-cloud-init.yaml
      network:
        ethernets:
          eno4:
            routes:
              - to: default
                via: 192.0.2.1
    `);
    const [link] = documentSymbols(document);
    expect(link?.name).toBe('eno4');
    expect(link?.children.map(({ kind }) => kind)).toEqual(['route']);
  });

  test('folding of blocks and comments', () => {
    const { document } = placeOf(
      '#- /etc/netplan/50-cloud-init.yaml\n# one\n# two\nnetwork:\n  ethernets:\n    eno4: {}\n    eno3: {}\n\n',
    );
    expect(
      foldingRanges(document).map(
        ({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`,
      ),
    ).toEqual(['0-1 comment', '2-5 region', '3-5 region']);
  });
});

describe('hover on bonds', () => {
  test('of settings and of commands', () => {
    expect(
      hoverAt(`
        #- /etc/systemd/network/10-bond.netdev
        [NetDev]
        Name=bo<|>nd0
        Kind=bond
        [Bond]
        Mode=802.3ad
        #- /etc/systemd/network/20-eno.network
        [Match]
        Name=eno1 eno2
        [Network]
        Bond=bond0
      `),
    ).toMatch(
      /^Bond `bond0`: eno1 50\.0 % · eno2 50\.0 %, by the transmit hash layer2, 802\.3ad\.\n\nThe hash is over/,
    );
    const script = (line: string): string =>
      hoverAt(`#- /u.sh\n${line}\nfor i in eno1 eno2; do ip link set $i master bond0; done\n`);
    expect(script('ip link add bo<|>nd0 type bond')).toBe(
      'Bond `bond0`: eno1 50.0 % · eno2 50.0 %, by balance-rr.',
    );
    expect(script('ip link add bond0 type bo<|>nd')).not.toMatch(/50/);
    expect(script('ip link add bo<|>nd0 type bond mode $MODE')).toMatch(/a parameter is not known/);
  });
});
