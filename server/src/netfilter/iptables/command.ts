/**
 * One iptables command line (or one line of iptables-restore) as steps.
 * Listing, counting and renaming change no rule. `-D CHAIN 3` is left out: the rule is taken to stand.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { Family } from '../../net/address.ts';
import type { CommandContext } from '../../shell/types.ts';
import type { Word } from '../source.ts';
import type { NetfilterChain, NetfilterRule, NetfilterStep } from '../types.ts';
import { readOptions } from './arguments.ts';
import type { Option } from './arguments.ts';
import { readMatch } from './match.ts';
import { commandNamed } from './options.ts';
import type { IptablesCommandName } from './options.ts';
import { builtInHook, builtInPriority } from './tables.ts';
import { readTarget } from './target.ts';

export interface IptablesInput {
  /** The words after the command name. */
  readonly words: readonly Word[];
  readonly family: Family;
  /** The table where `-t` is missing: `filter`, or the current one of iptables-restore. */
  readonly table: string;
  readonly span: Span;
  readonly file: string;
  readonly context: CommandContext;
}

interface Parsed extends IptablesInput {
  readonly options: readonly Option[];
  readonly tableName: string | Unknown;
  readonly command: IptablesCommandName;
  readonly operands: readonly Word[];
}

/** What the command does to the rules; nothing for one that only looks. */
export function readIptables(input: IptablesInput): readonly NetfilterStep[] {
  const options = readOptions(input.words);
  const commandOption = options.find(
    (option) => option.name !== undefined && commandNamed(option.name) !== undefined,
  );
  const command = commandNamed(commandOption?.name ?? '');
  if (commandOption === undefined || command === undefined) return [];
  const tableName =
    options.findLast((option) => option.name === 'table')?.values[0]?.value ?? input.table;
  const rest = options.filter((option) => option !== commandOption);
  return stepsOf({ ...input, options: rest, tableName, command, operands: commandOption.values });
}

function stepsOf(parsed: Parsed): readonly NetfilterStep[] {
  const [chain, second] = parsed.operands;
  switch (parsed.command) {
    case 'append':
    case 'check':
      return chain === undefined
        ? []
        : [{ kind: 'rule', rule: ruleOf(parsed, chain.value), insert: parsed.command }];
    case 'delete':
      return chain === undefined || second !== undefined
        ? []
        : [{ kind: 'rule', rule: ruleOf(parsed, chain.value), insert: 'delete' }];
    case 'insert':
    case 'replace':
      return chain === undefined
        ? []
        : [
            {
              kind: 'rule',
              rule: ruleOf(parsed, chain.value),
              insert: 'insert',
              position: positionOf(second),
            },
          ];
    case 'new-chain':
    case 'policy':
      return chain === undefined ? [] : [{ kind: 'chain', chain: chainOf(parsed, chain.value) }];
    case 'flush':
      return [
        {
          kind: 'flush',
          flush: {
            flavour: 'iptables',
            families: [parsed.family],
            table: parsed.tableName,
            chain: chain?.value,
            origin: { file: parsed.file, span: parsed.span },
            context: parsed.context,
          },
        },
      ];
    default:
      return [];
  }
}

function positionOf(word: Word | undefined): number {
  return word === undefined || isUnknown(word.value)
    ? 1
    : Math.max(1, Number.parseInt(word.value, 10) || 1);
}

function ruleOf(parsed: Parsed, chain: string | Unknown): NetfilterRule {
  const { options, family, file, tableName, span, context } = parsed;
  const jump = options.find((option) => option.name === 'jump' || option.name === 'goto');
  const isTargetOption = (option: Option): boolean =>
    jump !== undefined &&
    (targetOptions.has(option.name ?? '') ||
      (option.name === undefined && options.indexOf(option) > options.indexOf(jump)));
  const match = readMatch({
    options: options.filter((option) => !isTargetOption(option)),
    family,
    file,
  });
  const hook = isUnknown(chain) ? 'unknown' : (builtInHook(chain) ?? 'unknown');
  return {
    flavour: 'iptables',
    families: [family],
    table: tableName,
    chain,
    hook,
    chainType: undefined,
    priority:
      isUnknown(tableName) || hook === 'unknown' ? undefined : builtInPriority(tableName, hook),
    match,
    actions:
      jump === undefined
        ? []
        : readTarget({ jump, options: options.filter(isTargetOption), match, file }),
    origin: { file, span },
    context,
  };
}

const targetOptions = new Set([
  'set-mark',
  'set-xmark',
  'and-mark',
  'or-mark',
  'xor-mark',
  'save-mark',
  'restore-mark',
  'mask',
  'nfmask',
  'ctmask',
  'to-source',
  'to-destination',
  'to-ports',
]);

function chainOf(parsed: Parsed, chain: string | Unknown): NetfilterChain {
  const hook = isUnknown(chain) ? undefined : builtInHook(chain);
  const policy = parsed.command === 'policy' ? parsed.operands[1]?.value : undefined;
  return {
    flavour: 'iptables',
    families: [parsed.family],
    table: parsed.tableName,
    chain,
    hook,
    type: undefined,
    priority:
      hook === undefined || isUnknown(parsed.tableName)
        ? undefined
        : builtInPriority(parsed.tableName, hook),
    policy: policy === undefined || isUnknown(policy) ? undefined : policy.toLowerCase(),
    origin: { file: parsed.file, span: parsed.span },
  };
}
