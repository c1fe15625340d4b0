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
  { uplinks, mask, firstPriority, suppressedLength }: PinPlan,
  { ip, sysctl }: Programs,
): readonly string[] {
  const addRule = (priority: number, rule: string): string =>
    `${ip} rule show | grep -q '^${priority}:' || ${ip} rule add pref ${priority} ${rule}`;
  return [
    '',
    '# Keep each connection on the uplink that it began on.',
    '# A table of its own for each uplink; run this again when an uplink was down, its table is empty then',
    ...uplinks.map(({ nexthop, table }) => `${ip} route replace default ${nexthop} table ${table}`),
    `# First all routes but the default ones${suppressedLength > 0 ? ' and their halves' : ''}, so that replies find the LAN; then the table of the mark`,
    addRule(firstPriority, `lookup main suppress_prefixlength ${suppressedLength}`),
    ...uplinks.map(({ mark, table, priority }) =>
      addRule(priority, `fwmark ${hex(mark)}/${hex(mask)} lookup ${table}`),
    ),
    '# The strict reverse path check ignores the mark and would drop replies of pinned connections',
    ...uplinks.map(({ dev }) => `${sysctl} -q -w ${looseReversePath(dev)}`),
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

/**
 * Marks with nft, in an `ip` table of our own that is made anew in one step. Priorities are numbers: old nft knows no names.
 * Old kernels cannot combine two marks in one expression, so the mark is restored by one rule for each uplink.
 */
export function nftLines(
  { uplinks, mask, nftTable }: PinPlan,
  { nft }: Programs,
): readonly string[] {
  const write = (target: string, { mark }: PinnedUplink): string =>
    `${target} set ${target} & ${hex(~mask >>> 0)} | ${hex(mark)}`;
  const restore = uplinks.map(
    (uplink) => `ct mark & ${hex(mask)} == ${hex(uplink.mark)} ${write('meta mark', uplink)}`,
  );
  const save = (key: string): readonly string[] =>
    uplinks.map(
      (uplink) => `${key} "${unquoted(uplink.dev)}" ct state new ${write('ct mark', uplink)}`,
    );
  const hasVariables = uplinks.some(({ dev }) => dev.includes('$'));
  return [
    `${nft} -f - <<${hasVariables ? 'NFT' : "'NFT'"}`,
    `table ip ${nftTable}`,
    `delete table ip ${nftTable}`,
    `table ip ${nftTable} {`,
    ...nftChain('prerouting', 'filter', [
      '# Before routing, each packet takes the mark of its connection',
      ...restore,
      '# A new connection takes the mark of the uplink it came in on',
      ...save('iifname'),
    ]),
    ...nftChain('output', 'route', [
      '# Packets of this host: type route looks up the route again',
      ...restore,
    ]),
    ...nftChain('postrouting', 'filter', [
      '# or of the uplink that the default route chose for its first packet',
      ...save('oifname'),
    ]),
    '}',
    'NFT',
  ];
}

function nftChain(hook: string, type: string, rules: readonly string[]): readonly string[] {
  return [
    `\tchain ${hook} {`,
    ...[`type ${type} hook ${hook} priority -150;`, ...rules].map((line) => `\t\t${line}`),
    '\t}',
  ];
}

/** Slashes where the name is a variable or holds a dot (`eno4.100`), as sysctl(8) wants it. */
function looseReversePath(dev: string): string {
  const name = unquoted(dev);
  if (name.includes('$')) return `"net/ipv4/conf/${name}/rp_filter=2"`;
  return name.includes('.')
    ? `net/ipv4/conf/${name}/rp_filter=2`
    : `net.ipv4.conf.${name}.rp_filter=2`;
}

function unquoted(word: string): string {
  return word.replaceAll(/["']/g, '');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
