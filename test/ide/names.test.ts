/** Links, tables, marks, variables, chains and sets across the files of a host: where they are defined, used and renamed. */
import { describe, expect, test } from 'vitest';
import { highlightsOf } from '../../server/src/ide/references.ts';
import { renameable } from '../../server/src/ide/rename.ts';
import { placeOf } from './answers.ts';
import { places, renamed } from './nameAnswers.ts';

const gateway = (script: string, nft = ''): string => `
  #- /etc/netplan/a.yaml
  network:
    ethernets:
      eno4: { dhcp4: true }
  #- /etc/sysctl.d/60-router.conf
  net.ipv4.conf.eno4.rp_filter = 2
  #- /etc/nftables.conf
  ${nft}
  #- /usr/local/sbin/uplinks.sh
  ${script}
`;

describe('links', () => {
  test('one name in netplan, sysctl, nft and a script', () => {
    const source = gateway(
      'ip route add default dev en<|>o4\n  iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE',
      'table ip nat { chain post { type nat hook postrouting priority 100; oifname "eno4" masquerade; }; }',
    );
    expect(places(source)).toEqual([
      '/etc/netplan/a.yaml:3 =eno4',
      '/etc/sysctl.d/60-router.conf:1 eno4',
      '/etc/nftables.conf:1 eno4',
      '/usr/local/sbin/uplinks.sh:1 eno4',
      '/usr/local/sbin/uplinks.sh:2 eno4',
    ]);
    expect(renamed(source, 'wan0')).toBe(
      [
        'network:\n  ethernets:\n    wan0: { dhcp4: true }',
        'net.ipv4.conf.wan0.rp_filter = 2',
        'table ip nat { chain post { type nat hook postrouting priority 100; oifname "wan0" masquerade; }; }',
        'ip route add default dev wan0\niptables -t nat -A POSTROUTING -o wan0 -j MASQUERADE',
      ].join('\n---\n'),
    );
  });

  test('through a variable: the use is shown, the assignment is edited', () => {
    const source =
      '#- /u.sh\nWAN="eno4"\nip addr flush dev eno<|>4\nip route add default dev $WAN\n';
    expect(places(source)).toEqual(['/u.sh:1 eno4', '/u.sh:2 eno4', '/u.sh:3 $WAN']);
    expect(renamed(source, 'wan0')).toBe(
      'WAN="wan0"\nip addr flush dev wan0\nip route add default dev $WAN',
    );
  });

  test('a link that a script makes is defined there', () => {
    expect(
      places('#- /u.sh\nip link add br<|>0 type bridge\nip link set eno1 master br0\n'),
    ).toEqual(['/u.sh:1 =br0', '/u.sh:2 br0']);
  });

  test('an id with another name of the link is no link', () => {
    const source = `
      #- /etc/netplan/a.yaml
      network: { ethernets: { lan: { match: { macaddress: '00:00:5e:00:53:01' }, set-name: eno4 } } }
      #- /u.sh
      ip link set l<|>an up
      ip link set eno4 up
    `;
    expect(places(source)).toEqual(['/u.sh:1 lan']);
    expect(places(source.replace('l<|>an', 'lan').replace('eno4 up', 'en<|>o4 up'))).toEqual([
      '/etc/netplan/a.yaml:1 =eno4',
      '/u.sh:2 eno4',
    ]);
  });

  test('names that the kernel refuses, names that are taken', () => {
    const source = '#- /u.sh\nip link set en<|>o4 up\nip link set eno3 up\n';
    expect(renamed(source, 'a-name-of-16-chars')).toContain('1 to 15 characters');
    expect(renamed(source, 'a/b')).toContain('without blanks, slashes');
    expect(renamed(source, 'eno3')).toContain('in use already');
    expect(renameable(placeOf('#- /u.sh\nip link set l<|>o up\n'))).toBeUndefined();
  });
});

