/** nft in files, arguments and here-documents. What a text gets from a variable of the shell is left out. */
import type { Document, Host } from '../../host/model.ts';
import { lexNft, type Token } from '../../netfilter/nft/lex.ts';
import { nftTexts } from '../names/nftTexts.ts';
import type { SemanticToken, TokenType } from './types.ts';

export function nftTokens(host: Host, document: Document): readonly SemanticToken[] {
  const { id, text } = document.file;
  return nftTexts(host)
    .filter(({ file }) => file === id)
    .flatMap(({ source }) => {
      const tokens = lexNft(source);
      return tokens.flatMap((token, index) => {
        const type = typeOf(token, tokens[index - 1]);
        const isWritten = text.slice(token.span.start, token.span.end).includes(token.text);
        return type === undefined || token.unknown !== undefined || !isWritten
          ? []
          : [{ span: token.span, type }];
      });
    });
}

const verbs = new Set(
  'add create insert replace delete destroy flush list reset rename define redefine include'.split(
    ' ',
  ),
);
const objects = new Set(
  'table chain rule ruleset set map element flowtable counter quota limit ip ip6 inet arp bridge netdev'.split(
    ' ',
  ),
);
const verdicts = new Set(
  'accept drop reject return continue jump goto masquerade snat dnat redirect tproxy notrack log queue'.split(
    ' ',
  ),
);
const linkMatches = new Set(['iifname', 'oifname', 'iif', 'oif']);
const named = new Set(['table', 'chain', 'set', 'map', 'jump', 'goto', 'inet', 'ip', 'ip6']);

function typeOf({ kind, text }: Token, before: Token | undefined): TokenType | undefined {
  switch (kind) {
    case 'string':
      return before !== undefined && linkMatches.has(before.text) ? 'variable' : 'string';
    case 'variable':
      return 'variable';
    case 'reference':
      return 'namespace';
    case 'symbol':
      return /^(?:==|!=|<=|>=|<<|>>|[&|^!])$/.test(text) ? 'operator' : undefined;
    case 'word':
      return typeOfWord(text, before);
    default:
      return undefined;
  }
}

function typeOfWord(text: string, before: Token | undefined): TokenType {
  if (verbs.has(text)) return 'method';
  if (verdicts.has(text)) return 'function';
  if (/^(?:0x[\da-f]+|-?\d[\d./:a-f-]*)$/i.test(text) || text.includes(':')) return 'number';
  if (before?.kind === 'word' && linkMatches.has(before.text)) return 'variable';
  if (objects.has(text)) return 'class';
  if (before?.kind === 'word' && named.has(before.text)) return 'namespace';
  return 'keyword';
}
