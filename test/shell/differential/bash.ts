/** Runs many scripts in one bash process, with functions for the tools that tell their arguments and what they read. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One call of a tool. */
export interface Called {
  readonly words: readonly string[];
  readonly input: string | undefined;
}

// Functions and builtins only: a process for each call would take most of the time.
const stubs = `
ip() { stub ip "$@"; }
iptables() { stub iptables "$@"; }
sysctl() { stub sysctl "$@"; }
nft() { stub nft "$@"; }
sudo() { "$@"; }
env() { "$@"; }
outside() { printf '%s' "$OUT$1"; }
stub() {
  if [[ $1 == nft ]]; then
    { local IFS= read_; read -r -d '' read_; printf '%s\\x1f' "$@"; printf '\\x1d%s\\x1e' "$read_"; } >&7
  else printf '%s\\x1f' "$@" >&7; printf '\\x1e' >&7; fi
}
command() { if [[ $1 == ip ]]; then "$@"; else builtin command "$@"; fi; }
export -f ip stub
`;

/** Nothing outlives the test: each process has a limit of processor time, and no script starts when the test is gone. */
const harness = `
exec 2>/dev/null </dev/null
ulimit -c 0 -t "$3"
folder=$1 last=$2 parent=$PPID
mkdir "$1/empty"; cd "$1/empty"
for ((number = 0; number < last; number++)); do
  [[ -d /proc/$parent ]] || exit
  ( ulimit -t 2; exec 7> "$folder/$number.out"; set --; unset folder last parent; . "../$number.sh" )
  printf x >> "$folder/done"
done
`;

const secondsPerScript = 2;

/**
 * Calls of each script, in their order. `environment` is what the scripts find set.
 * Throws where not every script was run to its end.
 */
export async function runInBash(
  scripts: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly (readonly Called[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'routelens-shell-'));
  const limit = scripts.length * secondsPerScript;
  try {
    scripts.forEach((text, index) => writeFileSync(join(folder, `${index}.sh`), text));
    writeFileSync(join(folder, 'harness'), stubs + harness);
    await runGroup(['bash', join(folder, 'harness'), folder, `${scripts.length}`, `${limit}`], {
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', ...environment },
      timeout: limit * 10_000,
    });
    const done = join(folder, 'done');
    const finished = existsSync(done) ? readFileSync(done).length : 0;
    if (finished !== scripts.length)
      throw new Error(`bash ran ${finished} of ${scripts.length} scripts`);
    return scripts.map((_, index) => {
      const file = join(folder, `${index}.out`);
      return existsSync(file) ? parseCalls(readFileSync(file, 'utf8')) : [];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program as the head of a process group, and ends whatever is left of the group. */
async function runGroup(
  [program, ...args]: readonly [string, ...string[]],
  options: { readonly env: Readonly<Record<string, string>>; readonly timeout: number },
): Promise<void> {
  const child = spawn(program, args, {
    ...options,
    detached: true,
    killSignal: 'SIGKILL',
    stdio: 'ignore',
  });
  const endGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing is left: the usual case.
    }
  };
  process.once('exit', endGroup);
  try {
    await once(child, 'exit');
  } finally {
    endGroup();
    process.off('exit', endGroup);
  }
}

function parseCalls(text: string): readonly Called[] {
  return text
    .split('\x1e')
    .filter((each) => each !== '')
    .map((each) => {
      const [words = '', input] = each.split('\x1d');
      return { words: words.split('\x1f').slice(0, -1), input };
    });
}
