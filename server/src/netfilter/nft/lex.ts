/**
 * Tokens of the nft language (src/scanner.l, nftables 1.0.6), as far as structure, marks and NAT need them.
 * A newline ends a statement and is a token; a backslash before it, and comments, are skipped.
 */
import type { Unknown } from '../../base/fact.ts';
import type { Span } from '../../base/span.ts';
import type { TextSource } from '../source.ts';

export interface Token {
  /** `reference` is `@name`, `variable` is `$name`; `unclosed` is a string without its second quote. */
  readonly kind:
    | 'word'
    | 'string'
    | 'symbol'
    | 'variable'
    | 'reference'
    | 'newline'
    | 'unclosed'
    | 'carriage-return';
  /** Without quotes, `$` and `@`. */
  readonly text: string;
  readonly span: Span;
  /** The value is not known; the text is a placeholder. */
  readonly unknown?: Unknown;
}

const pattern =
  /(?<blank>[ \t\f]+|\\\r?\n|#[^\n]*)|(?<newline>\n)|(?<return>\r)|"(?<string>[^"\n]*)"|(?<unclosed>"[^\n]*)|\$(?<variable>[A-Za-z_][\w.\-/\\]*)|@(?<reference>[A-Za-z_][\w.\-/\\]*)|(?<address>(?=[0-9A-Fa-f]*:[0-9A-Fa-f.]*:)[0-9A-Fa-f:.]+(?:\/\d+)?)|(?<symbol><<|>>|[!=<>]=|[^\w.*/\\-])|(?<word>[\w.*/\\-]+)/y;

/** All tokens of a text; characters that belong to no token are symbols. */
export function lexNft(source: TextSource): readonly Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  const matcher = new RegExp(pattern);
  while (matcher.lastIndex < text.length) {
    const start = matcher.lastIndex;
    const groups = matcher.exec(text)?.groups;
    if (groups === undefined) break;
    const token = tokenOf(groups);
    if (token === undefined) continue;
    const end = matcher.lastIndex;
    const unknown = source.unknownIn(start, end);
    const span = source.locate(start, end);
    tokens.push(
      unknown === undefined || token.kind === 'newline'
        ? { ...token, span }
        : { ...token, kind: 'word', span, unknown },
    );
  }
  return tokens;
}

function tokenOf(
  groups: Record<string, string | undefined>,
): Pick<Token, 'kind' | 'text'> | undefined {
  if (groups['blank'] !== undefined) return undefined;
  if (groups['return'] !== undefined) return { kind: 'carriage-return', text: '' };
  for (const kind of [
    'newline',
    'string',
    'unclosed',
    'variable',
    'reference',
    'symbol',
    'word',
  ] as const) {
    const text = groups[kind];
    if (text !== undefined) return { kind, text };
  }
  return { kind: 'word', text: groups['address'] ?? '' };
}

/** True for a bare word or symbol with this text: a quoted `"accept"` is a name, not a verdict. */
export function isToken(token: Token | undefined, ...texts: readonly string[]): boolean {
  return (
    token !== undefined &&
    (token.kind === 'word' || token.kind === 'symbol') &&
    texts.includes(token.text)
  );
}
