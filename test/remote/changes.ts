/** Kinds of change for the fault matrix: what is written and run, and whether the host can still be reached once it is live. */
import { netplanWith } from './lab.ts';

export interface Change {
  readonly name: string;
  /** Texts by their path below `/`. */
  readonly files: Readonly<Record<string, string>>;
  readonly scripts?: readonly string[];
  readonly removals?: readonly string[];
  /** It can be kept: the apply ends well, and the way to the host stays. */
  readonly isGood: boolean;
  /** Its apply never ends well, wherever it runs. What cuts may do no harm on a host that something else mends meanwhile. */
  readonly isHopeless?: boolean;
}

const script = 'usr/local/sbin/up.sh';

const good = netplanWith('198.51.100.2/24, 198.51.100.4/24');

/** A change of addresses, routes, nexthops, rules, sysctls, nft and links by a script, up to its last line. */
function scripted(name: string, end: string, isGood: boolean): Change {
  const text = `#!/bin/sh
ip route replace 10.9.0.0/16 nexthop via 203.0.113.1 dev up2 nexthop via 198.51.100.1 dev up1
ip nexthop add id 9 via 203.0.113.1 dev up2
ip route add 10.10.0.0/16 nhid 9
ip rule add pref 98 fwmark 1 lookup 78
ip addr add 203.0.113.9/24 dev up2
ip link add lab9 type veth peer name lab8
sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.conf.up2.rp_filter=2
nft flush ruleset
nft add table inet other
${end}
`;
  return { name, files: { [script]: text }, scripts: [`/${script}`], isGood };
}

const names = [
  'we ird.yaml',
  "quo'te.yaml",
  'dou"ble.yaml',
  'new\nline.yaml',
  '$(touch pwned).yaml',
];

export const changes = {
  good: { name: 'netplan', files: { 'etc/netplan/10.yaml': good }, isGood: true },
  cutting: {
    name: 'netplan that cuts',
    files: { 'etc/netplan/10.yaml': netplanWith('198.51.100.77/24') },
    isGood: false,
  },
  link: {
    name: 'netplan with a new bridge',
    files: {
      'etc/netplan/10.yaml': `${good}  bridges:\n    br9: {addresses: [10.99.0.1/24], parameters: {stp: false}}\n`,
    },
    isGood: true,
  },
  removal: {
    name: 'netplan file removed',
    files: {},
    removals: ['/etc/netplan/10.yaml'],
    isGood: false,
  },
  names: {
    name: 'names with any character',
    files: {
      'etc/netplan/10.yaml': good,
      ...Object.fromEntries(
        names.map((each) => [`etc/netplan/${each}`, 'network: {version: 2}\n']),
      ),
    },
    isGood: true,
  },
  huge: {
    name: 'a huge file',
    files: {
      'etc/netplan/10.yaml': good,
      'usr/local/sbin/huge.sh': `#!/bin/sh\n${`# ${'x'.repeat(997)}\n`.repeat(4600)}`,
    },
    isGood: true,
  },
  script: scripted('script', 'exit 0', true),
  scriptFails: {
    ...scripted('script that fails in the middle', 'exit 3', false),
    isHopeless: true,
  },
  scriptCuts: scripted('script that cuts', 'ip addr flush dev up1', false),
  scriptHangs: {
    ...scripted('script that never ends', 'ip addr flush dev up1; sleep 600', false),
    isHopeless: true,
  },
  settings: {
    name: 'sysctl and nft',
    files: {
      'etc/sysctl.d/60-lab.conf': 'net.ipv4.ip_forward = 1\nnet.ipv4.tcp_fin_timeout = 33\n',
      'etc/nftables.conf': '#!/usr/sbin/nft -f\nflush ruleset\ntable inet filter {\n}\n',
    },
    isGood: true,
  },
  firewall: {
    name: 'nft that cuts',
    files: {
      'etc/nftables.conf':
        'flush ruleset\ntable inet filter {\n  chain input {\n    type filter hook input priority 0; policy drop;\n  }\n}\n',
    },
    isGood: false,
  },
} as const satisfies Readonly<Record<string, Change>>;

export type ChangeKind = keyof typeof changes;
