/**
 * What `-j` does: NAT, marks, verdicts, or a jump.
 * MARK and CONNMARK write bits as mark_tg() and connmark_tg() do (net/netfilter/xt_mark.c, xt_connmark.c):
 * new = (old & ~mask) ^ value; `--set-mark v/m` is `--set-xmark v/(v|m)`.
 */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Fact, Unknown } from '../../base/fact.ts';
import { allBits, parseMark, parseMarkAndMask } from '../marks.ts';
import { restoresByMatch } from '../match.ts';
import type { Word } from '../source.ts';
import type { RuleAction, RuleMatch } from '../types.ts';
import { factOf } from './match.ts';
import type { ParsedOption, ProgramOption } from './parsed.ts';
import type { ParseState } from './state.ts';

interface TargetInput {
  readonly state: ParseState;
  readonly match: RuleMatch;
  readonly file: string;
}

/** The actions of a rule; none without `-j` and `-g`. */
export function readTarget({ state, match, file }: TargetInput): readonly RuleAction[] {
  const jump = state.programOptions.find(({ name }) => name === 'jump' || name === 'goto');
  const [word] = jump?.values ?? [];
  if (jump === undefined || word === undefined) return [];
  if (isUnknown(word.value)) return [{ kind: 'unmodelled', name: jump.written }];
  const verdict = jump.name === 'goto' ? undefined : verdictOf(word.value);
  if (verdict !== undefined) return [verdict];
  const { target } = state;
  if (target === undefined) return [calledChain(jump, word.value)];
  return actionsOf({ name: target.name, options: target.options, match, file });
}

function calledChain(jump: ProgramOption, chain: string): RuleAction {
  return jump.name === 'goto' ? { kind: 'jump', chain, isGoto: true } : { kind: 'jump', chain };
}

function verdictOf(name: string): RuleAction | undefined {
  switch (name) {
    case 'ACCEPT':
      return { kind: 'accept' };
    case 'DROP':
    case 'REJECT':
      return { kind: 'drop' };
    case 'RETURN':
      return { kind: 'return' };
    case 'QUEUE':
      return { kind: 'unmodelled', name };
    default:
      return undefined;
  }
}

interface Target {
  readonly name: string;
  readonly options: readonly ParsedOption[];
  readonly match: RuleMatch;
  readonly file: string;
}

function actionsOf(target: Target): readonly RuleAction[] {
  const { name, options, match, file } = target;
  switch (name) {
    case 'MASQUERADE':
      return [{ kind: 'masquerade' }];
    case 'SNAT':
      return [{ kind: 'snat', to: textFact(options, 'to-source', file) }];
    case 'DNAT':
      return [{ kind: 'dnat', to: textFact(options, 'to-destination', file) }];
    case 'REDIRECT':
      return [{ kind: 'redirect', to: textFact(options, 'to-ports', file) }];
    case 'NOTRACK':
      return [{ kind: 'notrack' }];
    case 'CT':
      return options.some((option) => option.name === 'notrack')
        ? [{ kind: 'notrack' }]
        : [{ kind: 'unmodelled', name }];
    case 'TPROXY':
      return [{ kind: 'tproxy', mark: tproxyMark(options, file) }];
    case 'HMARK':
      return [hashMark(target)];
    case 'MARK':
      return options.flatMap((option) => readMark(option, match, file));
    case 'CONNMARK':
      return readConnectionMark(options, file);
    default:
      return [{ kind: 'unmodelled', name }];
  }
}

function wordOf(options: readonly ParsedOption[], name: string): Word | undefined {
  return options.find((option) => option.name === name)?.values[0];
}

function textFact(
  options: readonly ParsedOption[],
  name: string,
  file: string,
): Fact<string> | undefined {
  const word = wordOf(options, name);
  return word === undefined ? undefined : { value: word.value, origin: { file, span: word.span } };
}

/** tproxy_tg4(), xt_TPROXY.c: mark = (mark & ~mask) ^ value. */
function tproxyMark(
  options: readonly ParsedOption[],
  file: string,
): { readonly value: Fact<number>; readonly mask: number } | undefined {
  const word = wordOf(options, 'tproxy-mark');
  const mark = word === undefined ? undefined : parseMarkAndMask(word.value);
  if (word === undefined || mark === undefined) return undefined;
  return { value: { value: mark.value, origin: { file, span: word.span } }, mask: mark.mask };
}

