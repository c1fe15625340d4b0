/** Where the pinning fix puts its block, and where it offers none. */
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { findingsOf } from '../support/analyze.ts';

const route = 'ip route add default nexthop via 192.0.2.1 dev eno3 nexthop via 198.51.100.1 dev eno4';
const nat = 'iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE\niptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE';
const forwarding = 'sysctl -w net.ipv4.ip_forward=1';

/** The script with the fix applied; undefined if there is a finding without a fix. */
function fixed(script: string, options: readonly (readonly [string, string])[] = []): string | undefined {
  const files = [{ path: '/usr/local/sbin/up.sh', text: `${forwarding}\n${script}` }];
  const [finding] = findingsOf({ files, options: new Map([['tree', 'no'], ...options]) }).filter(
    ({ rule }) => rule === 'nat-multipath-unpinned',
  );
  expect(finding).toBeDefined();
  const edits = finding?.fixes[0]?.edits[0]?.edits;
  const text = files[0]?.text ?? '';
  return edits === undefined ? undefined : applyEdits(text, edits).slice(forwarding.length + 1);
}

/** The script's own lines, the block as one line `BLOCK`. */
function outline(script: string): string | undefined {
  return fixed(script)
    ?.replaceAll(/\n[ \t]*# Keep each connection[\s\S]*?(?:POSTROUTING -o eno4 -m [^\n]*\n[^\n]*|\nNFT)\n/g, '\nBLOCK\n')
    .replaceAll('\n\nBLOCK', '\nBLOCK');
}

test('after the NAT rules that run with the route', () => {
  expect(outline(`${route}\n${nat}\necho done\n`)).toBe(`${route}\n${nat}\nBLOCK\necho done\n`);
  expect(outline(`${nat}\n${route}\necho done`)).toBe(`${nat}\n${route}\nBLOCK\necho done`);
});

test('at the end of a file without a last line break', () => {
  expect(outline(`${nat}\n${route}`)).toBe(`${nat}\n${route}\nBLOCK\n`);
});

test('in the branch of the route, not in another one', () => {
  const script = `case "$1" in\nstart)\n  ${route}\n  ;;\nnat)\n  ${nat.replace('\n', '\n  ')}\n  ;;\nesac\n`;
  expect(outline(script)).toBe(script.replace(`${route}\n`, `${route}\nBLOCK\n`));
});

test('not between a command and its alternative, nor inside a here-document', () => {
  const script = `${nat}\n${route} ||\n  logger "no route"\necho done\n`;
  expect(outline(script)).toBe(script.replace('route"\n', 'route"\nBLOCK\n'));
  const restore = `${route}\niptables-restore -n <<EOF\n*nat\n-A POSTROUTING -o eno3 -j MASQUERADE\n-A POSTROUTING -o eno4 -j MASQUERADE\nCOMMIT\nEOF\necho done\n`;
  expect(outline(restore)).toBe(restore.replace('\nEOF\n', '\nEOF\nBLOCK\n'));
});

test('no fix where no line can take it, or a nexthop does not name its link', () => {
  expect(fixed(`case "$1" in\nstart) ${route};;\nesac\n${nat}\n`)).toBeUndefined();
});

test('free tables, priorities and marks; programs and variables as the script writes them', () => {
  const script = `WAN1=eno3
sudo /sbin/ip route add default nexthop via 192.0.2.1 dev "$WAN1" nexthop via $GW dev eno4.7
ip rule add pref 1000 fwmark 0x1/0xff lookup 101
nft add rule ip nat post oifname "eno3" masquerade
nft add rule ip nat post oifname "eno4.7" masquerade
`;
  const text = fixed(script) ?? '';
  expect(parseShell(text).errors).toEqual([]);
  expect(text.slice(script.length)).toMatchInlineSnapshot(`
    "
    # Keep each connection on the uplink that it began on.
    # A table of its own for each uplink; run this again when an uplink was down, its table is empty then
    sudo /sbin/ip route replace default via 192.0.2.1 dev "$WAN1" table 102
    sudo /sbin/ip route replace default via $GW dev eno4.7 table 103
    # First all routes but the default ones, so that replies find the LAN; then the table of the mark
    sudo /sbin/ip rule show | grep -q '^1100:' || sudo /sbin/ip rule add pref 1100 lookup main suppress_prefixlength 0
    sudo /sbin/ip rule show | grep -q '^1101:' || sudo /sbin/ip rule add pref 1101 fwmark 0x100/0xff00 lookup 102
    sudo /sbin/ip rule show | grep -q '^1102:' || sudo /sbin/ip rule add pref 1102 fwmark 0x200/0xff00 lookup 103
    # The strict reverse path check ignores the mark and would drop replies of pinned connections
    sudo sysctl -q -w "net/ipv4/conf/$WAN1/rp_filter=2"
    sudo sysctl -q -w net/ipv4/conf/eno4.7/rp_filter=2
    sudo nft -f - <<NFT
    table ip pinning
    delete table ip pinning
    table ip pinning {
    	chain prerouting {
    		type filter hook prerouting priority -150;
    		# Before routing, each packet takes the mark of its connection
    		ct mark & 0xff00 == 0x100 meta mark set meta mark & 0xffff00ff | 0x100
    		ct mark & 0xff00 == 0x200 meta mark set meta mark & 0xffff00ff | 0x200
    		# A new connection takes the mark of the uplink it came in on
    		iifname "$WAN1" ct state new ct mark set ct mark & 0xffff00ff | 0x100
    		iifname "eno4.7" ct state new ct mark set ct mark & 0xffff00ff | 0x200
    	}
    	chain output {
    		type route hook output priority -150;
    		# Packets of this host: type route looks up the route again
    		ct mark & 0xff00 == 0x100 meta mark set meta mark & 0xffff00ff | 0x100
    		ct mark & 0xff00 == 0x200 meta mark set meta mark & 0xffff00ff | 0x200
    	}
    	chain postrouting {
    		type filter hook postrouting priority -150;
    		# or of the uplink that the default route chose for its first packet
    		oifname "$WAN1" ct state new ct mark set ct mark & 0xffff00ff | 0x100
    		oifname "eno4.7" ct state new ct mark set ct mark & 0xffff00ff | 0x200
    	}
    }
    NFT
    "
  `);
});

/** The `ip rule` commands that the fix adds. */
function addedRules(script: string): readonly string[] {
  const found = fixed(script)?.matchAll(/\|\| ip rule add pref (.*)$/gm) ?? [];
  return [...found].map(([, rule = '']) => rule);
}

const inTable = (table: string): string => route.replace('default', `default table ${table}`);

describe('the priorities are before every rule that leads to the route', () => {
  test.each([
    ['ip rule add table 222 prio 222', 219],
    ['ip rule add from 192.0.2.0/24 table 222 prio 2222', 1000],
    ['ip rule add table 222 prio 222; ip rule add fwmark 0x7 table 107 prio 220', 217],
    ['ip rule add table 222 prio 1002', 999],
    ['ip rule add table 223 prio 222', 1000],
    ['ip rule add table 222 prio 222 suppress_prefixlength 0; ip rule add table 222 prio 1100', 1000],
    ['ip rule add prio 100 goto 32000; ip rule add table 222 prio 32000', 97],
  ])('%s', (rules, first) => {
    const added = addedRules(`${inTable('222')}\n${nat}\n${rules}\n`);
    expect(added).toEqual([
      `${first} lookup main suppress_prefixlength 0`,
      expect.stringMatching(new RegExp(`^${first + 1} fwmark 0x`)),
      expect.stringMatching(new RegExp(`^${first + 2} fwmark 0x`)),
    ]);
  });

  test('also before a second rule for main', () => {
    const [first] = addedRules(`ip rule add pref 50 lookup main\n${route}\n${nat}\n`);
    expect(first).toBe('47 lookup main suppress_prefixlength 0');
  });

  test.each(['ip rule add table 222', 'ip rule add table 222 prio "$P"', 'ip rule add table 222 prio 3'])(
    'no fix: %s',
    (rule) => expect(fixed(`${inTable('222')}\n${nat}\n${rule}\n`)).toBeUndefined(),
  );
});

describe('halves of a default route', () => {
  const half = (prefix: string): string => route.replace('default', prefix);
  const halves = `${half('0.0.0.0/1')}\n${half('128.0.0.0/1')}\n${nat}\n`;

  test('one block, which passes over both halves', () => {
    const text = fixed(halves) ?? '';
    expect(text.match(/lookup main suppress_prefixlength .*/g)).toEqual([
      'lookup main suppress_prefixlength 1',
    ]);
    const files = [{ path: '/usr/local/sbin/up.sh', text: `${forwarding}\n${text}` }];
    expect(findingsOf({ files, options: new Map([['tree', 'no']]) })).toEqual([]);
  });

  test('in another table, main is asked for all but its default route', () => {
    const script = `${half('0.0.0.0/1 table 222')}\nip rule add table 222 prio 5000\n${nat}\n`;
    expect(addedRules(script)[0]).toBe('1000 lookup main suppress_prefixlength 0');
  });
});

test('no fix before Linux 3.12, which has no suppress_prefixlength', () => {
  expect(fixed(`${route}\n${nat}\n`, [['kernel', '3.11']])).toBeUndefined();
  expect(fixed(`${route}\n${nat}\n`, [['kernel', '3.12']])).toContain('suppress_prefixlength 0');
});
