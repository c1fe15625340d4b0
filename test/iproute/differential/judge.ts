/**
 * The real `ip` as the judge of command lines, in a network namespace of its own and without the right to change anything:
 * what the arguments are worth is said before the kernel is asked, and the state stays the same from line to line.
 */
import { spawn, spawnSync } from 'node:child_process';

/** What one `ip` answers. */
export interface Answer {
  readonly status: number;
  /** The first line of what it writes. */
  readonly says: string;
}

/** An `ip` that can be asked. */
export interface Judge {
  readonly name: string;
  /** A root folder to change to. */
  readonly root?: string;
  /** Another program than `ip`. */
  readonly program?: string;
}

/** Links that lines may name. */
export const links = ['v0', 'v1', 'd0', 'br0'] as const;

const setUp = `
ip link set lo up
ip link add v0 type veth peer name v1
ip link add d0 type dummy; ip link add br0 type bridge
ip link set v0 up; ip link set v1 up
ip addr add 192.0.2.2/24 dev v0; ip addr add 2001:db8::2/64 dev v0
`;

/**
 * Lines that go on listening are ended: whatever they listen to, their words were taken.
 * The time is long, because one that is ended before it has read its words would pass.
 */
const ask = `
set -f
while IFS= read -r line; do
  case $line in
    mo*|*' mo'*) out=$(timeout -s KILL 4 $IP $line 2>&1 </dev/null) ;;
    *) out=$($IP $line 2>&1 </dev/null) ;;
  esac
  status=$?
  while [[ $out == Warning:* || $out == '         '* ]]; do [[ $out == *$'\n'* ]] || out=; out="\${out#*$'\n'}"; done
  printf '%s\\t%s\\n' "$status" "\${out%%$'\\n'*}"
done`;

/** True if namespaces can be made here. */
export function canJudge(): boolean {
  return (
    process.getuid?.() === 0 &&
    spawnSync('ip', ['-V']).status === 0 &&
    spawnSync('unshare', ['-n', 'true']).status === 0
  );
}

/** Lines that may listen wait most of their time: they are asked many at a time. */
const mayListen = /^(?:-\S+ )*mo/;

/** What the judge answers to each line, in their order. */
export async function answersOf(
  judge: Judge,
  lines: readonly string[],
): Promise<readonly Answer[]> {
  const parts = [
    ...dealt(
      lines.filter((line) => !mayListen.test(line)),
      2,
    ),
    ...dealt(
      lines.filter((line) => mayListen.test(line)),
      12,
    ),
  ];
  const answers = new Map<string, Answer>();
  await Promise.all(
    parts.map(async (part) => {
      const found = await answersOfPart(judge, part);
      if (found.length !== part.length)
        throw new Error(`${found.length} answers of ${judge.name} to ${part.length} lines`);
      for (const [index, line] of part.entries()) {
        const answer = found[index];
        if (answer !== undefined) answers.set(line, answer);
      }
    }),
  );
  return lines.flatMap((line) => answers.get(line) ?? []);
}

/** The lines in turn, in so many parts; none is empty. */
function dealt(lines: readonly string[], parts: number): readonly (readonly string[])[] {
  return Array.from({ length: parts }, (_, part) =>
    lines.filter((_line, index) => index % parts === part),
  ).filter((part) => part.length > 0);
}

function answersOfPart(judge: Judge, lines: readonly string[]): Promise<readonly Answer[]> {
  const enter =
    judge.root === undefined
      ? 'exec setpriv --reuid=65534 --regid=65534 --clear-groups bash -c "$ASK"'
      : 'exec chroot --userspec=65534:65534 "$ROOT" bash -c "$ASK"';
  const child = spawn('unshare', ['-n', 'bash', '-c', `${setUp}\n${enter}`], {
    env: {
      ...process.env,
      ASK: ask,
      ROOT: judge.root ?? '/',
      IP: judge.program ?? 'ip',
      LC_ALL: 'C',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${lines.join('\n')}\n`);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve(readAnswers(output)));
  });
}

function readAnswers(output: string): readonly Answer[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [status = '', ...says] = line.split('\t');
      return { status: Number(status), says: says.join('\t') };
    });
}
