/**
 * What iptables says of a command line as a whole, in its order (the end of do_parse(), generic_opt_check() and
 * ipv4_post_parse(), iptables/xshared.c, 1.8.9). Nothing is said where a word is unknown that could be anything.
 */
import type { Span } from '../../base/span.ts';
import { addressRefusal } from './addressList.ts';
import type { ExtensionOption, GivenOptions } from './extension.ts';
import type { ParsedOption, ProgramOption, UsedExtension } from './parsed.ts';
import { isCommandName, letterOf } from './program.ts';
import type { CommandName, ProgramOptionName } from './program.ts';
import { refuse, textOf } from './state.ts';
import type { ParseState } from './state.ts';

/** Looks at all options together. `table` is that of the command, undefined where it is unknown. */
export function checkCommand(state: ParseState, table: string | undefined, whole: Span): void {
  const find = (name: ProgramOptionName): ProgramOption | undefined =>
    state.programOptions.find((option) => option.name === name);
  checkNatDrop(state, table);
  const interval = find('wait-interval');
  if (interval !== undefined && find('wait') === undefined)
    refuse(state, interval.span, '--wait-interval only makes sense with --wait');
  for (const used of state.matches) checkExtension(state, used);
  if (state.target !== undefined) checkExtension(state, state.target);
  const command = state.programOptions.find(({ name }) => isCommandName(name));
  if (command === undefined) {
    if (find('help') === undefined && find('version') === undefined)
      refuse(state, whole, 'no command specified');
    return;
  }
  const last = state.words.at(-1);
  if (state.isNegated && last !== undefined)
    refuse(state, last.span, 'nothing appropriate following !');
  checkAddresses(state, command);
  checkLegality(state);
  checkChain(state, command);
}

/** In `nat` nothing is dropped: its chains see the first packet of a connection only. */
function checkNatDrop(state: ParseState, table: string | undefined): void {
  if (table !== 'nat') return;
  const drop = state.programOptions
    .flatMap(({ name, values }) =>
      name === 'policy' ? [values[1]] : name === 'jump' || name === 'goto' ? [values[0]] : [],
    )
    .find((word) => textOf(word) === 'DROP');
  if (drop !== undefined)
    refuse(
      state,
      drop.span,
      'The "nat" table is not intended for filtering, the use of DROP is therefore inhibited.',
    );
}

function checkExtension(state: ParseState, used: UsedExtension): void {
  const { extension, name, options, span } = used;
  if (extension === undefined) return;
  const given = givenOptions(state, options);
  const words = extension.check?.(given);
  if (words !== undefined) refuse(state, span, words);
  for (const row of extension.options) {
    if (!given.has(row.name)) {
      if (row.isRequired) refuse(state, span, `${name}: option "--${row.name}" must be specified`);
      continue;
    }
    checkCompany(state, { used, row, given });
  }
}

function checkCompany(
  state: ParseState,
  { used, row, given }: { used: UsedExtension; row: ExtensionOption; given: GivenOptions },
): void {
  const own = used.options.find(({ name }) => name === row.name);
  const span = own?.span ?? used.span;
  for (const other of used.extension?.options ?? []) {
    const here = `${used.name}: option "--${row.name}"`;
    if (row.needs.includes(other.name) && !given.has(other.name))
      refuse(state, span, `${here} also requires "--${other.name}".`);
    if (row.excludes.includes(other.name) && given.has(other.name))
      refuse(state, span, `${here} cannot be used together with "--${other.name}".`);
  }
}

function givenOptions(state: ParseState, options: readonly ParsedOption[]): GivenOptions {
  return {
    options,
    has: (...names) => options.some(({ name }) => names.includes(name)),
    textOf: (name) => textOf(options.find((option) => option.name === name)?.values[0]),
    protocol: isNegatedProtocol(state)
      ? undefined
      : state.protocol === 0
        ? undefined
        : state.protocol,
    family: state.family,
  };
}

function isNegatedProtocol({ programOptions }: ParseState): boolean {
  return programOptions.some(({ name, negated }) => name === 'protocol' && negated);
}

/** Commands that take the conditions of a rule. */
const ruleCommands = new Set<CommandName>(['append', 'delete', 'check', 'insert', 'replace']);

function checkAddresses(state: ParseState, command: ProgramOption): void {
  let isList = false;
  let isNegated = false;
  for (const name of ['source', 'destination'] as const) {
    const option = state.programOptions.find((one) => one.name === name);
    const [word] = option?.values ?? [];
    const text = textOf(word);
    isNegated ||= option?.negated === true;
    if (word === undefined || text === undefined) continue;
    const words = addressRefusal(text, state.family);
    if (words !== undefined) refuse(state, word.span, words);
    isList ||= text.includes(',');
  }
  if (isList && isNegated)
    refuse(state, command.span, '! not allowed with multiple source or destination IP addresses');
  if (isList && command.name === 'replace')
    refuse(state, command.span, 'Replacement rule does not specify a unique address');
}

const always: readonly ProgramOptionName[] = ['numeric', 'exact', 'line-numbers'];
const rule: readonly ProgramOptionName[] = [
  'source', 'destination', 'protocol', 'jump', 'goto', 'in-interface', 'out-interface', 'set-counters', 'fragments',
]; // prettier-ignore

/** Options in the order in which iptables looks at them, with the commands that do not take them. */
function isIllegal(name: ProgramOptionName, command: ProgramOption): boolean {
  const isByNumber = command.name === 'delete' && command.values.length > 1;
  const takesRule = isCommandName(command.name) && ruleCommands.has(command.name) && !isByNumber;
  if (always.includes(name)) return command.name !== 'list';
  if (!rule.includes(name)) return false;
  if (name === 'set-counters')
    return !['insert', 'replace', 'append', 'policy'].includes(command.name);
  return !takesRule;
}

const lookOrder: readonly ProgramOptionName[] = [
  'numeric', 'source', 'destination', 'protocol', 'jump', 'goto', 'exact', 'in-interface', 'out-interface',
  'line-numbers', 'set-counters', 'fragments',
]; // prettier-ignore

function checkLegality(state: ParseState): void {
  const commands = state.programOptions.filter(({ name }) => isCommandName(name));
  for (const name of lookOrder) {
    const option = state.programOptions.find((one) => one.name === name);
    if (option === undefined || !commands.every((command) => isIllegal(name, command))) continue;
    const letter = name === 'goto' ? 'j' : letterOf(name);
    refuse(state, option.span, `Illegal option \`-${letter}' with this command`);
  }
}

function checkChain(state: ParseState, { name, values }: ProgramOption): void {
  const [chain] = values;
  const text = textOf(chain);
  if (chain === undefined || text === undefined) return;
  if (text.length > 28)
    refuse(state, chain.span, `chain name \`${text}' too long (must be under 29 chars)`);
  if (!isCommandName(name) || !ruleCommands.has(name)) return;
  const side = arriving.has(text)
    ? 'out-interface'
    : leaving.has(text)
      ? 'in-interface'
      : undefined;
  const option = state.programOptions.find((one) => one.name === side);
  if (option !== undefined)
    refuse(state, option.span, `Can't use -${letterOf(option.name)} with ${text}`);
}

const arriving = new Set(['PREROUTING', 'INPUT']);
const leaving = new Set(['POSTROUTING', 'OUTPUT']);
