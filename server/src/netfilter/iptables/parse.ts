/**
 * The words of an iptables command told apart as getopt_long(3) and do_parse() do it (iptables/xshared.c, 1.8.9):
 * letters that share a dash, long options cut short, `!` before an option, options that `-m`, `-j` and `-p` bring.
 * Stops reporting at the first thing that iptables refuses, and where a word is unknown that could be anything.
 */
import { coverSpans } from '../../base/span.ts';
import { protocolName } from '../../net/protocol.ts';
import type { Word } from '../source.ts';
import { wholeNumber } from './cNumber.ts';
import { findExtension } from './extensions.ts';
import { lookUpLong } from './longOptions.ts';
import type { FoundOption } from './longOptions.ts';
import type { ParsedOption, UsedExtension } from './parsed.ts';
import { rowOfLetter } from './program.ts';
import { acceptProgramOption } from './programOption.ts';
import { refuse, refuseNow, textOf, use } from './state.ts';
import type { ParseState } from './state.ts';
import { valueRefusal } from './valueCheck.ts';

export type ParseInput = Pick<ParseState, 'words' | 'family' | 'isRestore'>;

/** All words, whatever they are. */
export function parseWords(input: ParseInput): ParseState {
  const state: ParseState = {
    ...input,
    at: 0,
    isNegated: false,
    programOptions: [],
    matches: [],
    target: undefined,
    loaded: [],
    protocol: 0,
    protocolText: undefined,
    others: [],
    isUncertain: false,
    isOver: false,
    isForOther: false,
    refusal: undefined,
  };
  while (state.at < state.words.length) readWord(state);
  return state;
}

function readWord(state: ParseState): void {
  const word = state.words[state.at];
  if (word === undefined) return;
  state.at++;
  const text = textOf(word);
  if (text === undefined) {
    state.isUncertain = true;
    keep(state, { name: '', written: '', values: [word], span: word.span });
  } else if (text === '!') readNegation(state, word);
  else if (text === '--') readRest(state, word);
  else if (text.startsWith('--')) readLong(state, word, text);
  else if (text.startsWith('-') && text.length > 1) readLetters(state, word, text);
  else {
    refuse(state, word.span, `Bad argument \`${text}'`);
    keep(state, { name: '', written: text, values: [word], span: word.span });
  }
}

function readNegation(state: ParseState, word: Word): void {
  if (state.isNegated) refuse(state, word.span, 'multiple consecutive ! not allowed');
  state.isNegated = true;
}

/** Nothing behind `--` is an option any more. */
function readRest(state: ParseState, word: Word): void {
  if (state.at < state.words.length)
    refuse(state, word.span, 'unknown arguments found on commandline');
  state.at = state.words.length;
}

function readLong(state: ParseState, word: Word, text: string): void {
  const equals = text.indexOf('=');
  const written = equals < 0 ? text : text.slice(0, equals);
  const attached = equals < 0 ? undefined : text.slice(equals + 1);
  let found = lookUpLong(state, written.slice(2));
  if (isUnfit(found, attached) && loadProtocol(state)) found = lookUpLong(state, written.slice(2));
  if (found === undefined || isUnfit(found, attached)) {
    refuse(state, word.span, `unknown option "${text}"`);
    return takeUnknown(state, word, written);
  }
  finish(state, { found, written, attached, word });
}

/** Not known, or a value is given to an option that takes none. */
function isUnfit(found: FoundOption | undefined, attached: string | undefined): boolean {
  return found === undefined || (attached !== undefined && found.takes === 'nothing');
}

/** An option that is not known takes all words up to the next option, so that nothing after it is misread. */
function takeUnknown(state: ParseState, word: Word, written: string): void {
  const values: Word[] = [];
  for (let next = state.words[state.at]; next !== undefined; next = state.words[state.at]) {
    const text = textOf(next);
    if (text === '!' || (text !== undefined && /^--?\w/.test(text))) break;
    values.push(next);
    state.at++;
  }
  const span = coverSpans(word.span, values.at(-1)?.span ?? word.span);
  keep(state, { name: '', written, values, span });
}

