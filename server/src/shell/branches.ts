/** `if`, `case`, `&&`, `||`: a choice with a known outcome is made, of any other both ways are followed and joined. */
import type { AndOr, Case, CompoundList, If, SyntaxNode, Word } from './adapter.ts';
import { forgetTouched } from './assign.ts';
import { createEnvironment, deltaSince, mergeDeltas } from './environment.ts';
import type { Delta } from './environment.ts';
import { patternOf } from './parameterOperations.ts';
import { matches } from './patterns.ts';
import { valueOf } from './pieces.ts';
import { within } from './session.ts';
import type { Outcome, Scope } from './session.ts';
import { touchedBy } from './survey.ts';
import type { Condition } from './types.ts';
import { expandParts, expandText, walkList, walkNode } from './evaluator.ts';
import { unknown } from '../base/fact.ts';

interface Way {
  readonly delta: Delta;
  readonly outcome: Outcome;
}

interface Choice {
  readonly kind: Condition['kind'];
  readonly span: Condition['span'];
  readonly choice: object;
}

const tokens = new WeakMap<object, object>();

/** Stands for a choice of the syntax, without holding the syntax: a command outlives it where an edit changes other lines. */
function tokenOf(node: object): object {
  const known = tokens.get(node);
  if (known !== undefined) return known;
  const token = {};
  tokens.set(node, token);
  return token;
}

/** A way that may be taken: what it sets is kept apart. */
function follow(
  arm: number,
  { scope, choice }: { readonly scope: Scope; readonly choice: Choice },
  run: (inner: Scope) => Outcome,
): Way {
  const environment = createEnvironment(scope.environment);
  const { condition: outer } = scope.context;
  const condition: Condition = { ...choice, arm, ...(outer === undefined ? {} : { outer }) };
  const inner = {
    ...within(scope, { conditional: true, condition }),
    environment,
    uncertainty: scope.uncertainty + 1,
    entry: false,
  };
  const outcome = run(inner);
  return { delta: deltaSince(environment, scope.environment), outcome };
}

/** Joins the ways that lead on; `gone` if none does. */
function join(ways: readonly Way[], { environment, session }: Scope): Outcome {
  const live = ways.filter((way) => way.outcome !== 'gone');
  const [first] = live;
  if (first === undefined) return 'gone';
  mergeDeltas(
    { environment, symbols: session.symbols },
    live.map((way) => way.delta),
  );
  return live.every((way) => way.outcome === first.outcome) ? first.outcome : 'unsure';
}

/** Puts aside what a known outcome keeps from running. */
export function putAside(nodes: readonly SyntaxNode[], scope: Scope): void {
  if (scope.session.evaluations === 0) scope.session.dead.push({ nodes, scope });
}

/** `if … elif … else …`. */
export function walkIf(node: If, scope: Scope): Outcome {
  const arms = [node, ...node.elif];
  const choice: Choice = { kind: 'if', span: spanOf(node.clause, scope), choice: tokenOf(node) };
  const tryArm = (index: number, from: Scope): Outcome => {
    const arm = arms[index];
    if (arm === undefined) return node.else === undefined ? 'success' : walkList(node.else, from);
    const tested = walkClause(arm.clause, from);
    const rest: SyntaxNode[] = [
      ...arms.slice(index + 1).flatMap((each): SyntaxNode[] => [each.clause, each.then]),
      ...(node.else === undefined ? [] : [node.else]),
    ];
    if (tested === 'gone') {
      putAside([arm.then, ...rest], from);
      return 'gone';
    }
    if (tested === 'success') {
      putAside(rest, from);
      return walkList(arm.then, from);
    }
    if (tested === 'failure') {
      putAside([arm.then], from);
      return tryArm(index + 1, from);
    }
    const at = { scope: from, choice: { ...choice, choice: tokenOf(arm) } };
    return join(
      [
        follow(0, at, (inner) => walkList(arm.then, inner)),
        follow(1, at, (inner) => tryArm(index + 1, inner)),
      ],
      from,
    );
  };
  return tryArm(0, scope);
}

/** A test: its failure is expected, and `set -e` does not count. */
export function walkClause(clause: CompoundList, scope: Scope): Outcome {
  return walkList(clause, {
    ...within(scope, { failureIgnored: true }),
    guarded: true,
  });
}

function spanOf(node: SyntaxNode, { source }: Scope): Condition['span'] {
  return source.locate(node.pos, Math.max(node.pos, node.end));
}

/** `a && b || c`. */
export function walkAndOr(list: AndOr, scope: Scope): Outcome {
  const last = list.commands.length - 1;
  // `a && b || true`: whatever fails before the last part is forgiven by it.
  const forgiven = list.commands.findLastIndex(
    (command, index) => index > 0 && list.operators[index - 1] === '||' && doesNothing(command),
  );
  const place = (index: number, from: Scope): Scope => ({
    ...(index < forgiven ? within(from, { failureIgnored: true }) : from),
    guarded: from.guarded || index < last,
  });
  let outcome: Outcome = 'success';
  for (let index = 0; index < list.commands.length; index++) {
    const command = list.commands[index];
    if (command === undefined) break;
    const operator = list.operators[index - 1];
    if (outcome === 'gone') {
      putAside([command], scope);
    } else if (index === 0 || outcome === (operator === '&&' ? 'success' : 'failure')) {
      outcome = walkNode(command, place(index, scope));
    } else if (outcome === 'unsure') {
      outcome = walkMaybe(list, index, { scope, place });
    } else putAside([command], scope);
  }
  return outcome;
}

