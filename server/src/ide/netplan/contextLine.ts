/** One line of YAML as somebody writes it: its dashes, its key, and the brackets that are open at the cursor. */
import type { Span } from '../../base/span.ts';

export type PathPart = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'item' };

export interface Line {
  readonly isBlank: boolean;
  /** Columns of the dashes in front of the content. */
  readonly dashes: readonly number[];
  /** Column of the first character behind indentation and dashes. */
  readonly column: number;
  /** The key, where the content is one. */
  readonly key: string | undefined;
  /** The content. */
  readonly rest: string;
}

const keyPattern = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'[\]{},&*!|>%@`][^#]*?))\s*:(?=\s|$)/;

/** Nobody writes longer keys, and a long line must not cost time. */
export const maxLine = 1000;

/** Reads the beginning of a line; the rest of a very long one is not looked at. */
export function readLine(line: string): Line {
  const text = line.slice(0, maxLine);
  const dashes: number[] = [];
  let column = text.search(/[^ ]|$/);
  while (/^-(?: |$)/.test(text.slice(column))) {
    dashes.push(column);
    const behind = text.slice(column + 1);
    column += 1 + behind.search(/[^ ]|$/);
    if (behind === '') column = text.length + 1;
  }
  const rest = text.slice(column);
  const key = keyPattern.exec(rest);
  return {
    isBlank: dashes.length === 0 && /^\s*(?:#|$)/.test(rest),
    dashes,
    column,
    key: key?.[1] ?? key?.[2] ?? key?.[3],
    rest,
  };
}

export interface Rest {
  readonly path: readonly PathPart[];
  readonly position: 'key' | 'value' | 'either';
  readonly begun: Span;
  readonly siblings: ReadonlySet<string>;
  readonly isFlow: boolean;
}

interface Bracket {
  readonly kind: '[' | '{';
  readonly keys: string[];
  key: string | undefined;
}

/** What stands between the start of the content and the cursor at `offset`; undefined inside of quotes that hold a space. */
export function parseRest(rest: string, offset: number): Rest | undefined {
  const key = keyPattern.exec(rest);
  const name = key?.[1] ?? key?.[2] ?? key?.[3];
  const behind = key === null ? rest : rest.slice(key[0].length);
  if (name !== undefined && behind === '') return undefined;
  const path: PathPart[] = name === undefined ? [] : [{ kind: 'key', key: name }];
  const value = behind.trimStart();
  if (!/^[[{]/.test(value)) {
    const word = value.replace(/^["']/, '');
    if (/\s/.test(word)) return undefined;
    return {
      path,
      position: name === undefined ? 'either' : 'value',
      begun: { start: offset - value.length, end: offset },
      siblings: new Set(),
      isFlow: false,
    };
  }
  const open = openBrackets(value);
  const top = open.brackets.at(-1);
  if (top === undefined || /\s/.test(open.word)) return undefined;
  for (const bracket of open.brackets) {
    if (bracket.kind === '[') path.push({ kind: 'item' });
    else if (bracket.key !== undefined) path.push({ kind: 'key', key: bracket.key });
  }
  const isKey = top.kind === '{' && top.key === undefined;
  return {
    path,
    position: isKey ? 'key' : 'value',
    begun: { start: offset - open.word.length, end: offset },
    siblings: new Set(isKey ? top.keys : []),
    isFlow: true,
  };
}

/** The brackets that are open at the end, and the word that was begun there. */
function openBrackets(value: string): {
  readonly brackets: readonly Bracket[];
  readonly word: string;
} {
  const brackets: Bracket[] = [];
  let word = '';
  for (const token of value.match(/"[^"]*"?|'[^']*'?|:(?=\s|$)|[[\]{},]|\s+|[^\s[\]{},:]+|:/g) ??
    []) {
    const top = brackets.at(-1);
    if (token === '[' || token === '{') brackets.push({ kind: token, keys: [], key: undefined });
    else if (token === ']' || token === '}') brackets.pop();
    else if (token === ',') {
      if (top !== undefined) top.key = undefined;
    } else if (token === ':' && top?.kind === '{' && top.key === undefined) {
      top.key = word.trim().replaceAll(/^["']|["']$/g, '');
      top.keys.push(top.key);
    } else {
      word += token;
      continue;
    }
    word = '';
  }
  return { brackets, word: word.trimStart() };
}
