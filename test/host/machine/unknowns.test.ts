/**
 * A word that only the run can tell makes no finding: in generated scripts, one word of a command is replaced by a variable that
 * nobody sets, and nothing may be found that was not found before. IP_UNKNOWNS says in how many scripts, IP_SEED where to begin.
 */
import { expect, test } from 'vitest';
import { refusedCommands } from '../../../server/src/host/machine/refusals.ts';
import { checkHost } from '../../../server/src/rules/index.ts';
import { hostOfFixture } from '../../support/analyze.ts';
import { sequenceOf } from './generate.ts';

const count = Number(process.env['IP_UNKNOWNS'] ?? 300);
const first = Number(process.env['IP_SEED'] ?? 1);

interface Found {
  /** How often each rule speaks of each line. */
  readonly findings: ReadonlyMap<string, { readonly line: number; readonly times: number }>;
  /** Lines that the kernel refuses. */
  readonly refused: ReadonlySet<number>;
}

function findingsIn(lines: readonly string[]): Found {
  const text = lines.map((line) => `${line}\n`).join('');
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const files = [{ path: '/usr/local/sbin/net.sh', text }];
  const host = hostOfFixture({ files, options: new Map() });
  const findings = new Map<string, { readonly line: number; readonly times: number }>();
  for (const { rule, origin } of checkHost(host)) {
    const line = lineAt(origin.span.start);
    const key = `${rule} in line ${line}`;
    findings.set(key, { line, times: (findings.get(key)?.times ?? 0) + 1 });
  }
  const refused = refusedCommands(host).map(({ command }) => lineAt(command.span.start));
  return { findings, refused: new Set(refused) };
}

/**
 * What is found now and was not. A command that was refused may be refused for another reason now, and what comes after one that
 * is not refused any more may be another story.
 */
function added(before: Found, after: Found): readonly string[] {
  const timesIn = ({ findings }: Found, key: string): number => findings.get(key)?.times ?? 0;
  const gone = [...before.findings].filter(([key, { times }]) => timesIn(after, key) < times);
  const accepted = [...before.refused].filter((line) => !after.refused.has(line));
  const end = Math.min(Infinity, ...accepted, ...gone.map(([, { line }]) => line));
  return [...after.findings]
    .filter(([key, { times }]) => times > timesIn(before, key))
    .filter(([, { line }]) => line < end && !before.refused.has(line))
    .map(([key]) => key);
}

/** The scripts of a seed: each command with another of its words unknown. */
function* variants(seed: number): Generator<{
  readonly lines: readonly string[];
  readonly changed: readonly string[];
}> {
  const lines = sequenceOf(seed).map(
    ({ family, text }) => `ip ${family === '' ? '' : '-6 '}${text}`,
  );
  for (const [index, line] of lines.entries()) {
    const words = line.split(' ');
    const from = words[1] === '-6' ? 4 : 3;
    if (words.length <= from) continue;
    const at = from + ((seed + index) % (words.length - from));
    const variable = seed % 2 === 0 ? '"$UNKNOWN"' : '$UNKNOWN';
    const changed = words.with(at, variable).join(' ');
    yield { lines, changed: lines.with(index, changed) };
  }
}

/** A link that a command uses is taken to be there: these are, whatever the script says. */
const head = ['w0', 'w1', 'x1', 'br0', 'i0'].map(
  (link) => `ip link set dev ${link} txqueuelen 1000`,
);

test('an unknown word makes no finding', { timeout: 60_000 + count * 300 }, () => {
  const wrong: string[] = [];
  let scripts = 0;
  for (let seed = first; scripts < count; seed += 1) {
    let before: Found | undefined;
    for (const { lines, changed } of variants(seed)) {
      before ??= findingsIn([...head, ...lines]);
      scripts += 1;
      const more = added(before, findingsIn([...head, ...changed]));
      if (more.length > 0) wrong.push([...more, ...changed].join('\n'));
    }
  }
  expect(wrong).toEqual([]);
});

test.each([
  'ip route add unreachable "$NET" metric 4',
  'ip rule add "$SELECTOR" 10.0.0.0/8 table 100',
  'ip link add v0 type veth peer "$WORD" v1',
  'ip addr add 192.0.2.1/24 dev eno3\nip route add default via 203.0.113.1 dev eno3 $ONLINK',
  'ip addr add 192.0.2.1/24 dev eno3\nip addr add 203.0.113.2/24 "$WORD" eno3\nip route add default via 203.0.113.1 dev eno3',
  'ip addr add 192.0.2.1/24 dev eno3\nip route add "$TYPE" 203.0.113.0/24 dev eno3\nip route add default via 203.0.113.1 dev eno3',
])('nothing is wrong with %s', (text) => {
  expect([...findingsIn(text.split('\n')).findings.keys()]).toEqual([]);
});
