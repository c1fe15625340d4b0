/**
 * What each word of an `ip` command is, by the grammar tables: object, verb, keyword, or the value of a keyword.
 * Follows the walk over argv of iproute2 (iproute_modify() and its like) far enough to explain and complete words.
 */
import { isUnknown } from '../base/fact.ts';
import { findObject, findVerb, verbs } from '../iproute/abbreviations.ts';
import { findRow, type Grammar, type GrammarRow } from '../iproute/grammar.ts';
import { addressGrammar, addressSelectorGrammar } from '../iproute/objects/address.ts';
import { linkGrammar } from '../iproute/objects/link.ts';
import { nexthopObjectGrammar } from '../iproute/objects/nexthop.ts';
import { nexthopGrammar, routeGrammar } from '../iproute/objects/route.ts';
import { routeGetGrammar, routeSelectorGrammar } from '../iproute/objects/routeSelectors.ts';
import { ruleGrammar } from '../iproute/objects/rule.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

export type WordRole =
  | { readonly kind: 'program' | 'option' }
  | { readonly kind: 'object'; readonly object: string | undefined }
  | { readonly kind: 'verb'; readonly object: IpObject; readonly verb: string | undefined }
  | { readonly kind: 'keyword'; readonly row: GrammarRow }
  | { readonly kind: 'value'; readonly row: GrammarRow }
  /** The destination, or whatever else stands without a keyword. */
  | { readonly kind: 'free' };

export type IpObject = keyof typeof verbs;

/** What the next word of a command would be, after the words that were read. */
export interface WordReader {
  readonly next: (word: ShellWord) => WordRole;
  /** What is expected now: an object, a verb, a value, or a keyword out of `grammar`. */
  readonly expected: () => Expectation;
}

export type Expectation =
  | { readonly kind: 'object' }
  | { readonly kind: 'verb'; readonly object: IpObject }
  /** `grammar` is that of the keywords after the value. */
  | { readonly kind: 'value'; readonly row: GrammarRow; readonly grammar: Grammar }
  | { readonly kind: 'keyword'; readonly grammar: Grammar }
  | { readonly kind: 'nothing' };

/** Objects whose words are known. */
export const knownObjects: readonly IpObject[] = ['address', 'link', 'route', 'rule'];

/** Reads the words of an `ip` command one by one, the program first. */
export function readWords(): WordReader {
  let expected: Expectation = { kind: 'nothing' };
  let isStart = true;
  let isOptionValue = false;
  return {
    expected: () => expected,
    next: (word) => {
      const text = isUnknown(word.value) ? '' : word.value;
      if (isStart) {
        isStart = false;
        expected = { kind: 'object' };
        return { kind: 'program' };
      }
      if (expected.kind === 'object' && (isOptionValue || text.startsWith('-'))) {
        isOptionValue = !isOptionValue && optionsWithValue.has(text);
        return { kind: 'option' };
      }
      const step = roleOf(text, expected);
      expected = step.expected;
      return step.role;
    },
  };
}

/** The role of the word of a command that a cursor touches. */
export function roleAt(command: ShellCommand, word: ShellWord): WordRole {
  const reader = readWords();
  let role: WordRole = { kind: 'free' };
  for (const each of command.words) {
    role = reader.next(each);
    if (each === word) break;
  }
  return role;
}

const optionsWithValue: ReadonlySet<string> = new Set([
  '-f',
  '-family',
  '-n',
  '-netns',
  '-b',
  '-batch',
  '-l',
  '-loops',
  '-rc',
  '-rcvbuf',
]);

interface Step {
  readonly role: WordRole;
  readonly expected: Expectation;
}

function roleOf(text: string, expected: Expectation): Step {
  switch (expected.kind) {
    case 'object':
      return objectStep(text);
    case 'verb':
      return verbStep(text, expected.object);
    case 'value':
      return {
        role: { kind: 'value', row: expected.row },
        expected: { kind: 'keyword', grammar: expected.grammar },
      };
    case 'keyword':
      return keywordStep(text, expected.grammar);
    case 'nothing':
      return { role: { kind: 'free' }, expected };
  }
}

function objectStep(text: string): Step {
  const object = findObject(text);
  const known = knownObjects.find((each) => each === object);
  const expected: Expectation =
    known === undefined ? { kind: 'nothing' } : { kind: 'verb', object: known };
  return { role: { kind: 'object', object }, expected };
}

function verbStep(text: string, object: IpObject): Step {
  const verb = findVerb<string>(verbs[object], text);
  const expected: Expectation =
    verb === undefined
      ? { kind: 'nothing' }
      : { kind: 'keyword', grammar: grammarOf(object, verb) };
  return { role: { kind: 'verb', object, verb }, expected };
}

function keywordStep(text: string, grammar: Grammar): Step {
  const own = findRow(grammar, text);
  // After `nexthop …`, a keyword of the route itself ends the nexthops.
  const back =
    own === undefined && grammar === nexthopGrammar ? findRow(routeGrammar, text) : undefined;
  const row = own ?? back;
  const rest = back === undefined ? grammar : routeGrammar;
  if (row === undefined) return { role: { kind: 'free' }, expected: { kind: 'keyword', grammar } };
  return { role: { kind: 'keyword', row }, expected: afterKeyword(row, rest) };
}

function afterKeyword(row: GrammarRow, grammar: Grammar): Expectation {
  switch (row.argument.kind) {
    case 'none':
      return { kind: 'keyword', grammar };
    case 'nexthop':
      return { kind: 'keyword', grammar: nexthopGrammar };
    case 'rest':
      return { kind: 'nothing' };
    default:
      return { kind: 'value', row, grammar };
  }
}

function grammarOf(object: IpObject, verb: string): Grammar {
  const isSelection = verb === 'show' || verb === 'flush' || verb === 'save';
  switch (object) {
    case 'route':
      if (verb === 'get') return routeGetGrammar;
      return isSelection ? routeSelectorGrammar : routeGrammar;
    case 'rule':
      return ruleGrammar;
    case 'address':
      return isSelection ? addressSelectorGrammar : addressGrammar;
    case 'link':
      return linkGrammar;
    case 'nexthop':
      return nexthopObjectGrammar;
  }
}
