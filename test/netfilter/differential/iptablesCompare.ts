/** Our reading of a sequence of iptables commands beside the answers of the real one. */
import { assembleNetfilter } from '../../../server/src/host/assemble/netfilter.ts';
import type { Chain } from '../../../server/src/host/assemble/netfilterChains.ts';
import { readIptables } from '../../../server/src/netfilter/iptables/command.ts';
import { readIptablesRestoreFile } from '../../../server/src/netfilter/read.ts';
import type { NetfilterStep } from '../../../server/src/netfilter/types.ts';
import type { Command } from './iptablesGenerator.ts';
import type { Outcome } from './iptablesOracle.ts';

export interface Difference {
  readonly kind: 'false alarm' | 'missed' | 'words' | 'rules';
  readonly command: string;
  readonly ours: string;
  readonly real: string;
}

const context = { conditional: false, loop: false, failureIgnored: false, trap: false };

/** Everything in which the two differ. */
export function compareSequence(
  commands: readonly Command[],
  outcome: Outcome,
  isLegacy = false,
): readonly Difference[] {
  const differences: Difference[] = [];
  const steps: NetfilterStep[] = [];
  for (const [i, command] of commands.entries()) {
    const answer = outcome.answers[i];
    const said = ourAnswer(steps, command);
    const real = answer?.status === 0 ? undefined : firstWords(answer?.words ?? 'no answer');
    const shown = {
      command: command.join(' '),
      ours: said.words ?? 'taken',
      real: real ?? 'taken',
    };
    if (said.words === undefined && real !== undefined)
      differences.push({ kind: 'missed', ...shown });
    else if (said.words !== undefined && real === undefined)
      differences.push({ kind: 'false alarm', ...shown });
    else if (said.words !== undefined && real !== undefined && !isSame(said.words, real))
      differences.push({ kind: 'words', ...shown });
    if (real === undefined) steps.push(...said.steps);
  }
  differences.push(...compareRules(commands, steps, outcome));
  return differences.filter(
    (difference) => !isExplained(difference) && !(isLegacy && isOfLegacy(difference)),
  );
}

/**
 * We follow iptables with nft. The older one has other words, asks the kernel about TRACE and TCPMSS, about which nft has no
 * doubt, and leaves `! -s 0/0` in the rule.
 */
function isOfLegacy({ kind, command, real }: Difference): boolean {
  if (kind === 'words') return true;
  if (kind === 'missed')
    return /Invalid argument/.test(real) && /TRACE|TCPMSS| ! (?:-p|--p\w*) /.test(command);
  return / ! (?:-[sd]|--s\w*|--d\w*) (?:0\/0|0\.0\.0\.0\/0|::\/0)/.test(command);
}

/**
 * Where we are silent on purpose: names are looked up on the host (DNS, /etc/services, /etc/protocols), a set may be there,
 * and a target that is not known may be an extension of somebody else, whose options are its own.
 */
