/** Makes one simple command: words expanded, wrappers peeled off, standard input found, variables updated. */
import type { Assignment, Command, Word, WordPart } from './adapter.ts';
import { applyEffect, forgetTouched } from './assign.ts';
import { effectsOf } from './assignments.ts';
import { childrenOf, parseSyntax } from './adapter.ts';
import { forgetAll } from './environment.ts';
import { readRedirection, silencesErrors } from './redirections.ts';
import type { Scope } from './session.ts';
import { derivedSource, shiftedSource } from './source.ts';
import type { HereDocument, Redirection, ShellCommand, ShellWord } from './types.ts';
import { expandUnsplit, expandWord } from './words.ts';
import { peel } from './wrappers.ts';

/** Reads a simple command and adds it to the script; assignments alone make no command. */
export function commandOf(
  node: Command,
  scope: Scope,
  pipeInput: HereDocument | undefined,
): ShellCommand | undefined {
  const place = scope.session.commands.length;
  const redirections: Redirection[] = [];
  const words: ShellWord[] = node.name === undefined ? [] : readWord(node.name, scope);
  const readPart = (part: Command['prefix'][number] | Command['suffix'][number]): void => {
    if (part.type === 'Word') words.push(...readWord(part, scope));
    else if (part.type === 'Assignment') noteAssignment(part, scope);
    else redirections.push(readRedirection(part, scope));
  };
  node.prefix.forEach(readPart);
  node.suffix.forEach(readPart);
  if (node.name !== undefined) runPrefixAssignments(node, scope);
  for (const effect of effectsOf(node)) applyEffect(effect, scope);
  if (node.name === undefined) return undefined;
  const command = makeCommand({ node, words, redirections, pipeInput }, scope);
  // Substitutions in the words came first; the command itself stands before them in the text.
  if (place === scope.session.commands.length) scope.session.commands.push(command);
  else scope.session.commands.splice(place, 0, command);
  runHandler(command, scope);
  forgetAfterCall(command, scope);
  return command;
}

/** `A=$(…) command` sets `A` for the command alone, but the substitution runs. */
function runPrefixAssignments(node: Command, scope: Scope): void {
  for (const part of node.prefix) {
    if (part.type === 'Assignment' && part.value.type === 'Word') expandUnsplit(part.value, scope);
  }
}

interface Read {
  readonly node: Command;
  readonly words: readonly ShellWord[];
  readonly redirections: readonly Redirection[];
  readonly pipeInput: HereDocument | undefined;
}

function makeCommand(read: Read, scope: Scope): ShellCommand {
  const { redirections } = read;
  const { words, name, netns } = peel(read.words);
  const input = inputOf(read);
  const failureIgnored = scope.context.failureIgnored || silencesErrors(redirections);
  // Contexts are shared between commands where nothing differs: there are thousands of commands in a large script.
  const ignoring =
    failureIgnored === scope.context.failureIgnored
      ? scope.context
      : { ...scope.context, failureIgnored };
  const context = netns === undefined ? ignoring : { ...ignoring, netns };
  const span = scope.source.locate(read.node.pos, read.node.end);
  return input === undefined
    ? { span, words, name, redirections, context }
    : { span, words, name, redirections, context, input };
}

function inputOf({ redirections, pipeInput }: Read): HereDocument | undefined {
  if (redirections.length === 0) return pipeInput;
  const own = redirections.findLast(
    (each) => each.hereDocument !== undefined && (each.descriptor ?? 0) === 0,
  );
  const readsFile = redirections.some(
    (each) => each.operator === '<' && (each.descriptor ?? 0) === 0,
  );
  return own?.hereDocument ?? (readsFile ? undefined : pipeInput);
}

function readWord(word: Word, scope: Scope): ShellWord[] {
  noteLeaf(word, scope);
  return expandWord(word, scope);
}

function noteAssignment(assignment: Assignment, scope: Scope): void {
  const { value } = assignment;
  if (value.type === 'Word') {
    noteLeaf(assignment, scope);
    return;
  }
  scope.session.leaves.push({ start: assignment.pos, end: value.pos + 1 });
  for (const element of value.elements) noteLeaf(element, scope);
}

/** A word is a leaf, except that comments can stand in the substitutions inside it; those note their own leaves. */
function noteLeaf(node: Word | Assignment, scope: Scope): void {
  const word = node.type === 'Word' ? node : node.value.type === 'Word' ? node.value : undefined;
  let from = node.pos;
  if (word?.parts !== undefined && word.text.includes('$(')) {
    for (const part of word.parts.flatMap((each): readonly WordPart[] =>
      each.type === 'DoubleQuoted' ? each.parts : [each],
    )) {
      if (part.type !== 'CommandExpansion' || part.script?.source !== undefined) continue;
      scope.session.leaves.push({ start: from, end: part.pos + 2 });
      from = part.end - 1;
    }
  }
  scope.session.leaves.push({ start: from, end: node.end });
}

/** `trap '…'` runs its text at the end, `eval '…'` at once; both are read where the text stands in the script. */
function runHandler(command: ShellCommand, scope: Scope): void {
  const [name, handler, ...rest] = command.words;
  if (handler === undefined || typeof handler.value !== 'string' || !/\s/.test(handler.value))
    return;
  const isTrap = name?.value === 'trap';
  if (!isTrap && !(name?.value === 'eval' && rest.length === 0)) return;
  const inner = /^(['"])([^\\]*)\1$/s.exec(handler.raw);
  const source =
    inner?.[2] === handler.value
      ? shiftedSource(
          handler.value,
          { text: scope.session.fileText, locate: (start, end) => ({ start, end }) },
          handler.span.start + 1,
        )
      : derivedSource(handler.value, handler.span);
  const syntax = parseSyntax(handler.value);
  const handlerScope: Scope = {
    ...scope,
    source,
    session: { ...scope.session, leaves: [], broken: [] },
    context: { ...scope.context, trap: scope.context.trap || isTrap },
  };
  if (isTrap) scope.session.deferred.push({ name: '', body: syntax, scope: handlerScope });
  else
    for (const child of childrenOf(syntax))
      if (child.type === 'Statement')
        scope.session.walk({ ...syntax, commands: [child] }, handlerScope);
}

/** A call of a function of this script may set every name that the function sets. */
function forgetAfterCall(command: ShellCommand, scope: Scope): void {
  const called = scope.session.survey.functions.get(command.name ?? '');
  if (called !== undefined) forgetTouched(called, scope);
  else if (command.name === '.' || command.name === 'source' || command.name === 'eval')
    forgetAll(scope.environment, scope.session.symbols);
}
