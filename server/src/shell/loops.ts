/**
 * `for` over words that are all known: the body can be read once for each word, with the variable known.
 * Invariant: the whole script makes at most `loopLimits.commands` commands this way; every other loop is read once,
 * with the variable unknown. A body that tells its words apart (`case $i`, `[ $i = eth1 ]`, `break`) is read once, too,
 * because not every part of it runs for every word.
 */
import { childrenOf } from './adapter.ts';
import type { SyntaxNode } from './adapter.ts';
import type { Scope } from './session.ts';
import { touchedBy } from './survey.ts';
import type { ShellWord } from './types.ts';

export const loopLimits = { words: 32, commands: 2_000, nesting: 3 } as const;

/** A body costs one for each command, and one for so many characters, so that huge here-documents count. */
const charactersPerCommand = 500;

type For = Extract<SyntaxNode, { type: 'For' }>;

/** The values that the variable takes, one after the other; undefined where the body is to be read once. */
export function loopValues(
  node: For,
  words: readonly ShellWord[],
  { session, source }: Scope,
): readonly string[] | undefined {
  if (session.loops === 'once' || session.loopDepth >= loopLimits.nesting) return undefined;
  // The parser gives a body that is never closed no extent.
  if (node.wordlist === undefined || node.body.end <= node.body.pos) return undefined;
  if (words.length === 0 || words.length > loopLimits.words) return undefined;
  const values = words.flatMap((word) => (isPlain(word) ? [word.value] : []));
  if (values.length < words.length) return undefined;
  const length = node.body.end - node.body.pos;
  // The length alone can already say no, before the body is looked through.
  if (!isAffordable(values.length * (length / charactersPerCommand), session.loopBudget))
    return undefined;
  const names = [node.name.value, ...touchedBy(node.body, session.survey).names];
  const body = surveyBody(node.body, source.text, mentionOf(names));
  const cost = values.length * (1 + body.commands + Math.floor(length / charactersPerCommand));
  if (body.tellsApart || !isAffordable(cost, session.loopBudget)) return undefined;
  session.loopBudget.left -= cost;
  return values;
}

function isAffordable(cost: number, budget: { readonly left: number }): boolean {
  return cost <= budget.left;
}

/** A known word that is no file name pattern. */
function isPlain(word: ShellWord): word is ShellWord & { readonly value: string } {
  return typeof word.value === 'string' && word.several !== true && !/[*?[~]/.test(word.value);
}

/** Finds a use of one of the names: `$i`, `${i`. */
function mentionOf(names: readonly string[]): RegExp {
  const known = names.filter((name) => /^\w+$/.test(name));
  return new RegExp(`\\$\\{?#?(?:${known.join('|')})\\b`);
}

interface BodySurvey {
  commands: number;
  tellsApart: boolean;
}

function surveyBody(body: SyntaxNode, text: string, mention: RegExp): BodySurvey {
  const survey: BodySurvey = { commands: 0, tellsApart: false };
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') survey.commands += 1;
    if (tellsApart(node) && mention.test(text.slice(node.pos, node.end))) survey.tellsApart = true;
    if (node.type === 'Command' && node.name?.value === 'break') survey.tellsApart = true;
    for (const child of childrenOf(node)) visit(child);
  };
  visit(body);
  return survey;
}

const comparison = /^(?:=|==|!=|=~|<|>|-(?:eq|ne|lt|le|gt|ge))$/;

/** Constructs whose outcome depends on a value itself; `[ -e /sys/class/net/$i ]` does not choose between values. */
function tellsApart(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'Case':
    case 'TestBinary':
    case 'ArithmeticCommand':
      return true;
    case 'Command':
      return (
        /^(?:\[|test|expr)$/.test(node.name?.value ?? '') &&
        node.args.some((part) => part.type === 'Word' && comparison.test(part.value))
      );
    case 'Pipeline':
      return node.commands.some(
        (command) => command.type === 'Command' && /^[ef]?grep$/.test(command.name?.value ?? ''),
      );
    default:
      return false;
  }
}
