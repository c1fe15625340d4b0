/** Short ways to write rows of grammar tables. */
import type { Argument, GrammarRow, Scope } from './grammar.ts';

type NumberArgument = Extract<Argument, { readonly kind: 'number' }>;

export const flag: Argument = { kind: 'none' };
export const u8: NumberArgument = { kind: 'number', minimum: 0, maximum: 0xff };
export const u16: NumberArgument = { kind: 'number', minimum: 0, maximum: 0xffff };
export const u32: NumberArgument = { kind: 'number', minimum: 0, maximum: 0xffffffff };
/** get_u64 takes a minus: strtoull counts on from the other end. */
export const u64: NumberArgument = { kind: 'number', minimum: -(2 ** 64), maximum: 2 ** 64 };
export const i32: NumberArgument = { kind: 'number', minimum: -0x80000000, maximum: 0x7fffffff };
export const lockableU32: NumberArgument = { ...u32, lockable: true };
export const text: Argument = { kind: 'text' };
export const device: Argument = { kind: 'device' };
export const linkName: Argument = { kind: 'device', isName: true };
export const lladdr: Argument = { kind: 'lladdr' };
export const anyAddress: Argument = { kind: 'address', family: 'any' };
export const oneHost: Argument = { kind: 'address', family: 'any', only: 'unicast' };
export const ipv4: Argument = { kind: 'address', family: 4 };
export const ipv6: Argument = { kind: 'address', family: 6 };
export const onOff: Argument = { kind: 'choice', words: ['off', 'on'] };
export const rtProtocol: Argument = { kind: 'named', file: 'rt_protos', maximum: 255, base: 10 };
export const dsfield: Extract<Argument, { readonly kind: 'named' }> = {
  kind: 'named',
  file: 'rt_dsfield',
  maximum: 255,
  base: 16,
};
export const group: Argument = {
  kind: 'named',
  file: 'group',
  maximum: 0x7fffffff,
  base: 10,
};

/** One sentence for people, alone or with what else a row says. */
export type About = string | Omit<GrammarRow, 'keyword' | 'argument' | 'abbreviates'>;

/** A keyword that must be written in full (strcmp). */
export function full(keyword: string, argument: Argument, about: About): GrammarRow {
  return { keyword, abbreviates: false, argument, ...more(about) };
}

/** A keyword of which any beginning will do (matches). */
export function short(keyword: string, argument: Argument, about: About): GrammarRow {
  return { keyword, abbreviates: true, argument, ...more(about) };
}

/** A keyword of which any beginning will do, and that stands once. */
export function onceShort(keyword: string, argument: Argument, about: About): GrammarRow {
  return { once: keyword, ...short(keyword, argument, about) };
}

/** A keyword in full that stands once: a second one is called garbage. */
export function onceFull(keyword: string, argument: Argument, about: About): GrammarRow {
  return { once: keyword, isGarbageTwice: true, ...full(keyword, argument, about) };
}

function more(about: About): Exclude<About, string> {
  return typeof about === 'string' ? { doc: about } : about;
}

/** One of the words. */
export function oneOf(...words: readonly string[]): Argument {
  return { kind: 'choice', words };
}

/** One of the words, or a number. */
export function oneOfOr(maximum: number, ...words: readonly string[]): Argument {
  return { kind: 'choice', words, maximum };
}

/** The words of a link kind or another part that a message names: `NAME: unknown command "…"?`. */
export function named(
  grammar: readonly GrammarRow[],
  answer: string,
  more?: Omit<Scope, 'grammar' | 'bare'>,
): Scope {
  return { grammar, bare: { kind: 'refuse', answer }, ...more };
}

/** No words at all may follow; `ip` passes over what stands there. */
export const anyWords: Scope = { grammar: [], bare: { kind: 'skip' }, hasNoHelp: true };
