/**
 * What a match (`-m`) or target (`-j`) of iptables is: its options as rows, each with its kind of value, its limits and
 * one sentence for people. The rows parse, check, document and complete
 * (the tables of type xt_option_entry in extensions/libxt_*.c, libipt_*.c, libip6t_*.c, iptables 1.8.9).
 */
import type { Family } from '../../net/address.ts';
import type { ParsedOption } from './parsed.ts';
import type { ValueKind } from './value.ts';

export interface ExtensionOption {
  /** Without dashes. */
  readonly name: string;
  /** Other names of the same option. */
  readonly aliases: readonly string[];
  /** Undefined for an option that stands alone. */
  readonly value: ValueKind | undefined;
  /** Words that follow the value: `--tcp-flags MASK SET`. */
  readonly second: ValueKind | undefined;
  readonly doc: string;
  /** `!` may stand before it. */
  readonly isNegatable: boolean;
  readonly isRequired: boolean;
  /** It may be given several times. */
  readonly isRepeatable: boolean;
  /** Names of options that do not go with it; its own name is of no account. */
  readonly excludes: readonly string[];
  /** Names of options that it needs. */
  readonly needs: readonly string[];
  /** What iptables says as it reads the option, of those before it. */
  readonly early: ((given: readonly ParsedOption[]) => string | undefined) | undefined;
}

export interface Extension {
  readonly name: string;
  readonly kind: 'match' | 'target';
  /** Undefined: both. */
  readonly family: Family | undefined;
  readonly doc: string;
  readonly options: readonly ExtensionOption[];
  /** Where the kernel takes it: `tables` and `chains` by name, undefined for everywhere. */
  readonly tables: readonly string[] | undefined;
  readonly chains: readonly string[] | undefined;
  /** Protocols by number of which `-p` must name one. */
  readonly protocols: readonly number[] | undefined;
  /** What iptables says of all options together, before it looks at each. */
  readonly check: ((given: GivenOptions) => string | undefined) | undefined;
}

/** The options of one use of an extension. */
export interface GivenOptions {
  readonly options: readonly ParsedOption[];
  readonly has: (...names: readonly string[]) => boolean;
  /** The text of an option's value, where it is known. */
  readonly textOf: (name: string) => string | undefined;
  /** The protocol of the rule by number, if `-p` gives one without `!`. */
  readonly protocol: number | undefined;
  readonly family: Family;
}

type OptionTraits = Partial<Omit<ExtensionOption, 'name' | 'value' | 'doc'>>;
type ExtensionTraits = Partial<Omit<Extension, 'name' | 'kind' | 'doc' | 'options'>>;

/** An option that takes a value. */
export function option(name: string, value: ValueKind, doc: string): ExtensionOption {
  return { ...plain, name, value, doc };
}

/** An option that stands alone. */
export function flag(name: string, doc: string): ExtensionOption {
  return { ...plain, name, value: undefined, doc };
}

/** The same with limits of its own. */
export function where<T extends ExtensionOption | Extension>(
  row: T,
  traits: T extends Extension ? ExtensionTraits : OptionTraits,
): T {
  return { ...row, ...traits };
}

const plain = {
  aliases: [],
  second: undefined,
  isNegatable: false,
  isRequired: false,
  isRepeatable: false,
  excludes: [],
  needs: [],
  early: undefined,
};

/** `!` may stand before the option. */
export const negatable = { isNegatable: true } as const;
/** The option must be given. */
export const required = { isRequired: true } as const;

export function match(name: string, doc: string, options: readonly ExtensionOption[]): Extension {
  return { ...everywhere, kind: 'match', name, doc, options };
}

export function target(name: string, doc: string, options: readonly ExtensionOption[]): Extension {
  return { ...everywhere, kind: 'target', name, doc, options };
}

const everywhere = {
  family: undefined,
  tables: undefined,
  chains: undefined,
  protocols: undefined,
  check: undefined,
};

/** A check that at least one option is there; `words` are those of iptables. */
export function needsAny(words: string): Extension['check'] {
  return ({ options }) => (options.length === 0 ? words : undefined);
}

/** A check that one of these options is there. */
export function needsOneOf(names: readonly string[], words: string): Extension['check'] {
  return ({ has }) => (has(...names) ? undefined : words);
}

/** Options of which only one may be given: each excludes the others. */
export function exclusive(options: readonly ExtensionOption[]): readonly ExtensionOption[] {
  const names = options.map(({ name }) => name);
  return options.map((one) => ({
    ...one,
    excludes: [...one.excludes, ...names.filter((name) => name !== one.name)],
  }));
}