function walkMaybe(
  list: AndOr,
  index: number,
  {
    scope,
    place,
  }: { readonly scope: Scope; readonly place: (index: number, from: Scope) => Scope },
): Outcome {
  const command = list.commands[index];
  const before = list.commands[index - 1];
  if (command === undefined || before === undefined) return 'unsure';
  const isAnd = list.operators[index - 1] === '&&';
  const choice: Choice = {
    kind: isAnd ? 'and' : 'or',
    span: spanOf(before, scope),
    choice: tokenOf(command),
  };
  const at = { scope, choice };
  return join(
    [
      follow(0, at, (inner) => walkNode(command, place(index, inner))),
      {
        delta: { bindings: new Map(), forgotten: undefined },
        outcome: isAnd ? 'failure' : 'success',
      },
    ],
    scope,
  );
}

function doesNothing(node: SyntaxNode): boolean {
  return (
    node.type === 'Command' &&
    node.name !== undefined &&
    /^(?:true|:|\/bin\/true|\/usr\/bin\/true)$/.test(node.name.value)
  );
}

/** `case word in …`. */
export function walkCase(node: Case, scope: Scope): Outcome {
  const word = mayHideNothing(node.word, scope)
    ? unknown('what bash compares hangs on its version')
    : valueOf(expandText(node.word, scope));
  const state: CaseState = {
    node,
    value: typeof word === 'string' ? word : undefined,
    isEntry: typeof word !== 'string' && /^\d+(?:#\d+)?$/.test(word.symbol ?? ''),
    // One object for each time that the `case` is met.
    choice: { kind: 'case', span: spanOf(node.word, scope), choice: {} },
  };
  const known = knownArm(state, scope);
  if (known === 'unsure') return walkArms(state, scope);
  node.items.forEach((item, index) => {
    if (index !== known) putAside([item.body], scope);
  });
  const item = known === undefined ? undefined : node.items[known];
  if (item === undefined) return 'success';
  return walkList(item.body, within(scope, { caseLabel: labelOf(item.pattern) }));
}

/**
 * `case $a"${b#x}" in`: where an operation in quotes leaves nothing beside other text, bash 5.2 compares with a character of its
 * own in the place of it.
 */
function mayHideNothing({ parts = [] }: Word, scope: Scope): boolean {
  return (
    parts.length > 1 &&
    parts.some((part) => {
      if (part.type !== 'DoubleQuoted' || part.parts.length !== 1) return false;
      const [only] = part.parts;
      const type = only?.type === 'ParameterExpansion' ? only.operation?.type : undefined;
      return (
        only !== undefined &&
        (type === 'Remove' || type === 'Replace' || type === 'Slice') &&
        valueOf(expandParts([only], scope)) === ''
      );
    })
  );
}

interface CaseState {
  readonly node: Case;
  readonly value: string | undefined;
  readonly isEntry: boolean;
  readonly choice: Choice;
}

function labelOf(patterns: readonly Word[]): string {
  return patterns.map((pattern) => pattern.text).join('|');
}

/** The arm that is taken, undefined for none, or that this is not known. */
function knownArm({ node, value }: CaseState, scope: Scope): number | undefined | 'unsure' {
  if (value === undefined) return 'unsure';
  for (let index = 0; index < node.items.length; index++) {
    const item = node.items[index];
    const found = item === undefined ? false : matchesAny(item.pattern, value, scope);
    if (found === undefined) return 'unsure';
    if (!found) continue;
    // `;&` and `;;&` lead on into other arms.
    const falls = item?.terminator === ';&' || item?.terminator === ';;&';
    return falls && index < node.items.length - 1 ? 'unsure' : index;
  }
  return undefined;
}

function matchesAny(words: readonly Word[], value: string, scope: Scope): boolean | undefined {
  let isSure = true;
  for (const word of words) {
    const pattern = patternOf(word, scope);
    if (pattern === undefined) isSure = false;
    else if (matches(pattern, value)) return isSure ? true : undefined;
  }
  return isSure ? false : undefined;
}

function walkArms({ node, choice, isEntry }: CaseState, scope: Scope): Outcome {
  const ways: Way[] = [];
  let fallsThrough = false;
  node.items.forEach((item, index) => {
    const hasFallen = fallsThrough;
    const way = follow(index, { scope, choice }, (inner) => {
      if (hasFallen) forgetTouched(touchedBy(node, scope.session.survey), inner);
      const caseLabel = labelOf(item.pattern);
      const arm = { ...within(inner, { caseLabel }), entry: isEntry && isOutermost(scope) };
      return walkList(item.body, arm);
    });
    fallsThrough = item.terminator === ';&' || item.terminator === ';;&';
    ways.push(fallsThrough && way.outcome !== 'gone' ? { ...way, outcome: 'unsure' } : way);
  });
  const catchesAll = node.items.some((item) =>
    item.pattern.some((pattern) => pattern.text === '*'),
  );
  if (!catchesAll)
    ways.push({ delta: { bindings: new Map(), forgotten: undefined }, outcome: 'success' });
  return join(ways, scope);
}

/** `case "$1"` in no other choice chooses what the script does. */
function isOutermost({ context }: Scope): boolean {
  return !context.conditional;
}
