/**
 * Walks the syntax in text order and collects simple commands with the variables as they stand there.
 * Branches work on copies that are merged after them; loops forget what their body sets, before and after it.
 */
import type {
  AndOr,
  Case,
  CompoundList,
  If,
  Pipeline,
  Script,
  SyntaxNode,
  Word,
} from './adapter.ts';
import { arithmeticTargets } from './assignments.ts';
import { assignLoopVariable, forgetTouched, setLoopVariable } from './assign.ts';
import { commandOf } from './commands.ts';
import { createEnvironment, forget, mergeBranches } from './environment.ts';
import type { Environment } from './environment.ts';
import { loopValues } from './loops.ts';
import { functionEnvironment } from './parameters.ts';
import { literalOutput } from './pipes.ts';
import { readRedirection, silencesErrors } from './redirections.ts';
import type { Scope, Session } from './session.ts';
import { touchedBy } from './survey.ts';
import type { CommandContext, HereDocument, ShellCommand, ShellWord } from './types.ts';
import { expandUnsplit, expandWord } from './words.ts';

type WordLoop = Extract<SyntaxNode, { type: 'For' | 'Select' }>;

/** Walks a list of statements. */
export function walkBody(body: Script | CompoundList, scope: Scope): void {
  for (const statement of body.commands)
    walkNode(statement.command, statement.background === true ? forked(scope) : scope);
}

/** Walks a function body that was put aside, with the environment of the end of the script. */
export function walkFunction(name: string, body: SyntaxNode, scope: Scope): void {
  const trap = scope.session.survey.functions.get(name)?.onlyTrapped === true;
  const context: CommandContext = {
    conditional: false,
    loop: false,
    failureIgnored: false,
    trap,
    functionName: name,
  };
  walkNode(body, { ...scope, context, environment: functionEnvironment(name, scope) });
}

/** Walks any node; the command is returned where the node is a simple one, for the pipeline around it. */
function walkNode(node: SyntaxNode, scope: Scope, input?: HereDocument): ShellCommand | undefined {
  switch (node.type) {
    case 'Command':
      return commandOf(node, scope, input);
    case 'Pipeline':
      walkPipeline(node, scope);
      return undefined;
    case 'AndOr':
      walkAndOr(node, scope);
      return undefined;
    case 'If':
      walkIf(node, scope);
      return undefined;
    case 'Case':
      walkCase(node, scope);
      return undefined;
    case 'Redirected': {
      const redirections = node.redirects.map((redirect) => readRedirection(redirect, scope));
      walkNode(
        node.command,
        silencesErrors(redirections) ? within(scope, { failureIgnored: true }) : scope,
      );
      return undefined;
    }
    case 'Function':
      scope.session.leaves.push({ start: node.name.pos, end: node.name.end });
      scope.session.deferred.push({ name: node.name.value, body: node.body, scope });
      return undefined;
    case 'CompoundList':
    case 'Script':
      walkBody(node, scope);
      return undefined;
    case 'BraceGroup':
      walkBody(node.body, scope);
      return undefined;
    case 'Subshell':
      walkBody(node.body, forked(scope));
      return undefined;
    case 'Coproc':
      walkNode(node.body, forked(scope));
      return undefined;
    default:
      walkLoopOrTest(node, scope);
      return undefined;
  }
}

function walkLoopOrTest(node: SyntaxNode, scope: Scope): void {
  const { session, environment } = scope;
  switch (node.type) {
    case 'While':
      inLoop(node, scope, (inner) => {
        walkBody(node.clause, within(inner, { failureIgnored: true }));
        walkBody(node.body, inner);
      });
      return;
    case 'For':
    case 'Select':
      walkWordLoop(node, scope);
      return;
    case 'ArithmeticFor':
      session.leaves.push({ start: node.pos, end: node.body.pos });
      inLoop(node, scope, (inner) => walkBody(node.body, inner));
      return;
    case 'ArithmeticCommand':
      session.leaves.push({ start: node.pos, end: node.end });
      for (const name of node.expression === undefined ? [] : arithmeticTargets(node.expression)) {
        forget(
          { environment, symbols: session.symbols },
          name,
          `\`$${name}\` is calculated when the script runs`,
        );
      }
      return;
    case 'TestCommand':
      session.leaves.push({ start: node.pos, end: node.end });
      walkTest(node.expression, scope);
      return;
    default:
  }
}

/** `for` and `select`. What is no command (comments, assignments, functions) is collected once, however often the body is read. */
function walkWordLoop(node: WordLoop, scope: Scope): void {
  const { session, environment } = scope;
  const words = readWords(node.wordlist ?? [], scope);
  session.leaves.push({ start: node.name.pos, end: node.name.end });
  const values = node.type === 'For' ? loopValues(node, words, scope) : undefined;
  if (values === undefined) walkWordLoopOnce(node, scope);
  else {
    if (session.loops === 'expand')
      walkWordLoopOnce(node, { ...scope, session: { ...session, commands: [], loops: 'once' } });
    inLoop(node.body, { ...scope, session: commandsAlone(session) }, (inner) => {
      for (const value of values) {
        const round = forked(inner);
        setLoopVariable(node.name, value, round);
        walkBody(node.body, round);
      }
    });
  }
  forget(
    { environment, symbols: session.symbols },
    node.name.value,
    `\`$${node.name.value}\` was set by a loop`,
  );
}

