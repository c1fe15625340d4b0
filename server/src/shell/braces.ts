/** Brace expansion of bash (`eth{0,1}`, `{1..3}`), for braces without variables and quotes (Bash manual, 3.5.1). */
import type { WordPart } from './adapter.ts';

const mostWords = 256;

/** The texts that a brace expression stands for, or undefined where that is not modelled. */
export function expandBraces(text: string): readonly string[] | undefined {
  if (/[$`"'\\]/.test(text)) return undefined;
  const inside = text.slice(1, -1);
  const sequence = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inside);
  if (sequence !== null) return expandSequence(sequence[1] ?? '', sequence[2] ?? '', sequence[3]);
  const items = splitItems(inside);
  if (items === undefined || items.length < 2) return undefined;
  const words: string[] = [];
  for (const item of items) {
    const expanded = expandNested(item);
    if (expanded === undefined || words.length + expanded.length > mostWords) return undefined;
    words.push(...expanded);
  }
  return words;
}

function expandSequence(from: string, to: string, by = '1'): readonly string[] | undefined {
  const isNumber = /\d/.test(from);
  if (isNumber !== /\d/.test(to)) return undefined;
  const first = isNumber ? Number(from) : from.charCodeAt(0);
  const last = isNumber ? Number(to) : to.charCodeAt(0);
  const step = Math.abs(Number(by)) || 1;
  const count = Math.floor(Math.abs(last - first) / step) + 1;
  if (!(count <= mostWords)) return undefined;
  const isPadded = isNumber && [from, to].some((each) => /^-?0\d/.test(each));
  const width = isPadded ? Math.max(from.length, to.length) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = first + (last >= first ? i : -i) * step;
    if (!isNumber) return String.fromCharCode(value);
    const digits = String(Math.abs(value));
    return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
  });
}

/** Parts between commas that stand in no inner braces. */
function splitItems(text: string): string[] | undefined {
  const items: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    else if (text[at] === ',' && depth === 0) {
      items.push(text.slice(from, at));
      from = at + 1;
    }
    if (depth < 0) return undefined;
  }
  return depth === 0 ? [...items, text.slice(from)] : undefined;
}

function expandNested(item: string): readonly string[] | undefined {
  const open = item.indexOf('{');
  if (open === -1) return [item];
  let depth = 0;
  let close = open;
  for (; close < item.length; close++) {
    if (item[close] === '{') depth++;
    else if (item[close] === '}' && --depth === 0) break;
  }
  const middle = expandBraces(item.slice(open, close + 1));
  const rest = expandNested(item.slice(close + 1));
  if (middle === undefined || rest === undefined || middle.length * rest.length > mostWords)
    return undefined;
  return middle.flatMap((a) => rest.map((b) => item.slice(0, open) + a + b));
}

/** Braces come before variables: `$X{a,b}` is `$Xa $Xb`. */
export function withLongerNames(parts: readonly WordPart[]): readonly WordPart[] {
  const longer: WordPart[] = [];
  for (const part of parts) {
    const before = longer.at(-1);
    const taken =
      before?.type === 'SimpleExpansion' &&
      /^\$[A-Za-z_]/.test(before.text) &&
      part.type === 'Literal'
        ? (/^\w+/.exec(part.text)?.[0] ?? '')
        : '';
    if (before?.type !== 'SimpleExpansion' || part.type !== 'Literal' || taken === '') {
      longer.push(part);
      continue;
    }
    longer[longer.length - 1] = { ...before, text: before.text + taken };
    const rest = part.value.slice(taken.length);
    if (rest !== '') longer.push({ ...part, text: rest, value: rest });
  }
  return longer;
}