describe('tables', () => {
  const source = `
    #- /etc/iproute2/rt_tables
    101 isp1
    #- /etc/netplan/a.yaml
    network: { ethernets: { eno4: { addresses: [192.0.2.2/24], routes: [{ to: default, via: 192.0.2.1, table: 101 }] } } }
    #- /u.sh
    ip rule add from 192.0.2.2 lookup isp<|>1
    ip route flush table 101
    ip route add default dev eno3 table main
  `;

  test('by name and by number', () => {
    expect(places(source)).toEqual([
      '/etc/iproute2/rt_tables:1 =101',
      '/etc/iproute2/rt_tables:1 =isp1',
      '/etc/netplan/a.yaml:1 101',
      '/u.sh:1 isp1',
      '/u.sh:2 101',
    ]);
  });

  test('a name is renamed where it is a name, a number where it is a number', () => {
    expect(renamed(source, 'dsl')).toContain('lookup dsl\nip route flush table 101');
    expect(renamed(source, 'dsl')).toContain('101 dsl\n');
    const number = source.replace('isp<|>1', 'isp1').replace('table 101\n', 'table 1<|>01\n');
    expect(renamed(number, '201')).toContain('lookup isp1\nip route flush table 201');
    expect(renamed(number, '201')).toContain('table: 201 }');
    expect(renamed(number, 'dsl')).toContain('A number becomes another number');
  });

  test('a script that appends to rt_tables defines', () => {
    expect(
      places('#- /u.sh\necho "101 isp1" >> /etc/iproute2/rt_tables\nip route show table is<|>p1\n'),
    ).toEqual(['/u.sh:1 =101', '/u.sh:1 =isp1', '/u.sh:2 isp1']);
  });

  test('the tables of the kernel keep their names', () => {
    expect(renameable(placeOf('#- /u.sh\nip route show table ma<|>in\n'))).toBeUndefined();
  });
});

describe('marks', () => {
  const source = `
    #- /u.sh
    ip rule add fwmark 0x<|>3/0xff lookup 101
    iptables -t mangle -A PREROUTING -i eno4 -j MARK --set-mark 3
    nft add rule inet m pre ct mark 0x3 accept
  `;

  test('in rules of any tool, in any spelling', () => {
    expect(places(source)).toEqual(['/u.sh:1 0x3', '/u.sh:2 3', '/u.sh:3 0x3']);
    expect(renamed(source, '0x10')).toBe(
      'ip rule add fwmark 0x10/0xff lookup 101\niptables -t mangle -A PREROUTING -i eno4 -j MARK --set-mark 0x10\nnft add rule inet m pre ct mark 0x10 accept',
    );
    expect(renamed(source, 'three')).toContain('A mark is a number');
  });
});

describe('variables and functions', () => {
  test('uses in words, braces, arithmetic and here-documents', () => {
    const source =
      '#- /u.sh\nGW=192.0.2.1\nip route add default via $G<|>W\nip route add 10.0.0.0/8 via "${GW}"\nnft -f - <<E\n# $GW\nE\necho $((GW+1)) \'$GW\'\n';
    expect(places(source)).toEqual([
      '/u.sh:1 =GW',
      '/u.sh:2 GW',
      '/u.sh:3 GW',
      '/u.sh:5 GW',
      '/u.sh:7 GW',
    ]);
    expect(renamed(source, 'GATE')).toBe(
      'GATE=192.0.2.1\nip route add default via $GATE\nip route add 10.0.0.0/8 via "${GATE}"\nnft -f - <<E\n# $GATE\nE\necho $((GATE+1)) \'$GW\'',
    );
    expect(renamed(source, '1x')).toContain('begins with no digit');
  });

  test('a local variable is one of its function', () => {
    const source = '#- /u.sh\nx=1\nf() { local x=2; ip link set $<|>x up; }\nf\necho $x\n';
    expect(places(source)).toEqual(['/u.sh:2 =x', '/u.sh:2 x']);
  });

  test('a function and its calls', () => {
    expect(places('#- /u.sh\nup() { ip link set eno4 up; }\ntrap up EXIT\nu<|>p\n')).toEqual([
      '/u.sh:1 =up',
      '/u.sh:2 up',
      '/u.sh:3 up',
    ]);
  });
});

