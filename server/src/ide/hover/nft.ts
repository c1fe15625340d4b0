/** The hover on a word of nft: what it means, what follows it, since when it is there. */
import { codeSpan } from '../../base/markdown.ts';
import type { Role } from '../../netfilter/nft/words/roles.ts';
import type {
  NftField,
  NftKey,
  NftPart,
  NftPhrase,
  NftRow,
} from '../../netfilter/nft/words/types.ts';
import { readWords } from '../../netfilter/nft/words/walk.ts';
import { nftWordAt } from '../netfilter/nftPlace.ts';
import type { Hover, Place } from '../types.ts';

export function hoverNft(place: Place): Hover | undefined {
  const found = nftWordAt(place);
  const token = found?.tokens[found.at];
  if (found === undefined || token === undefined || token.unknown !== undefined) return undefined;
  const role = readWords(found.tokens, found.level).roles[found.at];
  const markdown = role === undefined ? undefined : describe(role, token.text);
  return markdown === undefined ? undefined : { span: token.span, markdown };
}

/** Undefined for a value: the name of a link says nothing more. */
function describe(role: Role, word: string): string | undefined {
  switch (role.kind) {
    case 'row':
      return entry(role.row);
    case 'key':
      return entry(role.key, fieldList(role.key));
    case 'field':
      return ofField(role.key, role.field);
    case 'phrase':
      return entry(role.phrase, partList(role.phrase));
    case 'part':
      return ofPart(role.phrase, role.part, word);
    case 'value':
      return undefined;
  }
}

function entry({ word, doc, since }: NftRow, ...more: readonly string[]): string {
  return [`**${word}**`, doc, ...more.filter((part) => part !== ''), ...sinceText(since)].join(
    '\n\n',
  );
}

function sinceText(since: string | undefined): readonly string[] {
  return since === undefined ? [] : [`Since ${since}.`];
}

const mostListed = 16;

function fieldList({ fields }: NftKey): string {
  const shown = fields.slice(0, mostListed).map(({ word }) => codeSpan(word));
  return `${shown.join(', ')}${fields.length > mostListed ? ', …' : ''}`;
}

function partList({ parts }: NftPhrase): string {
  return parts.map((part) => `* ${codeSpan(synopsisOf(part))} ${part.doc}`).join('\n');
}

function ofField(key: NftKey, { word, doc, value, isSettable, since }: NftField): string {
  const { words = [] } = value;
  return [
    `**${key.word} ${word}** ${value.placeholder}`,
    doc,
    ...(words.length === 0 || words.length > mostListed
      ? []
      : [words.map((each) => codeSpan(each)).join(', ')]),
    ...(isSettable === true ? ['`set` behind it writes it.'] : []),
    ...sinceText(since),
  ].join('\n\n');
}

function ofPart(phrase: NftPhrase, { doc, value, since }: NftPart, word: string): string {
  const argument = value === undefined ? '' : ` ${value.placeholder}`;
  return [
    `**${word}**${argument}`,
    doc,
    `Part of ${codeSpan(phrase.word)}.`,
    ...sinceText(since),
  ].join('\n\n');
}

/** `prefix "TEXT"`, `inc | random`. */
export function synopsisOf({ words, value }: NftPart): string {
  return [words?.join(' | '), value?.placeholder].filter((part) => part !== undefined).join(' ');
}
