/** All words of rules by what they are; each word has one row. */
import { setChanges, translations } from './changes.ts';
import { conntrack } from './conntrack.ts';
import { expressionPhrases, routeKeys } from './expressions.ts';
import { networkHeaders } from './headers.ts';
import { meta } from './meta.ts';
import { reports, verdicts } from './statements.ts';
import { extensions, transports } from './transports.ts';
import type { NftField, NftKey, NftPhrase } from './types.ts';

/** First words of matches, those that routing needs first. */
export const keys: readonly NftKey[] = [
  meta,
  conntrack,
  ...networkHeaders.slice(0, 2),
  ...transports,
  ...routeKeys,
  ...networkHeaders.slice(2),
  ...extensions,
];

export const statements: readonly NftPhrase[] = [
  ...verdicts,
  ...translations,
  ...reports,
  ...setChanges,
];

const keyByWord = new Map(keys.map((key) => [key.word, key]));
const expressionByWord = new Map(expressionPhrases.map((phrase) => [phrase.word, phrase]));
const statementByWord = new Map(statements.map((phrase) => [phrase.word, phrase]));

export function keyOf(word: string): NftKey | undefined {
  return keyByWord.get(word);
}

export function expressionOf(word: string): NftPhrase | undefined {
  return expressionByWord.get(word);
}

export function statementOf(word: string): NftPhrase | undefined {
  return statementByWord.get(word);
}

export function fieldOf({ fields }: NftKey, word: string): NftField | undefined {
  return fields.find((field) => field.word === word);
}

/** Fields of `meta` that stand without it: `iifname`, `mark`. */
export const bareFields: readonly NftField[] = meta.fields.filter(({ word }) =>
  'mark iif iifname iiftype iifgroup oif oifname oiftype oifgroup skuid skgid nftrace rtclassid ibrname obrname ibriport obriport pkttype cpu cgroup time day hour random'
    .split(' ')
    .includes(word),
);

const bareByWord = new Map(bareFields.map((field) => [field.word, field]));

export function bareFieldOf(word: string): NftField | undefined {
  return bareByWord.get(word);
}
