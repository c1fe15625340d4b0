/**
 * Network namespaces for tests: made with unique names, always removed, never the machine's own.
 * Needs root and the right to make namespaces; `whyNoNamespaces` tells why a test has to be skipped.
 */
import { execFileSync } from 'node:child_process';

export interface Namespace {
  /** As `ip netns` knows it. */
  readonly name: string;
  /** Runs a command inside, waits, and returns its standard output. Throws if it fails. */
  readonly run: (command: string, ...args: readonly string[]) => string;
  /** Runs a line of bash inside. */
  readonly shell: (line: string) => string;
  /** Runs many `ip` commands inside, one a line, without the word `ip`. */
  readonly ip: (batch: string) => void;
}

const made = new Set<string>();
let count = 0;

/** Why namespaces cannot be used here, or undefined if they can. Tried once by making one. */
export function whyNoNamespaces(): string | undefined {
  if (process.getuid?.() !== 0) return 'namespaces need root';
  try {
    const probe = createNamespace('probe');
    probe.ip('link set lo up');
    removeNamespaces([probe]);
    return undefined;
  } catch (error) {
    return `no network namespaces here: ${String(error).split('\n')[0]}`;
  }
}

/** Why a tool cannot be used inside a namespace, or undefined if it can. */
export function whyNoTool(command: string, ...args: readonly string[]): string | undefined {
  try {
    execFileSync('unshare', ['-n', command, ...args], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `\`${command}\` does not run here: ${String(error).split('\n')[0]}`;
  }
}

/** A new namespace with its loopback up. The name tells the process and the role. */
export function createNamespace(role: string): Namespace {
  const name = `rl${process.pid}x${count++}-${role}`;
  execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' });
  if (count === 1) process.once('exit', () => removeByName([...made]));
  made.add(name);
  const run = (command: string, ...args: readonly string[]): string =>
    execFileSync('ip', ['netns', 'exec', name, command, ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const namespace: Namespace = {
    name,
    run,
    shell: (line) => run('bash', '-c', line),
    ip: (batch) =>
      void execFileSync('ip', ['-n', name, '-batch', '-'], { input: `${batch}\n`, stdio: 'pipe' }),
  };
  namespace.ip('link set lo up');
  return namespace;
}

/** Removes namespaces with all their links. Processes inside have to be stopped by whoever started them. */
export function removeNamespaces(namespaces: readonly Namespace[]): void {
  removeByName(namespaces.map((namespace) => namespace.name));
}

function removeByName(names: readonly string[]): void {
  for (const name of names) {
    made.delete(name);
    try {
      execFileSync('ip', ['netns', 'del', name], { stdio: 'pipe' });
    } catch {
      // Gone already: nothing is left to remove.
    }
  }
}

/** One end of a cable. */
export interface Port {
  readonly namespace: Namespace;
  readonly name: string;
}

/** A pair of linked ports, both up. */
export function linkNamespaces(left: Port, right: Port): void {
  left.namespace.ip(
    `link add ${left.name} type veth peer name ${right.name} netns ${right.namespace.name}\nlink set ${left.name} up`,
  );
  right.namespace.ip(`link set ${right.name} up`);
}
