/**
 * One iptables command line (or one line of iptables-restore) as steps, with what iptables refuses of it.
 * Listing and counting change no rule.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { Problem } from '../../base/problem.ts';
import type { ChainPlace, NetfilterChain, NetfilterReading, NetfilterStep } from '../types.ts';
import { checkCommand } from './check.ts';
import { parseWords } from './parse.ts';
import { numberOf } from './parsedCommand.ts';
import type { IptablesInput, Parsed } from './parsedCommand.ts';
import type { ProgramOption } from './parsed.ts';
import { checkPlace } from './place.ts';
import { refusalProblem } from './problem.ts';
import { isCommandName } from './program.ts';
import { rulesOf } from './ruleSteps.ts';
import { builtInHook, builtInPriority } from './tables.ts';

/** What the command does to the rules; nothing for one that only looks, or that iptables refuses. */
export function readIptables(input: IptablesInput): NetfilterReading {
  const { family, isRestore = false } = input;
  const state = parseWords({ words: input.words, family, isRestore });
  const tableOption = state.programOptions.findLast(({ name }) => name === 'table');
  const tableName = tableOption?.values[0]?.value ?? input.table;
  const table = isUnknown(tableName) ? undefined : tableName;
  const command = state.programOptions.find(({ name }) => isCommandName(name));
  // Without its addresses the rule of the other family is none; other commands run all the same.
  if (state.isForOther && isAboutRule(command)) state.isOver = true;
  if (!state.isOver) checkCommand(state, table, input.span);
  const isSyntax = state.refusal !== undefined;
  if (state.isOver && !isSyntax) return { steps: [], problems: [] };
  if (command !== undefined) checkPlace(state, { table, tableOption, command });
  const { refusal } = state;
  const program = `${family === 6 ? 'ip6tables' : 'iptables'}${isRestore ? '-restore' : ''}`;
  const problems: readonly Problem[] =
    refusal === undefined
      ? []
      : [refusalProblem(isSyntax ? 'iptables-syntax' : 'iptables-wrong-place', refusal, program)];
  const isRefused = problems.length > 0 && refusal?.isOld !== true;
  if (command === undefined || isRefused || state.isOver) return { steps: [], problems };
  return {
    steps: stepsOf({ ...input, state, tableName, command, operands: command.values }),
    problems,
  };
}

function isAboutRule(command: ProgramOption | undefined): boolean {
  if (command === undefined) return true;
  const isByNumber = command.name === 'delete' && command.values.length > 1;
  return ['append', 'insert', 'replace', 'delete', 'check'].includes(command.name) && !isByNumber;
}

function stepsOf(parsed: Parsed): readonly NetfilterStep[] {
  const { command, operands } = parsed;
  const [chain, second] = operands;
  const place = placeOf(parsed, chain?.value);
  switch (command.name) {
    case 'append':
    case 'check':
    case 'insert':
    case 'replace':
      return chain === undefined ? [] : rulesOf(parsed, chain.value, command.name);
    case 'delete':
      if (chain === undefined) return [];
      return second === undefined
        ? rulesOf(parsed, chain.value, 'delete')
        : [{ kind: 'delete-number', place, number: numberOf(second) }];
    case 'new-chain':
      return chain === undefined
        ? []
        : [{ kind: 'chain', chain: chainOf(parsed, chain.value), isNew: true }];
    case 'policy':
      return chain === undefined ? [] : [{ kind: 'chain', chain: chainOf(parsed, chain.value) }];
    case 'delete-chain':
      return [{ kind: 'delete-chain', place }];
    case 'rename-chain':
      return second === undefined ? [] : [{ kind: 'rename-chain', place, to: second.value }];
    case 'list':
    case 'list-rules':
    case 'zero':
      if (chain === undefined) return [];
      return [{ kind: 'zero', place }];
    case 'flush':
      return [{ kind: 'flush', flush: { ...place, table: parsed.tableName } }];
    default:
      return [];
  }
}

function placeOf(parsed: Parsed, chain: string | Unknown | undefined): ChainPlace {
  return {
    flavour: 'iptables',
    families: [parsed.family],
    table: parsed.tableName,
    chain,
    origin: { file: parsed.file, span: parsed.span },
    context: parsed.context,
  };
}

function chainOf(parsed: Parsed, chain: string | Unknown): NetfilterChain {
  const hook = isUnknown(chain) ? undefined : builtInHook(chain);
  const policy = parsed.command.name === 'policy' ? parsed.operands[1]?.value : undefined;
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
