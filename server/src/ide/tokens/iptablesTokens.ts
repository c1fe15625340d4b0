/** Arguments of iptables, and lines for iptables-restore: options, chains, targets, links, addresses. */
import { scriptOf } from '../../host/commands.ts';
import type { Document } from '../../host/model.ts';
import { linesOf, withoutCounters, wordsOf } from '../../netfilter/iptables/restore.ts';
import type { Word } from '../../netfilter/source.ts';
import { restoreTextsOf, type RestoreText } from '../netfilter/restoreLine.ts';
import type { SemanticToken, TokenType } from './types.ts';

const program = /^ip6?tables(?:-nft|-legacy)?$/;

export function iptablesTokens(document: Document): readonly SemanticToken[] {
  const commands = (scriptOf(document)?.commands ?? []).filter(({ name }) =>
    program.test(name ?? ''),
  );
  const ofCommands = commands.flatMap(({ words: [first, ...words] }) => [
    ...(first === undefined || !first.isLiteral
      ? []
      : [{ span: first.span, type: 'function' as const }]),
    ...tokensOf(words, ({ isLiteral }) => isLiteral),
  ]);
  return [
    ...ofCommands,
    ...restoreTextsOf(document).flatMap((text) => restoreTokens(text, document)),
  ];
}

/** `*table`, `:CHAIN POLICY`, and rules; what comes out of a variable has no characters of its own. */
function restoreTokens({ source }: RestoreText, { file }: Document): readonly SemanticToken[] {
  const isWritten = ({ value, span }: Word): boolean =>
    typeof value === 'string' && file.text.slice(span.start, span.end) === value;
  return linesOf(source.text).flatMap((line) => {
    const words = wordsOf(source, withoutCounters(line));
    if (/^[-[]/.test(line.text)) return tokensOf(words, isWritten);
    const [first, second] = words;
    if (first === undefined || !isWritten(first)) return [];
    if (line.text.startsWith('*')) return [{ span: first.span, type: 'namespace' }];
    if (!line.text.startsWith(':')) return [];
    const policy: SemanticToken[] =
      second === undefined || !isWritten(second) ? [] : [{ span: second.span, type: 'enumMember' }];
    return [{ span: first.span, type: 'class' }, ...policy];
  });
}

function tokensOf<T extends Word>(
  words: readonly T[],
  isShown: (word: T) => boolean,
): readonly SemanticToken[] {
  return words.flatMap((word, index) => {
    const type = typeOf(word, words[index - 1]);
    return type === undefined || !isShown(word) ? [] : [{ span: word.span, type }];
  });
}

const typeAfter: ReadonlyMap<string, TokenType> = new Map([
  ['-t', 'namespace'],
  ['--table', 'namespace'],
  ['-j', 'method'],
  ['--jump', 'method'],
  ['-g', 'method'],
  ['--goto', 'method'],
  ['-m', 'class'],
  ['--match', 'class'],
  ['-p', 'enumMember'],
  ['--protocol', 'enumMember'],
  ['-i', 'variable'],
  ['--in-interface', 'variable'],
  ['-o', 'variable'],
  ['--out-interface', 'variable'],
]);

const chainOption =
  /^-(?:[AIDRNPFXELSZC]|-(?:append|insert|delete|replace|new-chain|policy|flush|delete-chain|rename-chain|check))$/;

function typeOf({ value }: Word, before: Word | undefined): TokenType | undefined {
  if (typeof value !== 'string') return undefined;
  if (value === '!') return 'operator';
  if (value.startsWith('-')) return 'parameter';
  const option = typeof before?.value === 'string' ? before.value : '';
  if (chainOption.test(option)) return 'class';
  const type = typeAfter.get(option);
  if (type !== undefined) return type;
  if (/^(?:0x[\da-f]+|[\d.]+|[\da-f]*:[\da-f:.]*)(?:\/[\da-fx.]+)?$/i.test(value)) return 'number';
  return /^[A-Z][A-Z,]+$/.test(value) ? 'enumMember' : 'string';
}
