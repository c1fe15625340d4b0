/**
 * The lines of the pinning block, in the flavour of the host's NAT rules.
 * Everything in it exists on kernel 4.15 with the tools of its time; a second run changes nothing.
 * Traffic of the host itself is pinned as well: its packets take the mark of their connection in the output hook
 * (mangle OUTPUT, or nft `type route`), where the kernel looks up the route again when the mark changes.
 */
import type { PinnedUplink, PinPlan } from './pinPlan.ts';

/** The programs as the script calls them: `ip`, `sudo ip`, `"$IPT" -w`. */
export interface Programs {
  readonly ip: string;
  readonly iptables: string;
  readonly nft: string;
  readonly sysctl: string;
}

/** Routing by mark: the tables, the rules, and the reverse path check of the uplinks. */
export function routingLines(
  { uplinks, mask, firstPriority }: PinPlan,
  { ip, sysctl }: Programs,
): readonly string[] {
  const addRule = (priority: number, rule: string): string =>
    `${ip} rule show | grep -q '^${priority}:' || ${ip} rule add pref ${priority} ${rule}`;
  return [
    '',
    '# Keep each connection on the uplink that it began on.',
    '# A table of its own for each uplink; run this again when an uplink was down, its table is empty then',
    ...uplinks.map(({ nexthop, table }) => `${ip} route replace default ${nexthop} table ${table}`),
    '# First all routes but the default ones, so that replies find the LAN; then the table of the mark',
    addRule(firstPriority, 'lookup main suppress_prefixlength 0'),
    ...uplinks.map(({ mark, table, priority }) =>
      addRule(priority, `fwmark ${hex(mark)}/${hex(mask)} lookup ${table}`),
    ),
    '# The strict reverse path check ignores the mark and would drop replies of pinned connections',
    ...uplinks.map(({ dev }) => `${sysctl} -q -w ${rpFilterKey(dev)}=2`),
  ];
}

/** Marks with iptables, in the mangle table: it comes before routing and, in OUTPUT, routes again. */
export function iptablesLines(
  { uplinks, mask }: PinPlan,
  { iptables }: Programs,
): readonly string[] {
  const add = (rule: string): readonly string[] => [
    `${iptables} -t mangle -C ${rule} 2>/dev/null ||`,
    `${iptables} -t mangle -A ${rule}`,
  ];
  const restore = `-j CONNMARK --restore-mark --nfmask ${hex(mask)} --ctmask ${hex(mask)}`;
  const save = ({ mark }: PinnedUplink): string =>
    `-m conntrack --ctstate NEW -j CONNMARK --set-xmark ${hex(mark)}/${hex(mask)}`;
  return [
    '# Before routing, each packet takes the mark of its connection (OUTPUT: packets of this host)',
    ...add(`PREROUTING ${restore}`),
    ...add(`OUTPUT ${restore}`),
    '# A new connection takes the mark of the uplink it came in on',
    ...uplinks.flatMap((uplink) => add(`PREROUTING -i ${uplink.dev} ${save(uplink)}`)),
    '# or of the uplink that the default route chose for its first packet',
    ...uplinks.flatMap((uplink) => add(`POSTROUTING -o ${uplink.dev} ${save(uplink)}`)),
  ];
}

/** Marks with nft, in an `ip` table of our own that is made anew in one step. Priorities as numbers: old nft knows no names. */
export function nftLines({ uplinks, mask }: PinPlan, { nft }: Programs): readonly string[] {
  const restore = `ct mark & ${hex(mask)} != 0 meta mark set ct mark & ${hex(mask)}`;
  const others = ~mask >>> 0 || 0;
  const save = ({ mark }: PinnedUplink): string =>
    `ct state new ct mark set ct mark & ${hex(others)} | ${hex(mark)}`;
  const names = uplinks.map((uplink) => ({ uplink, name: `"${unquoted(uplink.dev)}"` }));
  const hasVariables = uplinks.some(({ dev }) => dev.includes('$'));
  return [
    `${nft} -f - <<${hasVariables ? 'NFT' : "'NFT'"}`,
    'table ip pinning',
    'delete table ip pinning',
    'table ip pinning {',
    '\tchain prerouting {',
    '\t\ttype filter hook prerouting priority -150;',
    '\t\t# Before routing, each packet takes the mark of its connection',
    `\t\t${restore}`,
    '\t\t# A new connection takes the mark of the uplink it came in on',
    ...names.map(({ uplink, name }) => `\t\tiifname ${name} ${save(uplink)}`),
    '\t}',
    '\tchain output {',
    '\t\t# Packets of this host: type route looks up the route again',
    '\t\ttype route hook output priority -150;',
    `\t\t${restore}`,
    '\t}',
    '\tchain postrouting {',
    '\t\ttype filter hook postrouting priority -150;',
    '\t\t# or of the uplink that the default route chose for its first packet',
    ...names.map(({ uplink, name }) => `\t\toifname ${name} ${save(uplink)}`),
    '\t}',
    '}',
    'NFT',
  ];
}

/** Slashes where the name is a variable or holds a dot (`eno4.100`), as sysctl(8) wants it. */
function rpFilterKey(dev: string): string {
  const name = unquoted(dev);
  const key = /[.$]/.test(name)
    ? `net/ipv4/conf/${name}/rp_filter`
    : `net.ipv4.conf.${name}.rp_filter`;
  return name.includes('$') ? `"${key}"` : key;
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