/** `-nvL`, `-tnat`, `-o eno4`: letters that stand alone can share one dash, the rest is a value. */
function readLetters(state: ParseState, word: Word, text: string): void {
  for (let i = 1; i < text.length; i++) {
    const row = rowOfLetter(text.charAt(i));
    const written = `-${text.charAt(i)}`;
    if (row === undefined) {
      if (loadProtocol(state)) continue;
      refuse(state, word.span, `unknown option "${text}"`);
      return takeUnknown(state, word, text);
    }
    const attached = i + 1 < text.length && row.takes !== 'nothing' ? text.slice(i + 1) : undefined;
    const found: FoundOption = {
      name: row.name,
      takes: row.takes,
      owner: undefined,
      row: undefined,
    };
    finish(state, { found, written, attached, word });
    if (row.takes !== 'nothing') return;
  }
}

interface Begun {
  readonly found: FoundOption;
  readonly written: string;
  /** The value in the same word. */
  readonly attached: string | undefined;
  readonly word: Word;
}

/** Takes the value of the option, and does what the option says. */
function finish(state: ParseState, { found, written, attached, word }: Begun): void {
  const values: Word[] = attached === undefined ? [] : [{ value: attached, span: word.span }];
  if (found.takes === 'word' && attached === undefined) {
    const next = state.words[state.at];
    if (next === undefined) {
      loadProtocol(state);
      refuse(state, word.span, `option "${written}" requires an argument`);
    } else {
      values.push(next);
      state.at++;
    }
  }
  const isInner = takeInnerNegation(state, found, values);
  const option = {
    written,
    negated: state.isNegated || isInner,
    values,
    span: coverSpans(word.span, values.at(-1)?.span ?? word.span),
  };
  if (found.owner === undefined) acceptProgramOption(state, { ...option, name: found.name });
  else acceptExtensionOption(state, { ...option, name: found.name }, found);
  state.isNegated = false;
}

const negatedInside = new Set([
  'source',
  'destination',
  'protocol',
  'in-interface',
  'out-interface',
]);

/** `-o ! lo`, as scripts wrote it long ago (check_inverse(), until iptables 1.8.7). */
function takeInnerNegation(state: ParseState, found: FoundOption, values: Word[]): boolean {
  const [first] = values;
  const next = state.words[state.at];
  if (first === undefined || next === undefined || textOf(first) !== '!') return false;
  if (found.owner !== undefined || !negatedInside.has(found.name) || state.isNegated) return false;
  const words =
    found.name === 'protocol'
      ? 'unknown protocol "!" specified'
      : `Bad argument \`${textOf(next) ?? ''}'`;
  refuseNow(state, first.span, words);
  values.splice(0, 1, next);
  state.at++;
  return true;
}

function acceptExtensionOption(state: ParseState, option: ParsedOption, found: FoundOption): void {
  const { row } = found;
  const used = userOf(state, found);
  const second = row?.second === undefined ? undefined : state.words[state.at];
  const secondText = second === undefined ? '' : (textOf(second) ?? ' ');
  const isSecond = second !== undefined && secondText !== '' && !/^[-!]/.test(secondText);
  if (isSecond) state.at++;
  const values = isSecond ? [...option.values, second] : option.values;
  const span = isSecond ? coverSpans(option.span, second.span) : option.span;
  const whole = { ...option, values, span };
  if (row !== undefined && used?.extension !== undefined) {
    const refusal = valueRefusal(state, { option: whole, row, used, extension: used.extension });
    if (refusal !== undefined) refuse(state, refusal.span, refusal.words);
  }
  (used?.options ?? state.others).push(whole);
}

/** Of several uses of one extension the newest takes the option. */
function userOf(state: ParseState, { owner }: FoundOption): UsedExtension | undefined {
  if (owner === undefined || owner.kind === 'target') return state.target;
  return state.matches.findLast(({ extension }) => extension === owner);
}

/** The match that `-p tcp` brings along, the first time that an option is not known. */
function loadProtocol(state: ParseState): boolean {
  const { protocolText: text, family } = state;
  if (text === undefined || state.matches.some(({ isImplicit }) => isImplicit)) return false;
  const number = wholeNumber(text, 0, 255);
  const name = number === undefined ? text : protocolName(number);
  const extension = findExtension('match', name, family);
  const span = state.programOptions.find((option) => option.name === 'protocol')?.span;
  if (extension === undefined || span === undefined) return false;
  use(state, { name: extension.name, extension, options: [], span, isImplicit: true });
  return true;
}

function keep(state: ParseState, option: Omit<ParsedOption, 'negated'>): void {
  state.others.push({ ...option, negated: state.isNegated });
  state.isNegated = false;
}
