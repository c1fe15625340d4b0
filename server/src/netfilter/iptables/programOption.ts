/** Options of the program itself: what each takes, and what iptables says of it as it reads it (do_parse(), iptables/xshared.c, 1.8.9). */
import { coverSpans } from '../../base/span.ts';
import type { Word } from '../source.ts';
import { wholeNumber } from './cNumber.ts';
import { findExtension, isForeign } from './extensions.ts';
import { protocolRefusal } from './namedValue.ts';
import { protocolOf, refuse, textOf, use } from './state.ts';
import type { ParseState } from './state.ts';
import type { ProgramOption } from './parsed.ts';
import { isCommandName, letterOf } from './program.ts';
import type { CommandName, ProgramOptionName } from './program.ts';
import { isNearMatchName } from './similar.ts';

/** Does what the option says, and takes the words that belong to it. */
export function acceptProgramOption(state: ParseState, option: ProgramOption): void {
  const { name } = option;
  if (isCommandName(name)) return acceptCommand(state, option, name);
  checkFlag(state, option);
  const more = operandsOf(state, option);
  const last = more.at(-1);
  state.programOptions.push({
    ...option,
    values: [...option.values, ...more],
    span: last === undefined ? option.span : coverSpans(option.span, last.span),
  });
  if (name === 'set-counters')
    checkCounters(state, { ...option, values: [...option.values, ...more] });
  acceptRuleOption(state, option);
}

/** `-c PACKETS BYTES`, or both with a comma. */
function checkCounters(state: ParseState, { span, values }: ProgramOption): void {
  const [first, second] = values;
  const packets = textOf(first);
  if (packets === undefined) return;
  const comma = packets.indexOf(',', 1);
  const bytes = comma >= 0 ? packets.slice(comma + 1) : textOf(second);
  if (comma < 0 && second === undefined)
    return refuse(state, span, '-c requires packet and byte counter');
  if (!/^\s*[+-]?\d/.test(packets)) return refuse(state, span, '-c packet counter not numeric');
  if (bytes !== undefined && !/^\s*[+-]?\d/.test(bytes))
    refuse(state, span, '-c byte counter not numeric');
}

/** Words behind an option that may be left out: a number to wait, a byte counter. */
function operandsOf(state: ParseState, { name, values }: ProgramOption): readonly Word[] {
  const text = textOf(values[0]);
  const isOpen =
    ((name === 'wait' || name === 'wait-interval') && values.length === 0) ||
    (name === 'set-counters' && text?.includes(',') !== true);
  return isOpen ? takeOperands(state, 1) : [];
}

/** Up to so many words that begin neither with a dash nor with `!`. */
function takeOperands(state: ParseState, count: number): readonly Word[] {
  const words: Word[] = [];
  while (words.length < count) {
    const next = state.words[state.at];
    if (next === undefined || /^[-!]/.test(textOf(next) ?? '')) break;
    words.push(next);
    state.at++;
  }
  return words;
}

/** How many words a command takes behind its chain. */
const operandCounts: Readonly<Record<CommandName, number>> = {
  append: 0, delete: 1, check: 0, insert: 1, replace: 1, list: 1, 'list-rules': 1, flush: 0, zero: 1,
  'new-chain': 0, 'delete-chain': 0, 'rename-chain': 1, policy: 1,
}; // prettier-ignore

const optionalChain = new Set<CommandName>(['list', 'list-rules', 'flush', 'zero', 'delete-chain']);

/** Commands that may stand beside the one at hand. */
const together: Readonly<Partial<Record<CommandName, readonly CommandName[]>>> = {
  list: ['zero'],
  'list-rules': ['zero'],
  zero: ['list', 'list-rules'],
};

