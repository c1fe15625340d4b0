/**
 * Programs that load rules from a configuration of their own, which is not read: ferm(1), shorewall(8), firehol(1), mwan3,
 * and the direct rules of firewalld (firewall-cmd(1)). Whether they mark connections is not known.
 */
import type { ShellCommand } from '../shell/types.ts';

const starting = ['start', 'restart', 'reload', 'up', 'ifup', 'refresh', 'try'];

/** The words with which each loads rules; none: whatever it is called with. */
const loaders: Readonly<Record<string, readonly string[]>> = {
  ferm: [],
  firehol: starting,
  mwan3: starting,
  shorewall: starting,
  shorewall6: starting,
  'firewall-cmd': ['--direct'],
};

/** True if the command loads rules that nobody can see here. */
export function loadsForeignRules({ name, words }: ShellCommand): boolean {
  if (name === undefined || !Object.hasOwn(loaders, name)) return false;
  const needed = loaders[name] ?? [];
  return (
    needed.length === 0 ||
    words.some(({ value }) => typeof value !== 'string' || needed.includes(value))
  );
}