test('chains in a here-document for iptables-restore', () => {
  const source =
    "#- /u.sh\niptables-restore -n <<'E'\n*nat\n:PIN - [0:0]\n-A PREROUTING -j P<|>IN\nCOMMIT\nE\niptables -t nat -A PIN -j ACCEPT\niptables -N PIN\n";
  expect(places(source)).toEqual(['/u.sh:3 =PIN', '/u.sh:4 PIN', '/u.sh:7 PIN']);
  expect(renamed(source, 'KEEP')).toContain(':KEEP - [0:0]\n-A PREROUTING -j KEEP');
});

describe('nft', () => {
  const source = `
    #- /etc/nftables.conf
    define wan = eno4
    table inet fw {
      set hosts { type ipv4_addr; }
      chain in { type filter hook input priority 0; ip saddr @hosts jump more; iifname $wan accept; }
      chain mo<|>re { accept; }
    }
    table ip other { chain more { accept; }; }
    #- /u.sh
    nft add rule inet fw more drop
    nft add element inet fw hosts '{ 192.0.2.9 }'
  `;

  test('a chain belongs to its table', () => {
    expect(places(source)).toEqual([
      '/etc/nftables.conf:4 more',
      '/etc/nftables.conf:5 =more',
      '/u.sh:1 more',
    ]);
  });

  test('sets, tables and variables', () => {
    const at = (text: string): readonly string[] =>
      places(source.replace('mo<|>re', 'more').replace(text.replace('<|>', ''), text));
    expect(at('@ho<|>sts')).toEqual([
      '/etc/nftables.conf:3 =hosts',
      '/etc/nftables.conf:4 hosts',
      '/u.sh:2 hosts',
    ]);
    expect(at('table inet f<|>w')).toEqual([
      '/etc/nftables.conf:2 =fw',
      '/u.sh:1 fw',
      '/u.sh:2 fw',
    ]);
    expect(at('$w<|>an')).toEqual(['/etc/nftables.conf:1 =wan', '/etc/nftables.conf:4 wan']);
  });
});

describe('iptables and ipset', () => {
  const source = `
    #- /u.sh
    ipset create lan hash:net
    iptables -t mangle -N PIN
    iptables -t mangle -A PREROUTING -m set --match-set lan src -j P<|>IN
    ip6tables -t mangle -A PIN -j ACCEPT
    iptables -t mangle -A PIN -j ACCEPT
  `;

  test('a user chain of one table and family', () => {
    expect(places(source)).toEqual(['/u.sh:2 =PIN', '/u.sh:3 PIN', '/u.sh:5 PIN']);
    expect(renamed(source, 'A CHAIN')).toContain('at most 28 characters');
  });

  test('targets and chains of the kernel are nothing to rename', () => {
    expect(renameable(placeOf(source.replace('P<|>IN', 'PIN').replace('PRE', 'P<|>RE')))).toBe(
      undefined,
    );
    const accept = source.replace('P<|>IN', 'PIN').replace('ACCEPT\n', 'AC<|>CEPT\n');
    expect(highlightsOf(placeOf(accept))).toEqual([]);
  });

  test('a set', () => {
    const set = source.replace('P<|>IN', 'PIN').replace('create lan', 'create l<|>an');
    expect(places(set)).toEqual(['/u.sh:1 =lan', '/u.sh:3 lan']);
  });

  test('a set that is swapped, and a set in a set', () => {
    const sets =
      '#- /u.sh\nipset -! create l<|>an hash:net\nipset swap lan fresh\nipset add all lan\nipset add ports 80\nipset -exist -N 80 hash:ip\nipset rename lan old\niptables -A INPUT -m set --match-set lan src -j DROP\n';
    expect(places(sets)).toEqual([
      '/u.sh:1 =lan',
      '/u.sh:2 lan',
      '/u.sh:3 lan',
      '/u.sh:6 lan',
      '/u.sh:7 lan',
    ]);
  });
});