function acceptCommand(state: ParseState, option: ProgramOption, name: CommandName): void {
  const chain =
    option.values.length === 0 && optionalChain.has(name) ? takeOperands(state, 1) : option.values;
  const isThere = chain.length > 0;
  const operands = isThere || name !== 'zero' ? takeOperands(state, operandCounts[name]) : [];
  const values = [...chain, ...operands];
  const span = coverSpans(option.span, values.at(-1)?.span ?? option.span);
  if (name === 'new-chain') checkChainName(state, chain[0]);
  if (option.negated) refuse(state, span, "unexpected '!' flag");
  const other = state.programOptions.find((one) => isCommandName(one.name));
  if (other !== undefined && !(together[name] ?? []).some((allowed) => allowed === other.name))
    refuse(state, span, `Cannot use -${letterOf(name)} with -${letterOf(other.name)}`);
  state.programOptions.push({ ...option, values, span });
  checkOperands(state, { name, operands, option: { ...option, span } });
}

const numbered = new Set<CommandName>([
  'delete',
  'insert',
  'replace',
  'list',
  'list-rules',
  'zero',
]);

function checkOperands(
  state: ParseState,
  {
    name,
    operands,
    option,
  }: { name: CommandName; operands: readonly Word[]; option: ProgramOption },
): void {
  const [operand] = operands;
  const letter = letterOf(name);
  if (operand === undefined) {
    if (name === 'replace') refuse(state, option.span, `-${letter} requires a rule number`);
    if (name === 'rename-chain')
      refuse(state, option.span, `-${letter} requires old-chain-name and new-chain-name`);
    if (name === 'policy') refuse(state, option.span, `-${letter} requires a chain and a policy`);
    return;
  }
  const text = textOf(operand);
  if (numbered.has(name) && text !== undefined && wholeNumber(text, 1, 2 ** 31 - 1) === undefined)
    refuse(state, operand.span, `Invalid rule number \`${text}'`);
}

const longestName = 28;

function checkChainName(state: ParseState, word: Word | undefined): void {
  const text = textOf(word);
  if (word === undefined || text === undefined) return;
  const isTarget = findExtension('target', text, state.family) !== undefined;
  const words =
    chainNameRefusal(text) ??
    (isTarget ? clash : /\s/.test(text) ? `Invalid chain name \`${text}'` : undefined);
  if (words !== undefined) refuse(state, word.span, words);
}

const clash = 'chain name may not clash with target name';

/** What no chain may be called; iptables-restore takes the names of targets that it has not loaded (assert_valid_chain_name(), iptables/xshared.c). */
export function chainNameRefusal(text: string): string | undefined {
  if (text.length > longestName)
    return `chain name \`${text}' too long (must be under ${longestName + 1} chars)`;
  if (/^[-!]/.test(text)) return `chain name not allowed to start with \`${text.charAt(0)}'`;
  return standard.has(text) ? clash : undefined;
}

const standard = new Set(['ACCEPT', 'DROP', 'RETURN', 'QUEUE']);

/** Options that may be given once; the others are of no account. */
const flags = new Set<ProgramOptionName>([
  'source', 'destination', 'protocol', 'jump', 'goto', 'verbose', 'numeric', 'exact', 'in-interface', 'out-interface',
  'line-numbers', 'set-counters', 'fragments',
]); // prettier-ignore
const negatableFlags = new Set<ProgramOptionName>([
  'source', 'destination', 'protocol', 'in-interface', 'out-interface', 'fragments',
]); // prettier-ignore

function checkFlag(state: ParseState, { name, negated, span, values }: ProgramOption): void {
  const text = textOf(values[0]);
  if ((name === 'in-interface' || name === 'out-interface') && text === '')
    return refuse(state, span, 'Empty interface is likely to be undesired');
  if (name === 'fragments' && state.family === 6)
    return refuse(state, span, "`-f' is not supported in IPv6, use -m frag instead");
  if (name === 'match' && negated) return refuse(state, span, 'unexpected ! flag before --match');
  if (name === 'table' && negated) return refuse(state, span, 'unexpected ! flag before --table');
  if (!flags.has(name)) return;
  const isJump = (one: string): boolean => one === 'jump' || one === 'goto';
  const letter = isJump(name) ? 'j' : letterOf(name);
  const isAgain = state.programOptions.some(
    (one) => one.name === name || (isJump(one.name) && isJump(name)),
  );
  if (isAgain && name !== 'verbose') refuse(state, span, `multiple -${letter} flags not allowed`);
  if (negated && !negatableFlags.has(name)) refuse(state, span, `cannot have ! before -${letter}`);
}

