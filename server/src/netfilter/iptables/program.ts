/**
 * The options of the iptables program itself (original_opts and IPT_OPTSTRING, iptables/xtables.c, xshared.h, 1.8.9).
 */

export interface ProgramOptionRow {
  /** The long name. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly letter: string | undefined;
  readonly takes: 'nothing' | 'word' | 'optional';
  /** What follows, for people; absent: nothing. */
  readonly placeholder?: string;
  readonly doc: string;
}

/** Commands: what is done to a chain. */
export const commandRows = [
  {
    name: 'append',
    letter: 'A',
    takes: 'word',
    placeholder: 'chain',
    doc: 'Adds a rule at the end of the chain.',
  },
  {
    name: 'delete',
    letter: 'D',
    takes: 'word',
    placeholder: 'chain [number]',
    doc: 'Removes the first rule that says the same, or the rule with this number.',
  },
  {
    name: 'check',
    letter: 'C',
    takes: 'word',
    placeholder: 'chain',
    doc: 'Tells whether such a rule is there; changes nothing.',
  },
  {
    name: 'insert',
    letter: 'I',
    takes: 'word',
    placeholder: 'chain [number]',
    doc: 'Adds a rule before the one with this number; the first if there is no number.',
  },
  {
    name: 'replace',
    letter: 'R',
    takes: 'word',
    placeholder: 'chain number',
    doc: 'Puts a rule in the place of the one with this number.',
  },
  {
    name: 'list',
    letter: 'L',
    takes: 'optional',
    placeholder: '[chain [number]]',
    doc: 'Shows the rules.',
  },
  {
    name: 'list-rules',
    letter: 'S',
    takes: 'optional',
    placeholder: '[chain [number]]',
    doc: 'Shows the rules as commands.',
  },
  {
    name: 'flush',
    letter: 'F',
    takes: 'optional',
    placeholder: '[chain]',
    doc: 'Removes all rules of the chain, or of the table.',
  },
  {
    name: 'zero',
    letter: 'Z',
    takes: 'optional',
    placeholder: '[chain [number]]',
    doc: 'Sets the counters to zero.',
  },
  {
    name: 'new-chain',
    letter: 'N',
    takes: 'word',
    placeholder: 'chain',
    doc: 'Makes a chain of your own.',
  },
  {
    name: 'delete-chain',
    letter: 'X',
    takes: 'optional',
    placeholder: '[chain]',
    doc: 'Removes a chain of your own that is empty and that no rule calls; without a name all of them.',
  },
  {
    name: 'rename-chain',
    letter: 'E',
    takes: 'word',
    placeholder: 'old new',
    doc: 'Gives a chain of your own another name.',
  },
  {
    name: 'policy',
    letter: 'P',
    takes: 'word',
    placeholder: 'chain ACCEPT|DROP',
    doc: 'Sets what happens at the end of a built-in chain.',
  },
] as const satisfies readonly ProgramOptionRow[];

/** Conditions of a rule, its target, and how the program works. */
export const ruleRows = [
  {
    name: 'source',
    aliases: ['src'],
    letter: 's',
    takes: 'word',
    placeholder: 'address[/mask][,…]',
    doc: 'Source address of the packet; a list makes one rule for each.',
  },
  {
    name: 'destination',
    aliases: ['dst'],
    letter: 'd',
    takes: 'word',
    placeholder: 'address[/mask][,…]',
    doc: 'Destination address of the packet; a list makes one rule for each.',
  },
  {
    name: 'protocol',
    letter: 'p',
    takes: 'word',
    placeholder: 'protocol',
    doc: 'Protocol by name or number; `all` is any.',
  },
  {
    name: 'in-interface',
    letter: 'i',
    takes: 'word',
    placeholder: 'link',
    doc: 'The link by which the packet came; a `+` at the end stands for any rest.',
  },
  {
    name: 'out-interface',
    letter: 'o',
    takes: 'word',
    placeholder: 'link',
    doc: 'The link by which the packet leaves; a `+` at the end stands for any rest.',
  },
  {
    name: 'jump',
    letter: 'j',
    takes: 'word',
    placeholder: 'target',
    doc: 'What to do with the packet: a target, or a chain to call.',
  },
  {
    name: 'goto',
    letter: 'g',
    takes: 'word',
    placeholder: 'chain',
    doc: 'Goes on in another chain, whose end returns to where this chain was called.',
  },
  {
    name: 'match',
    letter: 'm',
    takes: 'word',
    placeholder: 'match',
    doc: 'Loads a match with options of its own.',
  },
  {
    name: 'table',
    letter: 't',
    takes: 'word',
    placeholder: 'table',
    doc: 'The table: `filter` if it is left out.',
  },
  {
    name: 'fragments',
    letter: 'f',
    takes: 'nothing',
    doc: 'Second and later fragments; IPv4 only.',
  },
  {
    name: 'set-counters',
    letter: 'c',
    takes: 'word',
    placeholder: 'packets bytes',
    doc: 'First values of the counters.',
  },
  { name: 'numeric', letter: 'n', takes: 'nothing', doc: 'Shows numbers instead of names.' },
  { name: 'verbose', letter: 'v', takes: 'nothing', doc: 'Says more.' },
  { name: 'exact', letter: 'x', takes: 'nothing', doc: 'Shows counters in full.' },
  {
    name: 'line-numbers',
    letter: undefined,
    takes: 'nothing',
    doc: 'Shows the number of each rule.',
  },
  {
    name: 'wait',
    letter: 'w',
    takes: 'optional',
    placeholder: '[seconds]',
    doc: 'Waits for other iptables commands to end.',
  },
  {
    name: 'wait-interval',
    letter: 'W',
    takes: 'optional',
    placeholder: 'microseconds',
    doc: 'How often to look while waiting; of no effect any more.',
  },
  {
    name: 'modprobe',
    letter: 'M',
    takes: 'word',
    placeholder: 'command',
    doc: 'The program that loads kernel modules.',
  },
  {
    name: 'ipv4',
    letter: '4',
    takes: 'nothing',
    doc: 'For IPv4 only: ip6tables-restore leaves the line out.',
  },
  {
    name: 'ipv6',
    letter: '6',
    takes: 'nothing',
    doc: 'For IPv6 only: iptables-restore leaves the line out.',
  },
  { name: 'help', letter: 'h', takes: 'optional', doc: 'Shows the usage.' },
  { name: 'version', letter: 'V', takes: 'nothing', doc: 'Shows the version.' },
] as const satisfies readonly ProgramOptionRow[];

export type CommandName = (typeof commandRows)[number]['name'];
export type ProgramOptionName = CommandName | (typeof ruleRows)[number]['name'];

/** All options of the program. */
export const programRows: readonly (ProgramOptionRow & { readonly name: ProgramOptionName })[] = [
  ...commandRows,
  ...ruleRows,
];

const byLetter = new Map(programRows.map((row) => [row.letter, row]));

export function rowOfLetter(letter: string): (typeof programRows)[number] | undefined {
  return byLetter.get(letter);
}

const commandNames = new Set<string>(commandRows.map(({ name }) => name));

export function isCommandName(name: string): name is CommandName {
  return commandNames.has(name);
}

/** The letter by which iptables names an option in its words; `0` for `--line-numbers`. */
export function letterOf(name: ProgramOptionName): string {
  return programRows.find((row) => row.name === name)?.letter ?? '0';
}