export function isExplained({ kind, command, real }: Difference): boolean {
  // A burst of 0 is kept as 5, which iptables does not find again (docs/netfilter.md).
  if (/--limit-b\S* 0+(?: |$)/.test(command) && real.startsWith('Bad rule')) return true;
  // Objects of the host, and which hook calls a chain of the user's own (docs/netfilter.md).
  const isOfHost = / CT .*--timeout | (?:A|B|PIN) .* CLASSIFY /.test(command);
  if (kind === 'missed' && isOfHost && /^RULE_\w+ failed \(Invalid/.test(real)) return true;
  if (kind !== 'missed' && kind !== 'words') return false;
  if (
    /^(?:getaddrinfo|Couldn't load match|realm: could not map|owner: Bad value|Set .* doesn't exist)/.test(
      real,
    )
  )
    return true;
  const name =
    /^(?:host\/network|invalid port\/service|unknown protocol|Port) [`"]?([^'"`]*[A-Za-z][^'"`]*)/.exec(
      real,
    );
  return name !== null && !/[:/ ]/.test(name[1] ?? '');
}

/** What we say of the next command in the state that the ones before made. */
export function ourAnswer(
  before: readonly NetfilterStep[],
  [program, ...words]: Command,
): { readonly words: string | undefined; readonly steps: readonly NetfilterStep[] } {
  const { steps, problems } = readIptables({
    words: words.map((value, i) => ({ value, span: { start: i, end: i + 1 } })),
    family: program === 'iptables' ? 4 : 6,
    table: 'filter',
    span: { start: 0, end: words.length },
    file: 'f',
    context,
  });
  const [problem] = problems;
  if (problem !== undefined)
    return { words: problem.why.replace(/^.*?(?:refuses the whole command): /, ''), steps };
  const { refusals } = assembleNetfilter([...before, ...steps]);
  const known = assembleNetfilter(before).refusals.length;
  return { words: refusals[known]?.words, steps };
}

/** The line that says what is wrong, without the name of the program and without advice. */
export function firstWords(text: string): string {
  const lines = text
    .split('\n')
    .map((line) =>
      line
        .replace(/^ip6?tables(?: v[\d.]+ \((?:nf_tables|legacy)\))?: */, '')
        .replace(/ Run `dmesg' for more information\./, '')
        .trim(),
    )
    .filter((line) => line !== '' && !notices.test(line));
  return lines[0] ?? text;
}

const notices = /^(?:Using intra|Warning|Notice|Ignoring|warn:|xt_iprange:|--set option)/;

/**
 * Words that come to the same. Which of two faults the tool and the kernel name first is not told apart, and the nft
 * backend makes its built-in chains when they are first used, so that a number in them is no chain at all before that.
 */
export function isSame(ours: string, real: string): boolean {
  if (normal(ours) === normal(real)) return true;
  const state = /^(?:No chain|chain `|Chain '|Index of|Bad rule|RULE_|CHAIN_)/;
  return state.test(ours) && state.test(real);
}

function normal(words: string): string {
  return words
    .replaceAll(/ip6?tables|\s+$|["`']/g, '')
    .replace(/\.$/, '')
    .trim();
}

export function compareRules(
  commands: readonly Command[],
  steps: readonly NetfilterStep[],
  { saved }: Outcome,
): readonly Difference[] {
  const ours = assembleNetfilter(steps).chains;
  return ([4, 6] as const).flatMap((family): readonly Difference[] => {
    const text = saved[family];
    const reading = readIptablesRestoreFile(text, 'saved', family);
    const real = assembleNetfilter(reading.steps).chains;
    const [left, right] = [asSaved(render(ours, family)), asSaved(render(real, family))];
    const problem = reading.problems[0];
    if (problem !== undefined)
      return [
        { kind: 'rules', command: text, ours: problem.why, real: 'printed by iptables-save' },
      ];
    if (left === right) return [];
    return [
      {
        kind: 'rules',
        command: commands.map((one) => one.join(' ')).join('\n'),
        ours: left,
        real: right,
      },
    ];
  });
}

/** `iptables-save` 1.8.9 prints `--connbytes 0:0` as `0`, which it reads as any number. */
function asSaved(text: string): string {
  return text.replaceAll(/connbytes=0:0(?=[ }])/g, 'connbytes=0:18446744073709552000');
}

/** Chains and policies in the order of their names, rules in theirs; chains without anything are left out. */
function render(chains: readonly Chain[], family: 4 | 6): string {
  return chains
    .filter((chain) => chain.families[0] === family)
    .flatMap(({ table, name, policy, rules, base }) => {
      const isDull = rules.length === 0 && (policy ?? 'accept') === 'accept' && base !== undefined;
      const head = `${JSON.stringify(table)} ${JSON.stringify(name)} ${base === undefined ? '-' : (policy ?? 'accept')}`;
      return isDull ? [] : [[head, ...rules.map((rule) => `  ${rule.canonical}`)].join('\n')];
    })
    .toSorted()
    .join('\n');
}