function acceptRuleOption(state: ParseState, option: ProgramOption): void {
  const [word] = option.values;
  const text = textOf(word);
  switch (option.name) {
    case 'protocol':
      return acceptProtocol(state, option, text);
    case 'match':
      return acceptMatch(state, word);
    case 'jump':
    case 'goto':
      return acceptJump(state, option, word);
    case 'in-interface':
    case 'out-interface':
      if (word !== undefined && text !== undefined && text.length > 15)
        refuse(state, word.span, `interface name \`${text}' must be shorter than IFNAMSIZ (15)`);
      return;
    case 'wait':
    case 'wait-interval':
      checkWait(state, option);
      if (state.isRestore)
        refuse(
          state,
          option.span,
          `You cannot use \`-${letterOf(option.name)}' from iptables-restore`,
        );
      return;
    case 'table':
      if (state.isRestore)
        refuse(state, option.span, 'The -t option cannot be used in iptables-restore.');
      return;
    case 'help':
    case 'version':
      state.isOver = true;
      state.at = state.words.length;
      return;
    case 'ipv4':
    case 'ipv6':
      if ((option.name === 'ipv4') !== (state.family === 4)) readOtherFamily(state, option);
      return;
    default:
  }
}

/** iptables-restore leaves the rule to the other program, and reads no further. */
function readOtherFamily(state: ParseState, { span }: ProgramOption): void {
  if (!state.isRestore)
    return refuse(state, span, "Try `iptables -h' or 'iptables --help' for more information.");
  state.isForOther = true;
  state.at = state.words.length;
}

function checkWait(state: ParseState, { name, span }: ProgramOption): void {
  const taken = state.programOptions.at(-1);
  const text = textOf(taken?.values[0]);
  if (name === 'wait' && text !== undefined && !/^\s*[+-]?\d/.test(text))
    refuse(state, taken?.span ?? span, 'wait seconds not numeric');
}

function acceptProtocol(
  state: ParseState,
  { negated, values }: ProgramOption,
  text: string | undefined,
): void {
  const [word] = values;
  if (word === undefined) return;
  if (text === undefined) {
    state.protocol = undefined;
    state.isUncertain = true;
    return;
  }
  const lower = text.toLowerCase();
  const refused = protocolRefusal(lower);
  if (refused !== undefined) refuse(state, word.span, refused);
  state.protocolText = lower;
  state.protocol = protocolOf(lower) ?? wholeNumber(lower, 0, 255);
  if (state.protocol === 0 && negated) refuse(state, word.span, 'rule would never match protocol');
}

function acceptMatch(state: ParseState, word: Word | undefined): void {
  if (word === undefined) return;
  const name = textOf(word);
  if (name === undefined) {
    state.isUncertain = true;
    return;
  }
  const extension = findExtension('match', name, state.family);
  if (extension === undefined) {
    if (name.length > longestName)
      refuse(state, word.span, `Invalid match name "${name}" (${longestName} chars max)`);
    else if (isNearMatchName(name, state.family) || !/^\w[\w-]*$/.test(name))
      refuse(state, word.span, `Couldn't load match \`${name}':No such file or directory`);
    state.isUncertain = true;
  }
  use(state, {
    name: extension?.name ?? name,
    extension,
    options: [],
    span: word.span,
    isImplicit: false,
  });
}

function acceptJump(
  state: ParseState,
  { name: optionName }: ProgramOption,
  word: Word | undefined,
): void {
  if (word === undefined) return;
  const name = textOf(word);
  if (name === undefined) {
    state.isUncertain = true;
    return;
  }
  if (name === '') return refuse(state, word.span, 'Invalid target name (too short)');
  if (name.length > longestName)
    refuse(state, word.span, `Invalid target name \`${name}' (${longestName} chars max)`);
  if (/\s/.test(name)) refuse(state, word.span, `Invalid target name \`${name}'`);
  const extension = optionName === 'goto' ? undefined : findExtension('target', name, state.family);
  if (extension === undefined && isForeign(name)) state.isUncertain = true;
  if (extension !== undefined)
    use(state, { name, extension, options: [], span: word.span, isImplicit: false });
}
