/** The conditions of an iptables rule. What is not modelled is kept as text, so that the rule is known to be narrower. */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Fact } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import { parseIproutePrefix } from '../../net/prefix.ts';
import type { Prefix } from '../../net/prefix.ts';
import { parseMarkAndMask } from '../marks.ts';
import { emptyMatch, stateList } from '../match.ts';
import type { MatchDraft } from '../match.ts';
import type { Word } from '../source.ts';
import type { LinkMatch, RuleMatch } from '../types.ts';
import type { Option } from './arguments.ts';

interface MatchInput {
  readonly options: readonly Option[];
  readonly family: Family;
  readonly file: string;
}

/** Modules whose own options say it all, or that never narrow a rule. */
const silentModules = new Set([
  'mark',
  'connmark',
  'conntrack',
  'state',
  'comment',
  'tcp',
  'udp',
  'multiport',
]);

/** Options that are no condition. */
const notConditions = new Set([
  'table',
  'jump',
  'goto',
  'wait',
  'wait-interval',
  'modprobe',
  'set-counters',
  'verbose',
  'numeric',
  'exact',
  'ipv4',
  'ipv6',
]);

export function readMatch({ options, family, file }: MatchInput): RuleMatch {
  const match = emptyMatch();
  let modules: readonly string[] = [];
  for (const option of options) {
    const [word] = option.values;
    if (option.name === 'match' && word !== undefined) modules = [textOf(word), ...modules];
    if (!readCondition(match, { option, modules, family, file }))
      match.other.push(describe(option));
  }
  return match;
}

interface Condition {
  readonly option: Option;
  /** Loaded modules, the newest first. */
  readonly modules: readonly string[];
  readonly family: Family;
  readonly file: string;
}

/** False: the condition is not modelled. */
function readCondition(match: MatchDraft, condition: Condition): boolean {
  const { option, file } = condition;
  const [word] = option.values;
  if (option.name === undefined) return option.written === '--comment';
  if (notConditions.has(option.name)) return true;
  if (word === undefined) return false;
  switch (option.name) {
    case 'in-interface':
      match.iif = linkMatch(option, word, file);
      return true;
    case 'out-interface':
      match.oif = linkMatch(option, word, file);
      return true;
    case 'source':
      match.source = { negated: option.negated, prefixes: prefixesOf(word, condition) };
      return true;
    case 'destination':
      match.destination = { negated: option.negated, prefixes: prefixesOf(word, condition) };
      return true;
    case 'mark':
      return readMarkCondition(match, condition, word);
    case 'ctstate':
    case 'state':
      match.ctStates = isUnknown(word.value)
        ? undefined
        : stateList(word.value.split(','), option.negated);
      return match.ctStates !== undefined;
    case 'match':
      return silentModules.has(textOf(word));
    default:
      return false;
  }
}

/** `--mark` belongs to whichever of the two modules was loaded last. */
function readMarkCondition(
  match: MatchDraft,
  { option, modules, file }: Condition,
  word: Word,
): boolean {
  const mark = parseMarkAndMask(word.value);
  if (mark === undefined) return false;
  const condition = {
    negated: option.negated,
    value: { value: mark.value, origin: { file, span: word.span } },
    mask: mark.mask,
  };
  if (modules.find((name) => name === 'mark' || name === 'connmark') === 'connmark')
    match.ctMark = condition;
  else match.mark = condition;
  return true;
}

function linkMatch(option: Option, word: Word, file: string): LinkMatch {
  return {
    negated: option.negated,
    names: [{ value: word.value, origin: { file, span: word.span } }],
  };
}

function prefixesOf(word: Word, { family, file }: Condition): readonly Fact<Prefix>[] {
  const origin = { file, span: word.span };
  if (isUnknown(word.value)) return [{ value: word.value, origin }];
  return word.value.split(',').map((text) => ({
    value: parseIproutePrefix(text, family) ?? unknown(`\`${text}\` is no address`),
    origin,
  }));
}

function describe({ negated, written, values }: Option): string {
  return [...(negated ? ['!'] : []), written, ...values.map(textOf)].join(' ');
}

function textOf({ value }: Word): string {
  return isUnknown(value) ? `$${value.symbol ?? '?'}` : value;
}
