/**
 * A router in a network namespace of its own, to ask the running kernel which nexthop it chooses.
 * Nothing of the machine's own network is touched, and no packet is sent.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const N_UPLINKS = 4;

export interface Lab {
  readonly namespace: string;
  readonly run: (command: readonly string[], input?: string) => string;
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

/** Uplinks `v0` to `v3` with 198.18.K.1/24, a LAN `lan` with 192.0.2.1/24, and 203.0.113.1 on the loopback. */
export function createLab(): Lab {
  const namespace = `routelens-${process.pid}-${process.hrtime.bigint() % 100_000n}`;
  execute(['ip', 'netns', 'add', namespace]);
  const run: Lab['run'] = (command, input) =>
    execute(['ip', 'netns', 'exec', namespace, ...command], input);
  const remove = (): void => void spawnSync('ip', ['netns', 'del', namespace]);
  try {
    run(['ip', '-batch', '-'], setup());
    run([
      'sysctl',
      '-q',
      '-w',
      'net.ipv4.ip_forward=1',
      'net.ipv4.conf.all.rp_filter=0',
      'net.ipv4.conf.lan.rp_filter=0',
    ]);
  } catch (error) {
    remove();
    throw error;
  }
  return { namespace, run, remove };
}

function setup(): string {
  const lines = ['link set lo up', 'address add 203.0.113.1/32 dev lo'];
  const link = (name: string, address: string): void => {
    lines.push(`link add ${name} type veth peer name ${name}p`);
    lines.push(`link set ${name}p up`, `address add ${address} dev ${name}`, `link set ${name} up`);
  };
  for (let k = 0; k < N_UPLINKS; k++) link(`v${k}`, `198.18.${k}.1/24`);
  link('lan', '192.0.2.1/24');
  return `${lines.join('\n')}\n`;
}

function execute(command: readonly string[], input = ''): string {
  const [program = '', ...args] = command;
  const result = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (result.status !== 0) throw new Error(`${command.join(' ')}: ${result.stderr}`);
  return result.stdout;
}
