/**
 * `routelens preview` of the examples against the kernel: the answers come from the text of the files alone, the kernel
 * gets the same files in a network namespace.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../server/src/cli/program.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { flowOfFrame, readFrames } from '../kernel/frames.ts';
import type { RecordedFrame } from '../kernel/frames.ts';
import { reasonAgainstLab } from '../kernel/lab.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));
const reason = reasonAgainstLab();
if (reason !== undefined) console.log(`the running kernel is not asked: ${reason}`);

const namespaces: string[] = [];
afterAll(() => {
  for (const name of namespaces) spawnSync('ip', ['netns', 'del', name]);
});

const N_FLOWS = 400;

describe.skipIf(reason !== undefined)('as the running kernel answers', () => {
  test('a resilient group after a member was added, policy 3 with ports', async () => {
    const flows = Array.from({ length: N_FLOWS }, (_, i) => ({
      src: `198.18.${i % 250}.${(i * 7) % 251}`,
      dst: `198.19.${(i * 3) % 256}.9`,
      proto: i % 3 === 0 ? 'udp' : 'tcp',
      sport: 1024 + i * 13,
      dport: i % 2 === 0 ? 443 : 80,
      origin: 'route-get-iif',
    }));
    const groups = await preview('resilient-group/usr/local/sbin/nexthops.sh', flows);
    expect(groups.map(({ kind, name, exact }) => [kind, name, exact])).toEqual([
      ['resilient-group', 'nexthop group 10', true],
      ['resilient-group', 'nexthop group 10', true],
    ]);
    const answers = answersOfKernel('resilient-group', flows, '198.18.255.1/16');
    // The second line is the state that the script leaves behind.
    expect(gatewaysOf(groups[1])).toEqual(answers);
    expect(new Set(answers).size).toBe(3);
    expect(gatewaysOf(groups[0])).not.toEqual(answers);
  });

  test('an IPv6 route with weights, policy 1', async () => {
    const flows = Array.from({ length: N_FLOWS }, (_, i) => ({
      src: `2001:db8:1::${(i * 31).toString(16)}`,
      dst: `2001:db8:ffff:${(i % 77).toString(16)}::${(i * 5).toString(16)}`,
      proto: i % 3 === 0 ? 'udp' : 'tcp',
      sport: 1024 + i * 17,
      dport: 443,
      origin: 'route-get-iif',
    }));
    const [group, ...others] = await preview('ipv6-uplinks/usr/local/sbin/uplinks6.sh', flows);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ kind: 'route', family: 6, policy: 1, seed: 4711, exact: true });
    const answers = answersOfKernel('ipv6-uplinks', flows, '2001:db8:1::ffff/64');
    expect(gatewaysOf(group)).toEqual(answers);
    expect(new Set(answers).size).toBe(3);
  });
});

test('a bond of netplan as the recorded frames of such a bond', async () => {
  const frames = readFrames().filter(
    ({ mode, policy, slaves }) => mode === '802.3ad' && policy === 'layer3+4' && slaves === 2,
  );
  expect(frames.length).toBeGreaterThan(10);
  const flows = frames.map(flowRecord);
  const [group] = await preview('bonded-uplink/etc/netplan/50-bond.yaml', flows, ['--kernel', '6.1']);
  expect(group).toMatchObject({
    kind: 'bond',
    name: 'bond0',
    mode: '802.3ad',
    policy: 'layer3+4',
    exact: true,
  });
  expect(group?.flows.map(({ member }) => member)).toEqual(frames.map(({ observed }) => observed));
});

interface PreviewedGroup {
  readonly kind: string;
  readonly name: string;
  readonly family: number;
  readonly exact: boolean;
  readonly members: readonly { readonly gateway: string | null }[];
  readonly flows: readonly { readonly member: number | null; readonly why?: string }[];
}

async function preview(
  file: string,
  flows: readonly object[],
  options: readonly string[] = [],
): Promise<readonly PreviewedGroup[]> {
  let printed = '';
  const complaints: string[] = [];
  const release = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  const args = ['preview', `${examples}${file}`, '--flows', '-', '--format', 'json'];
  const status = await runProgram([...args, '--kernel', release, ...options], {
    directory: examples,
    packageRoot: examples,
    isTerminal: false,
    print: (text) => void (printed += text),
    printError: (text) => complaints.push(text),
    complain: (sentence) => complaints.push(sentence),
    readStandardInput: () => flows.map((flow) => JSON.stringify(flow)).join('\n'),
    ask: undefined,
    wait: () => Promise.resolve(),
    now: () => 0,
    newId: () => 'id',
  });
  expect(complaints).toEqual([]);
  expect(status).toBe(0);
  return (JSON.parse(printed) as { readonly groups: readonly PreviewedGroup[] }).groups;
}

function gatewaysOf(group: PreviewedGroup | undefined): (string | null | undefined)[] {
  return (group?.flows ?? []).map(({ member }) =>
    member === null ? member : group?.members[member]?.gateway,
  );
}

interface AskedFlow {
  readonly src: string;
  readonly dst: string;
  readonly proto: string;
  readonly sport: number;
  readonly dport: number;
}

/** Runs the files of an example in a namespace with links of those names, and asks for each flow. */
function answersOfKernel(
  example: string,
  flows: readonly AskedFlow[],
  lan: string,
): (string | undefined)[] {
  const name = `routelens-example-${process.pid}-${namespaces.length}`;
  execute(['ip', 'netns', 'add', name]);
  namespaces.push(name);
  const run = (command: readonly string[], input?: string): string =>
    execute(['ip', 'netns', 'exec', name, ...command], input);
  // Addresses are usable at once without duplicate address detection.
  const noDad = ['net.ipv6.conf.default.accept_dad=0', 'net.ipv6.conf.all.accept_dad=0'];
  run(['sysctl', '-q', '-w', ...noDad]);
  const links = ['eno3', 'eno4', 'eno5', 'lan'].flatMap((link) => [
    `link add ${link} type veth peer name ${link}p`,
    `link set ${link}p up`,
  ]);
  const lines = ['link set lo up', ...links, 'link set lan up', `address add ${lan} dev lan`];
  run(['ip', '-batch', '-'], `${lines.join('\n')}\n`);
  run(['sysctl', '-q', '-p', `${examples}${example}/etc/sysctl.d/60-router.conf`]);
  const script = example === 'ipv6-uplinks' ? 'uplinks6.sh' : 'nexthops.sh';
  run(['sh', `${examples}${example}/usr/local/sbin/${script}`]);
  const questions = flows.map(
    ({ src, dst, proto, sport, dport }) =>
      `route get ${dst} from ${src} iif lan ipproto ${proto} sport ${sport} dport ${dport}`,
  );
  const output = run(['ip', '-j', '-batch', '-'], `${questions.join('\n')}\n`);
  return output
    .trim()
    .split('\n')
    .map((line) => /"gateway":"([^"]+)"/.exec(line)?.[1]);
}

function execute([program = '', ...args]: readonly string[], input = ''): string {
  const result = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 1e8 });
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

/** A recorded frame as a line of `--flows`, in the words of `docs/cli.md`. */
function flowRecord(frame: RecordedFrame): object {
  const { smac, dmac, ...flow } = flowOfFrame(frame);
  const macs = { smac: (smac ?? []).map(octet).join(':'), dmac: (dmac ?? []).map(octet).join(':') };
  return frame.ip === undefined
    ? { ...macs, etherType: frame.etherType }
    : { ...textual(flow), ...macs };
}

function octet(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function textual({ src, dst, quoted, encap, ...rest }: Flow): object {
  return {
    ...rest,
    src: formatAddress(src),
    dst: formatAddress(dst),
    ...(quoted === undefined ? {} : { quoted: textual(quoted) }),
    ...(encap === undefined ? {} : { encap: textual(encap) }),
  };
}
