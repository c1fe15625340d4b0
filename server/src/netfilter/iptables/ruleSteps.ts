/** The rules that one command adds or removes: one for each pair of addresses, as the kernel gets them. */
import { isUnknown } from '../../base/fact.ts';
import type { Unknown } from '../../base/fact.ts';
import type { NetfilterRule, NetfilterStep } from '../types.ts';
import { canonicalRule } from './canonical.ts';
import { numberOf } from './parsedCommand.ts';
import type { Parsed } from './parsedCommand.ts';
import { readMatch } from './match.ts';
import type { ProgramOption } from './parsed.ts';
import type { ParseState } from './state.ts';
import { builtInHook, builtInPriority } from './tables.ts';
import { readTarget } from './target.ts';

type Insert = Extract<NetfilterStep, { kind: 'rule' }>['insert'];

/** `-s a,b -d c,d` makes four rules; `-I` puts each before the one before it. */
export function rulesOf(
  parsed: Parsed,
  chain: string | Unknown,
  insert: Insert,
): readonly NetfilterStep[] {
  const isPlaced = insert === 'insert' || insert === 'replace';
  const second = parsed.operands[1];
  const position = second === undefined ? 1 : numberOf(second);
  return singleStates(parsed.state).map((state) => ({
    kind: 'rule',
    rule: ruleOf({ ...parsed, state }, chain),
    insert,
    ...(isPlaced ? { position } : {}),
  }));
}

/** The command line once for each pair of addresses. */
function singleStates(state: ParseState): readonly ParseState[] {
  const sources = withSingle(state, 'source');
  return sources.flatMap((one) => withSingle(one, 'destination'));
}

function withSingle(state: ParseState, name: 'source' | 'destination'): readonly ParseState[] {
  const option = state.programOptions.find((one) => one.name === name);
  const [word] = option?.values ?? [];
  if (option === undefined || word === undefined || isUnknown(word.value)) return [state];
  const parts = word.value.split(',');
  if (parts.length === 1) return [state];
  return parts.map((part) => {
    const single: ProgramOption = { ...option, values: [{ ...word, value: part }] };
    return {
      ...state,
      programOptions: state.programOptions.map((one) => (one === option ? single : one)),
    };
  });
}

function ruleOf(parsed: Parsed, chain: string | Unknown): NetfilterRule {
  const { state, family, file, tableName, span, context } = parsed;
  const match = readMatch(state, file);
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
    actions: readTarget({ state, match, file }),
    canonical: canonicalRule(state),
    ...setsOf(state, file),
    origin: { file, span },
    context,
  };
}

const setOptions = new Set(['match-set', 'add-set', 'del-set', 'map-set']);

/** The sets of `-m set` and `-j SET`. */
function setsOf({ matches, target }: ParseState, file: string): Pick<NetfilterRule, 'sets'> {
  const used = target === undefined ? matches : [...matches, target];
  const sets = used
    .filter(({ name }) => name === 'set' || name === 'SET')
    .flatMap(({ options }) => options.filter(({ name }) => setOptions.has(name)))
    .flatMap(({ values }) => values.slice(0, 1))
    .map(({ value, span }) => ({ value, origin: { file, span } }));
  return sets.length === 0 ? {} : { sets };
}
