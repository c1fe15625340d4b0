/**
 * A router in a network namespace of its own, to ask the running kernel which nexthop it chooses.
 * Nothing of the machine's own network is touched; packets stay between the veth pairs of the namespace.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const N_UPLINKS = 4;

export interface Lab {
  readonly namespace: string;
  /** Runs a command in the namespace and answers what it prints; throws if it fails. */
  readonly run: (command: readonly string[], input?: string) => string;
  /** The same for a command that may fail. */
  readonly attempt: (command: readonly string[], input?: string) => void;
  readonly remove: () => void;
}

/** Why the running kernel cannot be asked here; undefined if it can. */
export function reasonAgainstLab(): string | undefined {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  if (spawnSync('ip', ['-V']).status !== 0) return 'the ip program is missing';
  if (!existsSync('/proc/sys/net/ipv4/fib_multipath_hash_seed'))
    return 'this kernel has no seed sysctl (6.11)';
  const probe = `routelens-probe-${process.pid}`;
  if (spawnSync('ip', ['netns', 'add', probe]).status !== 0)
    return 'network namespaces cannot be made here';
  spawnSync('ip', ['netns', 'del', probe]);
  return undefined;
}

/** Why no packet can be sent here; undefined if it can. */
export function reasonAgainstPackets(): string | undefined {
  return spawnSync('python3', ['-c', 'import socket; socket.AF_PACKET']).status === 0
    ? undefined
    : 'python3 with AF_PACKET is missing';
}

/**
 * Uplinks `v0` to `v3` with 198.18.K.1/24 and 2001:db8:(K+1)::1/64, a LAN `lan` with 192.0.2.1/24 and 2001:db8:1a::1/64,
 * and 203.0.113.1 and 2001:db8:1b::1 on the loopback. Every link has a peer with a `p` behind its name.
 */
export function createLab(): Lab {
  const namespace = `routelens-${process.pid}-${process.hrtime.bigint() % 100_000n}`;
  execute(['ip', 'netns', 'add', namespace]);
  const inside = (command: readonly string[]): string[] => [
    'ip',
    'netns',
    'exec',
    namespace,
    ...command,
  ];
  const run: Lab['run'] = (command, input) => execute(inside(command), input);
  const attempt: Lab['attempt'] = (command, input = '') => {
    const [program = '', ...args] = inside(command);
    spawnSync(program, args, { input });
  };
  const remove = (): void => void spawnSync('ip', ['netns', 'del', namespace]);
  try {
    layLinks(run);
  } catch (error) {
    remove();
    throw error;
  }
  return { namespace, run, attempt, remove };
}

/** Makes the links of `createLab` where `run` runs. */
export function layLinks(run: Lab['run']): void {
  run(['sysctl', '-q', '-w', ...sysctls]);
  run(['ip', '-batch', '-'], setup());
  run(['sysctl', '-q', '-w', 'net.ipv4.conf.lan.rp_filter=0']);
}

const sysctls = [
  'net.ipv4.ip_forward=1',
  'net.ipv6.conf.all.forwarding=1',
  'net.ipv4.conf.all.rp_filter=0',
  'net.ipv4.conf.default.rp_filter=0',
  'net.ipv6.conf.all.accept_dad=0',
  'net.ipv6.conf.default.accept_dad=0',
  'net.ipv6.conf.all.keep_addr_on_down=1',
  'net.ipv6.conf.default.keep_addr_on_down=1',
];

function setup(): string {
  const lines = [
    'link set lo up',
    'address add 203.0.113.1/32 dev lo',
    'address add 2001:db8:1b::1/128 dev lo',
  ];
  const link = (name: string, ...addresses: readonly string[]): void => {
    lines.push(`link add ${name} type veth peer name ${name}p`, `link set ${name}p up`);
    lines.push(...addresses.map((address) => `address add ${address} dev ${name}`));
    lines.push(`link set ${name} up`);
  };
  for (let k = 0; k < N_UPLINKS; k++) link(`v${k}`, `198.18.${k}.1/24`, `2001:db8:${k + 1}::1/64`);
  link('lan', '192.0.2.1/24', '2001:db8:1a::1/64');
  return `${lines.join('\n')}\n`;
}

function execute(command: readonly string[], input = ''): string {
  const [program = '', ...args] = command;
  const result = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (result.status !== 0) throw new Error(`${command.join(' ')}: ${result.stderr}`);
  return result.stdout;
}