describe('files that a script sources', () => {
  const sourced = (main: string, lib: string, more = ''): string =>
    `#- /usr/local/sbin/up.sh\n. ./lib.sh\n${main}#- /usr/local/sbin/lib.sh\n${lib}${more}`;

  test('share variables and functions with the script', () => {
    const source = sourced('add "$W<|>AN"\n', 'WAN=eno3\nadd() { ip link set "$1" up; }\n');
    expect(places(source)).toEqual([
      '/usr/local/sbin/lib.sh:1 =WAN',
      '/usr/local/sbin/up.sh:2 WAN',
    ]);
    expect(renamed(source, 'FIBRE')).toMatch(/^FIBRE=eno3[^]*add "\$FIBRE"$/);
    expect(places(source.replace('W<|>AN', 'WAN').replace('add "', 'a<|>dd "'))).toEqual([
      '/usr/local/sbin/lib.sh:2 =add',
      '/usr/local/sbin/up.sh:2 add',
    ]);
  });

  test('a file with settings only belongs to the script', () => {
    const source =
      '#- /u.sh\n. /etc/default/uplinks\nip route add default via "$GW<|>"\n#- /etc/default/uplinks\nGW=192.0.2.1\n';
    expect(places(source)).toEqual(['/u.sh:2 GW', '/etc/default/uplinks:1 =GW']);
  });

  test('two scripts share a name only through a file that says it', () => {
    const other = '#- /usr/local/sbin/other.sh\n. ./lib.sh\ni=2\nip link set "$WAN" up\n';
    const source = sourced('i=1\nip link set "$WAN" up\necho $i\n', 'WAN=eno3\n', other);
    expect(places(source.replace('i=1', 'i<|>=1'))).toEqual([
      '/usr/local/sbin/up.sh:2 =i',
      '/usr/local/sbin/up.sh:4 i',
    ]);
    expect(places(source.replace('WAN=eno3', 'WA<|>N=eno3'))).toHaveLength(3);
  });

  test('two scripts that source nothing share nothing', () => {
    expect(places('#- /a.sh\nW<|>AN=eno3\nip link set $WAN up\n#- /b.sh\nWAN=eno4\n')).toEqual([
      '/a.sh:1 =WAN',
      '/a.sh:2 WAN',
    ]);
  });

  test('a link whose name is set there is edited there', () => {
    const source = sourced('ip addr flush dev en<|>o3\nip link set "$WAN" up\n', 'WAN=eno3\n');
    expect(renamed(source, 'wan0')).toBe(
      '. ./lib.sh\nip addr flush dev wan0\nip link set "$WAN" up\n---\nWAN=wan0',
    );
  });

  test('links, tables and marks that are given to a function of it', () => {
    const source = sourced(
      'uplink eno3 101 0x3\nip route flush table 10<|>1\n',
      'uplink() {\n  ip route add default dev "$1" table "$2"\n  ip rule add fwmark $3 table $2\n}\n',
    );
    expect(renamed(source, '201')).toContain('uplink eno3 201 0x3\nip route flush table 201');
    expect(renamed(source.replace('10<|>1', '101').replace('0x3', '0<|>x3'), '0x7')).toContain(
      'uplink eno3 101 0x7',
    );
    expect(renamed(source.replace('10<|>1', '101').replace('eno3', 'en<|>o3'), 'wan0')).toContain(
      'uplink wan0 101 0x3',
    );
  });

  test('nft chains and sets in its here-documents and commands', () => {
    const source = sourced(
      "nft add element inet fw hos<|>ts '{ 192.0.2.9 }'\nnft add rule inet fw more drop\n",
      "nft -f - <<'E'\ntable inet fw {\n  set hosts { type ipv4_addr; }\n  chain more { ip saddr @hosts accept; }\n}\nE\n",
    );
    expect(places(source)).toEqual([
      '/usr/local/sbin/lib.sh:3 =hosts',
      '/usr/local/sbin/lib.sh:4 hosts',
      '/usr/local/sbin/up.sh:2 hosts',
    ]);
    expect(renamed(source, 'office')).toContain('fw office ');
    expect(renamed(source, 'office')).toContain('@office accept');
  });

  test('highlights stay in the file of the cursor', () => {
    const source = sourced('ip link set "$W<|>AN" up\necho $WAN\n', 'WAN=eno3\n');
    expect(highlightsOf(placeOf(source))).toHaveLength(2);
  });
});
