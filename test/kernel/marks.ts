/** Marks that the rules of a network namespace put on UDP packets over its loopback. */
import { spawnSync } from 'node:child_process';
import type { Flow } from '../../server/src/net/flow.ts';
import { reasonAgainstLab, reasonAgainstPackets } from './lab.ts';

const namespace = `routelens-marks-${process.pid}`;

/** Why the running kernel cannot be asked; undefined if it can. */
export function reasonAgainstMarks(): string | undefined {
  return reasonAgainstLab() ?? reasonAgainstPackets() ?? reasonAgainstRules();
}

export function removeMarks(): void {
  spawnSync('ip', ['netns', 'del', namespace]);
}

function reasonAgainstRules(): string | undefined {
  if (spawnSync('nft', ['--version']).status !== 0) return 'nft is missing';
  return spawnSync('iptables', ['--version']).status === 0 ? undefined : 'iptables is missing';
}

/** A ruleset of nft, or one command of iptables. */
export function marksOf(rules: string, flows: readonly Flow[]): number[] {
  spawnSync('ip', ['netns', 'del', namespace]);
  const inside = ['netns', 'exec', namespace];
  execute('ip', ['netns', 'add', namespace]);
  execute('ip', [...inside, 'ip', 'link', 'set', 'lo', 'up']);
  if (rules.startsWith('table')) execute('ip', [...inside, 'nft', '-f', '-'], rules);
  else execute('ip', [...inside, ...rules.split(' ')]);
  const lines = flows.map(
    ({ src, sport, dst, dport }) => `${dotted(src)} ${sport} ${dotted(dst)} ${dport}`,
  );
  const script = new URL('./marks.py', import.meta.url).pathname;
  return execute('ip', [...inside, 'python3', script], `${lines.join('\n')}\n`)
    .trim()
    .split('\n')
    .map(Number);
}

function dotted(of: Flow['src']): string {
  if (of.family !== 4) throw new Error('the loopback test is IPv4');
  return [24, 16, 8, 0].map((shift) => (of.value >>> shift) & 255).join('.');
}

function execute(program: string, args: readonly string[], input = ''): string {
  const result = spawnSync(program, args, { input, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}
