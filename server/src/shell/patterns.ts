/**
 * Shell patterns: `*`, `?`, `[…]` in `case`, `[[ … == … ]]` and `${X%pattern}` (Bash manual, 3.5.8.1).
 * The matcher remembers one star to come back to, so that no pattern takes more than pattern times text steps.
 */

export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly has: (char: string) => boolean };

export type Pattern = readonly PatternPart[];

/** A pattern that stands for itself. */
export function literalPattern(text: string): Pattern {
  return text.split('').map((char) => ({ kind: 'text', text: char }));
}

/** Reads the unquoted text of a pattern; undefined for what is not modelled (character classes with names). */
export function parsePattern(text: string): Pattern | undefined {
  const parts: PatternPart[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '*') parts.push({ kind: 'star' });
    else if (char === '?') parts.push({ kind: 'any' });
    else if (char === '\\' && at + 1 < text.length)
      parts.push({ kind: 'text', text: text[++at] ?? '' });
    else if (char === '[') {
      const end = classEnd(text, at);
      if (end === undefined) parts.push({ kind: 'text', text: char });
      else {
        const inside = parseClass(text.slice(at + 1, end));
        if (inside === undefined) return undefined;
        parts.push(inside);
        at = end;
      }
    } else parts.push({ kind: 'text', text: char });
  }
  return parts;
}

/** The place of the `]` that ends a class; one that stands first belongs to the class. */
function classEnd(text: string, open: number): number | undefined {
  const from = open + (/^\[[!^]/.test(text.slice(open, open + 2)) ? 3 : 2);
  const end = text.indexOf(']', from);
  return end === -1 ? undefined : end;
}

function parseClass(inside: string): PatternPart | undefined {
  const negated = inside.startsWith('!') || inside.startsWith('^');
  const body = negated ? inside.slice(1) : inside;
  if (/\[[:.=]|\\/.test(body) || body === '') return undefined;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < body.length; at++) {
    const from = body[at] ?? '';
    const isRange = body[at + 1] === '-' && at + 2 < body.length;
    const to = isRange ? (body[at + 2] ?? '') : from;
    // bash 5 compares by the characters' numbers (`globasciiranges`), as dash does.
    if (isRange && !/^(?:\d\d|[a-z]{2}|[A-Z]{2})$/.test(from + to)) return undefined;
    ranges.push([from, to]);
    if (isRange) at += 2;
  }
  return {
    kind: 'class',
    negated,
    has: (char) => ranges.some(([from, to]) => from <= char && char <= to),
  };
}

/** True if the whole text matches. */
export function matches(pattern: Pattern, text: string): boolean {
  let at = 0;
  let part = 0;
  let star = -1;
  let starText = 0;
  while (at < text.length) {
    const current = pattern[part];
    if (current?.kind === 'star') {
      star = part++;
      starText = at;
    } else if (current !== undefined && matchesChar(current, text[at] ?? '')) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++starText;
    } else return false;
  }
  while (pattern[part]?.kind === 'star') part++;
  return part === pattern.length;
}

function matchesChar(part: PatternPart, char: string): boolean {
  switch (part.kind) {
    case 'text':
      return part.text === char;
    case 'any':
      return true;
    case 'class':
      return part.has(char) !== part.negated;
    case 'star':
      return false;
  }
}

/** Longer texts are not searched: every start and every end would be tried. */
const longestSearched = 200;

/** The first and, of those, the longest part that matches; `too-long` where it is not tried. */
export function findMatch(
  pattern: Pattern,
  text: string,
  from: number,
): { readonly start: number; readonly end: number } | 'too-long' | undefined {
  const literal = literalText(pattern);
  if (literal !== undefined) {
    const start = text.indexOf(literal, from);
    return start === -1 ? undefined : { start, end: start + literal.length };
  }
  if (text.length > longestSearched) return 'too-long';
  for (let start = from; start <= text.length; start++) {
    for (let end = text.length; end >= start; end--)
      if (matches(pattern, text.slice(start, end))) return { start, end };
  }
  return undefined;
}

function literalText(pattern: Pattern): string | undefined {
  let text = '';
  for (const part of pattern) {
    if (part.kind !== 'text') return undefined;
    text += part.text;
  }
  return text;
}
