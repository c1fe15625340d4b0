/**
 * What `-j` does: NAT, marks, verdicts, or a jump.
 * MARK and CONNMARK write bits as mark_tg() and connmark_tg() do (net/netfilter/xt_mark.c, xt_connmark.c):
 * new = (old & ~mask) ^ value; `--set-mark v/m` is `--set-xmark v/(v|m)`.
 */
import { isUnknown, unknown } from '../../base/fact.ts';
import type { Fact, Unknown } from '../../base/fact.ts';
import { allBits, parseMarkAndMask } from '../marks.ts';
import { restoresByMatch } from '../match.ts';
import type { Word } from '../source.ts';
import type { RuleAction, RuleMatch } from '../types.ts';
import type { Option } from './arguments.ts';
import { isExtensionTarget } from './options.ts';

interface TargetInput {
  readonly jump: Option;
  readonly options: readonly Option[];
  readonly match: RuleMatch;
  readonly file: string;
}

/** The actions of a rule with `-j` or `-g`. */
export function readTarget({ jump, options, match, file }: TargetInput): readonly RuleAction[] {
  const [word] = jump.values;
  if (word === undefined) return [];
  if (isUnknown(word.value)) return [{ kind: 'unmodelled', name: jump.written }];
  const name = word.value;
  switch (name) {
    case 'ACCEPT':
      return [{ kind: 'accept' }];
    case 'DROP':
    case 'REJECT':
      return [{ kind: 'drop' }];
    case 'RETURN':
      return [{ kind: 'return' }];
    case 'MASQUERADE':
      return [{ kind: 'masquerade' }];
    case 'SNAT':
      return [{ kind: 'snat', to: addressOf(options, 'to-source', file) }];
    case 'DNAT':
      return [{ kind: 'dnat', to: addressOf(options, 'to-destination', file) }];
    case 'MARK':
      return options.flatMap((option) => readMark(option, match, file));
    case 'CONNMARK':
      return readConnectionMark(options, file);
    default:
      return [
        isExtensionTarget(name) ? { kind: 'unmodelled', name } : { kind: 'jump', chain: name },
      ];
  }
}

function addressOf(
  options: readonly Option[],
  name: string,
  file: string,
): Fact<string> | undefined {
  const word = options.find((option) => option.name === name)?.values[0];
  return word === undefined ? undefined : { value: word.value, origin: { file, span: word.span } };
}

interface MarkWrite {
  readonly value: Fact<number>;
  readonly mask: number;
  readonly maskUnknown?: true;
}

function readMark(option: Option, match: RuleMatch, file: string): readonly RuleAction[] {
  const write = readWrite(option, file);
  if (write === undefined) return [];
  const set: RuleAction = { kind: 'set-mark', ...write };
  return restoresByMatch(match, write.value.value, write.mask)
    ? [set, { kind: 'restore-mark', mask: write.mask }]
    : [set];
}

function readConnectionMark(options: readonly Option[], file: string): readonly RuleAction[] {
  return options.flatMap((option): readonly RuleAction[] => {
    if (option.name === 'save-mark') return [{ kind: 'save-mark', ...copyMask(options) }];
    if (option.name === 'restore-mark') return [{ kind: 'restore-mark', ...copyMask(options) }];
    const write = readWrite(option, file);
    return write === undefined ? [] : [{ kind: 'set-ct-mark', ...write }];
  });
}

function readWrite(option: Option, file: string): MarkWrite | undefined {
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
function copyMask(options: readonly Option[]): { mask: number; maskUnknown?: true } {
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
