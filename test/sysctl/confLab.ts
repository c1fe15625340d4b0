/**
 * Random writes below /proc/sys/net/ipv*\/conf, carried out by the running kernel in namespaces of their own and by our
 * model, value by value. One namespace takes several sequences, which go on from where the one before ended.
 */
import { execFileSync } from 'node:child_process';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import {
  addConfLink,
  confFolder,
  createConfTree,
  pinConfLink,
  refuseConf,
  writeConf,
} from '../../server/src/sysctl/confTree.ts';
import type { ConfTree } from '../../server/src/sysctl/confTypes.ts';
import { parseSysctlInteger } from '../../server/src/sysctl/integer.ts';
import { rangeOf } from '../../server/src/sysctl/ranges.ts';

export type Step =
  | { readonly kind: 'write'; readonly path: string; readonly value: string }
  | { readonly kind: 'links' | 'address'; readonly link: string };

export interface Sequence {
  readonly steps: readonly Step[];
}

/** What the kernel shows: `ipv4/all/rp_filter` and its value. */
type Values = ReadonlyMap<string, number>;

type Trees = ReadonlyMap<string, ConfTree<undefined>>;

/** The kernel that runs here. */
export const runningKernel = kernelProfile(
  execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim(),
);

const files = '/proc/sys/net/ipv[46]/conf/*/*';
/** Values that depend on the link or on rounding, or that can be read by nobody. */
const unmodelled = /\/(?:mtu|stable_secret|mldv\d_\w+|mc_forwarding)$/;

/** Runs sequences in one new namespace; lines that tell where kernel and model differ. */
export function compareSequences(sequences: readonly Sequence[]): readonly string[] {
  const [head = '', ...shown] = runInKernel(sequences);
  const trees = treesOf(readValues(head));
  return sequences.flatMap((sequence, i) => {
    const answers = modelAnswers(trees, sequence);
    const output = shown[i] ?? '';
    return compare(trees, answers, output).map(
      (difference) => `${difference} after\n${sequence.steps.map(stepText).join('\n')}`,
    );
  });
}

/** The names of all settings of a family. */
export function settingNames(family: 4 | 6): readonly string[] {
  return execFileSync('ls', [`/proc/sys/net/ipv${family}/conf/lo`], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .filter((name) => !unmodelled.test(`/${name}`));
}

function runInKernel(sequences: readonly Sequence[]): readonly string[] {
  const script = [
    `grep -Hs . ${files}; echo =====`,
    ...sequences.map((sequence, i) => {
      // Reading all files takes longer than all the rest: in between, those of which something may have changed.
      const shown = i === sequences.length - 1 ? files : touchedFiles(sequence);
      return `${sequence.steps.map(stepText).join('\n')}\ngrep -Hs . ${shown}; echo =====`;
    }),
  ].join('\n');
  return inNewNamespace(script).split('=====\n');
}

function touchedFiles({ steps }: Sequence): string {
  const written = steps.map((step) => (step.kind === 'write' ? step.path : ''));
  const names = written.map((path) => path.replace(/^(ipv[46])\/(?:conf\/\w+\/)?/, '$1 '));
  const touched = [...names, 'ipv4 forwarding', 'ipv4 accept_redirects', 'ipv6 force_forwarding'];
  return [...new Set(touched)]
    .filter((name) => name !== '' && !name.endsWith(' ip_forward'))
    .map((name) => `/proc/sys/net/${name.replace(' ', '/conf/*/')}`)
    .join(' ');
}

function inNewNamespace(script: string): string {
  return execFileSync('unshare', ['-n', 'sh'], {
    input: script,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/**
 * Which settings of `default` do not reach a link that is there already? A namespace begins as the machine's own is, so it
 * depends on what was written there.
 */
function findPinned(): readonly string[] {
  const output = inNewNamespace(
    [
      'ip link add probe0 type veth peer name probe1',
      'for file in /proc/sys/net/ipv4/conf/default/*; do name=${file##*/}',
      '{ echo 7 > $file; } 2>/dev/null',
      '[ "$(cat /proc/sys/net/ipv4/conf/probe0/$name)" = 7 ] || echo $name; done',
    ].join('\n'),
  );
  return output.trim().split('\n');
}

function stepText(step: Step): string {
  if (step.kind === 'write')
    return `{ printf '%s\\n' '${step.value}' > /proc/sys/net/${step.path}; } 2>/dev/null && echo taken || echo refused`;
  return step.kind === 'links'
    ? `ip link add ${step.link} type veth peer name ${step.link}p`
    : `ip address replace 192.0.2.1/24 dev ${step.link}`;
}

function readValues(text: string): Values {
  const lines = text.matchAll(/^\/proc\/sys\/net\/(ipv[46])\/conf\/([^/]+)\/(\w+):(-?\d+)$/gm);
  return new Map(
    [...lines].map(([, family, folder, name, value]) => [
      `${family}/conf/${folder}/${name}`,
      Number(value),
    ]),
  );
}

let pinned: readonly string[] | undefined;

function treesOf(start: Values): Trees {
  const trees = new Map(
    [4 as const, 6 as const].map((family) => [`ipv${family}`, createConfTree<undefined>(family)]),
  );
  for (const [path, value] of start) {
    const [family = '', , folder = '', name = ''] = path.split('/');
    const tree = trees.get(family);
    if (tree !== undefined) confFolder(tree, folder)?.cells.set(name, { value, by: undefined });
  }
  pinned ??= findPinned();
  for (const name of pinned) trees.get('ipv4')?.default.pinned.add(name);
  return trees;
}

/** Carries out the steps on the model; what each write answers. */
function modelAnswers(trees: Trees, { steps }: Sequence): readonly string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'write') return [modelWrite(trees, step.path, step.value)];
    for (const tree of trees.values()) {
      const names = [step.link, `${step.link}p`];
      if (step.kind === 'links') for (const name of names) addConfLink(tree, name);
      else pinConfLink(tree, step.link);
    }
    return [];
  });
}

function modelWrite(trees: Trees, path: string, text: string): string {
  const key = ['net', ...path.split('/')];
  const value = parseSysctlInteger(text);
  const range = runningKernel === undefined ? undefined : rangeOf(key, runningKernel);
  const isTaken =
    value !== undefined && (range === undefined || (value >= range.min && value <= range.max));
  const [family = '', , folder = 'all', name = 'forwarding'] = path.split('/');
  const tree = trees.get(family);
  if (!isTaken && tree !== undefined) refuseConf(tree, folder, name);
  if (!isTaken) return 'refused';
  if (tree !== undefined) writeConf(tree, { folder, name, value, by: undefined });
  return 'taken';
}

function compare(trees: Trees, answers: readonly string[], output: string): readonly string[] {
  const shown = output.match(/^(?:taken|refused)$/gm) ?? [];
  const differences = answers
    .map((answer, i) => (answer === shown[i] ? '' : `write ${i}: ${answer}, kernel ${shown[i]}`))
    .filter((line) => line !== '');
  for (const [path, value] of readValues(output)) {
    const [family = '', , folder = '', name = ''] = path.split('/');
    if (unmodelled.test(path) || folder === 'lo') continue;
    const tree = trees.get(family);
    const own = tree === undefined ? undefined : confFolder(tree, folder)?.cells.get(name)?.value;
    if (own !== value) differences.push(`${path}: ${own}, kernel ${value}`);
  }
  return differences;
}