/** hmark_set_tuple_ports(), hmark_hash(), xt_HMARK.c: mark = hash mod N + offset. */
function hashMark({ options, file }: Target): RuleAction {
  const missing = { file, span: options[0]?.span ?? { start: 0, end: 0 } };
  const number = (name: string): Fact<number> | undefined => {
    const word = wordOf(options, name);
    return word === undefined ? undefined : factOf(word, file, parseMark);
  };
  const given = options.flatMap((option): [string, Fact<string>][] => {
    const fact = textFact(options, option.name, file);
    return fact === undefined ? [] : [[option.name.replace('hmark-', ''), fact]];
  });
  const modulus = number('hmark-mod') ?? { value: unknown('no `--hmark-mod`'), origin: missing };
  return {
    kind: 'set-mark',
    value: { value: unknown('the value is computed for each packet'), origin: modulus.origin },
    mask: allBits,
    balanced: {
      balance: {
        kind: 'hmark',
        modulus,
        offset: number('hmark-offset') ?? { value: 0, origin: missing },
        seed: number('hmark-rnd'),
        options: Object.fromEntries(given),
      },
      choices: undefined,
    },
  };
}

interface MarkWrite {
  readonly value: Fact<number>;
  readonly mask: number;
  readonly maskUnknown?: true;
}

function readMark(option: ParsedOption, match: RuleMatch, file: string): readonly RuleAction[] {
  const write = readWrite(option, file);
  if (write === undefined) return [];
  const set: RuleAction = { kind: 'set-mark', ...write };
  return restoresByMatch(match, write.value.value, write.mask)
    ? [set, { kind: 'restore-mark', mask: write.mask }]
    : [set];
}

function readConnectionMark(options: readonly ParsedOption[], file: string): readonly RuleAction[] {
  return options.flatMap((option): readonly RuleAction[] => {
    if (option.name === 'save-mark') return [{ kind: 'save-mark', ...copyMask(options) }];
    if (option.name === 'restore-mark') return [{ kind: 'restore-mark', ...copyMask(options) }];
    const write = readWrite(option, file);
    return write === undefined ? [] : [{ kind: 'set-ct-mark', ...write }];
  });
}

function readWrite(option: ParsedOption, file: string): MarkWrite | undefined {
  const [word] = option.values;
  if (word === undefined) return undefined;
  const origin = { file, span: word.span };
  const given = parseMarkAndMask(word.value) ?? unreadable(word);
  const { value, mask } = given;
  const unknownMask = given.maskUnknown ? ({ maskUnknown: true } as const) : {};
  const write = (written: number | Unknown, bits: number): MarkWrite => ({
    value: { value: written, origin },
    mask: bits >>> 0,
    ...unknownMask,
  });
  switch (option.name) {
    case 'set-mark':
    case 'set-xmark':
      return write(value, isUnknown(value) ? mask : mask | value);
    case 'or-mark':
      return write(value, isUnknown(value) ? allBits : value);
    case 'and-mark':
      return isUnknown(value) ? write(value, allBits) : write(0, ~value);
    case 'xor-mark':
      return write(unknown('it depends on the mark before'), isUnknown(value) ? allBits : value);
    default:
      return undefined;
  }
}

function unreadable(word: Word): { value: Unknown; mask: number; maskUnknown: boolean } {
  const text = isUnknown(word.value) ? '' : word.value;
  return { value: unknown(`\`${text}\` is not a mark`), mask: allBits, maskUnknown: true };
}

/** The bits that are both taken and written: `--nfmask` and `--ctmask`, or `--mask` for both. */
function copyMask(options: readonly ParsedOption[]): { mask: number; maskUnknown?: true } {
  let mask = allBits;
  let isMaskUnknown = false;
  for (const option of options) {
    if (option.name !== 'mask' && option.name !== 'nfmask' && option.name !== 'ctmask') continue;
    const value = parseMarkAndMask(option.values[0]?.value ?? '')?.value;
    if (typeof value === 'number') mask = (mask & value) >>> 0;
    else isMaskUnknown = true;
  }
  return isMaskUnknown ? { mask, maskUnknown: true } : { mask };
}
