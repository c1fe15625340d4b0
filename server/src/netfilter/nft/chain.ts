/** `type nat hook postrouting priority srcnat; policy accept;` */
import type { Problem } from '../../base/problem.ts';
import type { Hook } from '../types.ts';
import { hookNames, priorityNames } from './keywords.ts';
import { isToken } from './lex.ts';
import type { Token } from './lex.ts';
import { refusedProblem, syntaxProblem } from './problem.ts';

export interface BaseChain {
  readonly hook: Hook;
  readonly type: string;
  /** Undefined where it is not known. */
  readonly priority: number | undefined;
}

/** Reads the statement that makes a chain a base chain. Undefined with a problem where nft refuses it. */
export function readBaseChain(
  tokens: readonly Token[],
  problems: Problem[],
): BaseChain | undefined {
  const type = tokens[1];
  const hookAt = tokens.findIndex((token) => isToken(token, 'hook'));
  const priorityAt = tokens.findIndex((token) => isToken(token, 'priority'));
  const hook = tokens[hookAt + 1];
  if (type === undefined || hookAt < 0 || hook === undefined) {
    problems.push(
      atLast(
        tokens,
        'a base chain needs a type and a hook',
        'write for example `type filter hook forward priority 0;`',
      ),
    );
    return undefined;
  }
  if (priorityAt < 0 || tokens[priorityAt + 1] === undefined) {
    problems.push(
      atLast(tokens, 'the priority of this chain is missing', 'add it, for example `priority 0`'),
    );
    return undefined;
  }
  const refusal = refusalOf(type, chainTypes) ?? refusalOf(hook, hooks);
  if (refusal !== undefined) {
    problems.push(refusal);
    return undefined;
  }
  const words = combinationRefusal({ type, hook, after: tokens.slice(priorityAt + 1) });
  if (words !== undefined) {
    problems.push(refusedProblem(words.token.span, words.words));
    return undefined;
  }
  const hookName = hookNames.find((name) => name === hook.text);
  return {
    hook: hookName ?? 'unknown',
    type: type.text,
    priority: priorityOf(tokens.slice(priorityAt + 1)),
  };
}

const chainTypes = { noun: 'chain type', names: ['filter', 'nat', 'route'] };
const hooks = { noun: 'hook', names: [...hookNames, 'ingress', 'egress'] };

function refusalOf(token: Token, { noun, names }: typeof hooks): Problem | undefined {
  if (token.unknown !== undefined || names.includes(token.text)) return undefined;
  const todo = `use one of ${names.map((name) => `\`${name}\``).join(', ')}`;
  return syntaxProblem(token.span, { what: `\`${token.text}\` is no ${noun}`, todo });
}

interface Combination {
  readonly type: Token;
  readonly hook: Token;
  /** Behind `priority`. */
  readonly after: readonly Token[];
}

const natHooks = ['prerouting', 'input', 'output', 'postrouting'];

/** Types and priorities that do not go with the hook (nft_chain_types, net/netfilter/nft_chain_*.c; std_prio_lookup(), src/rule.c). */
function combinationRefusal({
  type,
  hook,
  after,
}: Combination): { readonly token: Token; readonly words: string } | undefined {
  const [name] = after;
  if ([type, hook, ...after].some((token) => token.unknown !== undefined)) return undefined;
  const isWrong =
    (type.text === 'nat' && !natHooks.includes(hook.text)) ||
    (type.text === 'route' && hook.text !== 'output');
  if (isWrong) return { token: hook, words: 'Could not process rule: Operation not supported' };
  if (name?.kind !== 'word') return undefined;
  const isElsewhere =
    (name.text === 'dstnat' && !['prerouting', 'output'].includes(hook.text)) ||
    (name.text === 'srcnat' && !['postrouting', 'input'].includes(hook.text));
  const isNoName = /^[a-z]+$/.test(name.text) && !Object.hasOwn(priorityNames, name.text);
  const isOfOther = name.text === 'out';
  return isElsewhere || (isNoName && !isOfOther)
    ? { token: name, words: 'invalid priority expression value in this context.' }
    : undefined;
}

/** `-150`, `- 150`, `mangle`, `srcnat + 5`. */
function priorityOf(tokens: readonly Token[]): number | undefined {
  if (tokens.some((token) => token.unknown !== undefined)) return undefined;
  const text = tokens.map((token) => token.text).join('');
  const match = /^([a-z]*)([+-]?\d*)$/.exec(text);
  if (match === null) return undefined;
  const [, name = '', offset = ''] = match;
  const base =
    name === '' ? 0 : Object.hasOwn(priorityNames, name) ? priorityNames[name] : undefined;
  return base === undefined ? undefined : base + (offset === '' ? 0 : Number(offset));
}

function atLast(tokens: readonly Token[], what: string, todo: string): Problem {
  const span = (tokens.at(-1) ?? tokens[0])?.span ?? { start: 0, end: 0 };
  return syntaxProblem(span, { what, todo });
}
