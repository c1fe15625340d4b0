/**
 * What a setting does, as the `ip` command with the same effect: ifupdown and wg-quick run just these, networkd speaks netlink.
 * The values are read by the reader of `ip`, so that they get their facts and their places.
 */
import { isUnknown, type Unknown } from '../base/fact.ts';
import type { Span } from '../base/span.ts';
import { readIpCommand } from '../iproute/read.ts';
import type { CommandContext, ShellCommand, ShellWord } from '../shell/types.ts';
import type { SysctlSetting } from '../sysctl/types.ts';
import { plainContext, type FormatStep } from './types.ts';

/** A value of the file. */
export interface PlacedValue {
  readonly value: string | Unknown;
  readonly span: Span;
}

export interface ImpliedPlace {
  readonly file: string;
  /** The whole setting. */
  readonly span: Span;
  readonly context?: CommandContext;
}

/** Words as text stand at the setting as a whole. Undefined where `ip` would not take the values. */
export function impliedIp(
  words: readonly (string | PlacedValue)[],
  { file, span, context = plainContext }: ImpliedPlace,
): FormatStep | undefined {
  const command: ShellCommand = {
    span,
    words: ['ip', ...words].map((word) => toWord(word, span)),
    name: 'ip',
    redirections: [],
    context,
  };
  const ip = readIpCommand(command, file);
  if (ip === undefined || ip.problems.length > 0 || ip.unexpected.length > 0) return undefined;
  return { command, implied: { ...ip, implied: true } };
}

/** A setting of the kernel that the program writes. */
export function impliedSysctl(
  key: SysctlSetting['key'],
  value: PlacedValue,
  { file, span, context = plainContext }: ImpliedPlace,
): FormatStep {
  const command: ShellCommand = { span, words: [], name: undefined, redirections: [], context };
  const fact = { value: value.value, origin: { file, span: value.span } };
  return { command, sysctl: { key, value: fact, keySpan: span, span, optional: false } };
}

function toWord(word: string | PlacedValue, span: Span): ShellWord {
  const placed = typeof word === 'string' ? { value: word, span } : word;
  const raw = isUnknown(placed.value) ? '' : placed.value;
  return { span: placed.span, raw, value: placed.value, isLiteral: !isUnknown(placed.value) };
}

/** The steps that could be read. */
export function impliedSteps(steps: readonly (FormatStep | undefined)[]): readonly FormatStep[] {
  return steps.filter((step) => step !== undefined);
}