function commandsAlone(session: Session): Session {
  const apart = { leaves: [], variables: new Map(), deferred: [], errors: [] };
  return { ...session, ...apart, loops: 'repeat', loopDepth: session.loopDepth + 1 };
}

function walkWordLoopOnce(node: WordLoop, scope: Scope): void {
  inLoop(node.body, scope, (inner) => {
    assignLoopVariable(node.name, inner);
    walkBody(node.body, inner);
  });
}

/** `[[ … ]]`: only the substitutions in it matter. */
function walkTest(node: SyntaxNode, scope: Scope): void {
  switch (node.type) {
    case 'TestUnary':
      expandUnsplit(node.operand, scope);
      return;
    case 'TestBinary':
      expandUnsplit(node.left, scope);
      expandUnsplit(node.right, scope);
      return;
    case 'TestLogical':
      for (const operand of node.operands) walkTest(operand, scope);
      return;
    case 'TestNot':
      walkTest(node.operand, scope);
      return;
    case 'TestGroup':
      walkTest(node.expression, scope);
      return;
    default:
  }
}

function walkPipeline(pipeline: Pipeline, scope: Scope): void {
  const negated = pipeline.prefixes.some((prefix) => prefix.type === 'Negation');
  const outer = negated ? within(scope, { failureIgnored: true }) : scope;
  const isAlone = pipeline.commands.length === 1;
  let input: HereDocument | undefined;
  for (const command of pipeline.commands) {
    const walked = walkNode(command, isAlone ? outer : forked(outer), input);
    input = walked === undefined ? undefined : literalOutput(walked);
  }
}

function walkAndOr(list: AndOr, scope: Scope): void {
  // `a && b || true`: whatever fails before the last part is forgiven by it.
  const forgiven = list.commands.findLastIndex(
    (command, index) => index > 0 && list.operators[index - 1] === '||' && doesNothing(command),
  );
  list.commands.forEach((command, index) => {
    const ignored = index < forgiven ? { failureIgnored: true } : {};
    if (index === 0) {
      walkNode(command, within(scope, ignored));
      return;
    }
    const branch = createEnvironment(scope.environment);
    walkNode(command, { ...within(scope, { ...ignored, conditional: true }), environment: branch });
    mergeBranches(scope.environment, scope.session.symbols, [
      branch,
      createEnvironment(scope.environment),
    ]);
  });
}

function doesNothing(node: SyntaxNode): boolean {
  return (
    node.type === 'Command' &&
    node.name !== undefined &&
    /^(?:true|:|\/bin\/true|\/usr\/bin\/true)$/.test(node.name.value)
  );
}

function walkIf(node: If, scope: Scope): void {
  const branches: Environment[] = [];
  const enter = (body: CompoundList, from: Scope): void => {
    const environment = createEnvironment(from.environment);
    branches.push(environment);
    walkBody(body, { ...within(from, { conditional: true }), environment });
  };
  walkBody(node.clause, within(scope, { failureIgnored: true }));
  enter(node.then, scope);
  for (const elif of node.elif) {
    walkBody(elif.clause, {
      ...within(scope, { failureIgnored: true, conditional: true }),
      environment: createEnvironment(scope.environment),
    });
    enter(elif.then, scope);
  }
  if (node.else === undefined) branches.push(createEnvironment(scope.environment));
  else enter(node.else, scope);
  mergeBranches(scope.environment, scope.session.symbols, branches);
}

function walkCase(node: Case, scope: Scope): void {
  readWords([node.word], scope);
  const branches: Environment[] = [];
  let fallsThrough = false;
  for (const item of node.items) {
    for (const pattern of item.pattern)
      scope.session.leaves.push({ start: pattern.pos, end: pattern.end });
    const environment = createEnvironment(scope.environment);
    const caseLabel = item.pattern.map((pattern) => pattern.text).join('|');
    if (fallsThrough)
      forgetTouched(touchedBy(node, scope.session.survey), { ...scope, environment });
    walkBody(item.body, { ...within(scope, { conditional: true, caseLabel }), environment });
    branches.push(environment);
    fallsThrough = item.terminator === ';&' || item.terminator === ';;&';
  }
  const catchesAll = node.items.some((item) =>
    item.pattern.some((pattern) => pattern.text === '*'),
  );
  if (!catchesAll) branches.push(createEnvironment(scope.environment));
  mergeBranches(scope.environment, scope.session.symbols, branches);
}

/** A loop body runs any number of times: what it sets is unknown at its start and after it. */
function inLoop(node: SyntaxNode, scope: Scope, walk: (inner: Scope) => void): void {
  const touched = touchedBy(node, scope.session.survey);
  forgetTouched(touched, scope);
  const inner = {
    ...within(scope, { loop: true }),
    environment: createEnvironment(scope.environment),
  };
  walk(inner);
  forgetTouched(touched, scope);
}

function readWords(words: readonly Word[], scope: Scope): ShellWord[] {
  return words.flatMap((word) => {
    scope.session.leaves.push({ start: word.pos, end: word.end });
    return expandWord(word, scope);
  });
}

function within(scope: Scope, context: Partial<CommandContext>): Scope {
  return { ...scope, context: { ...scope.context, ...context } };
}

/** A subshell: it sees the variables, and what it sets is lost. */
function forked(scope: Scope): Scope {
  return { ...scope, environment: createEnvironment(scope.environment) };
}
