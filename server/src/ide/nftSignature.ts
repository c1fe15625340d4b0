/** The statement, setting, match or command of nft at the cursor as a synopsis, with the current part marked. */
import type { Expected, OpenPhrase, Role } from '../netfilter/nft/words/roles.ts';
import type { NftKey, NftPart, NftPhrase } from '../netfilter/nft/words/types.ts';
import { readWords } from '../netfilter/nft/words/walk.ts';
import { synopsisOf } from './hover/nft.ts';
import { nftCursorAt } from './netfilter/nftPlace.ts';
import type { Signature } from './signatureHelp.ts';
import type { Place } from './types.ts';

export function nftSignature(place: Place): Signature | undefined {
  const cursor = nftCursorAt(place);
  if (cursor === undefined) return undefined;
  const { expected, roles } = readWords(cursor.tokens, cursor.level);
  return ofExpected(expected) ?? ofLast(roles.at(-1));
}

function ofExpected(expected: Expected): Signature | undefined {
  switch (expected.kind) {
    case 'rule':
      return ofOpen(expected.open);
    case 'parts':
      return ofOpen(expected.open);
    case 'value':
      return ofValue(expected);
    case 'field':
      return ofKey(expected.key);
    case 'name': {
      const { synopsis, at } = expected.name;
      const [head = '', ...rest] = synopsis;
      const parts = rest.map((text) => ({ text, doc: '' }));
      return assemble({ head, doc: '', parts, at: at - 1 });
    }
    default:
      return undefined;
  }
}

function ofValue({ subject, value, open, isFirst }: Extract<Expected, { kind: 'value' }>) {
  if (subject.kind === 'phrase') {
    const { phrase, part } = subject;
    return ofOpen(open) ?? (phrase.parts.length === 0 ? undefined : ofPhrase(phrase, part));
  }
  const { key, field } = subject;
  const operators = isFirst ? ` [!=]${field.isSettable === true ? ' [set]' : ''}` : '';
  const text = `${value.placeholder} | { … } | @SET`;
  const parts = [{ text, doc: field.doc }];
  return assemble({ head: `${key.word} ${field.word}${operators}`, doc: field.doc, parts, at: 0 });
}

function ofKey({ word, doc, fields }: NftKey): Signature {
  const parts = [{ text: 'FIELD', doc: fields.map((field) => field.word).join(', ') }];
  return assemble({ head: word, doc, parts, at: 0 });
}

/** Undefined where nothing more can follow. */
function ofOpen(open: OpenPhrase | undefined): Signature | undefined {
  if (open === undefined || open.phrase.parts.length === 0) return undefined;
  const next = open.phrase.parts.find((part) => part.words === undefined && !open.used.has(part));
  return ofPhrase(open.phrase, next);
}

function ofLast(role: Role | undefined): Signature | undefined {
  return role?.kind === 'phrase' && role.phrase.parts.length > 0
    ? ofPhrase(role.phrase, undefined)
    : undefined;
}

function ofPhrase(phrase: NftPhrase, part: NftPart | undefined): Signature {
  const parts = phrase.parts.map((each) => ({
    text: each.words === undefined ? synopsisOf(each) : `[${synopsisOf(each)}]`,
    doc: each.doc,
  }));
  const at = part === undefined ? -1 : phrase.parts.indexOf(part);
  return assemble({ head: phrase.word, doc: phrase.doc, parts, at });
}

interface Synopsis {
  readonly head: string;
  readonly doc: string;
  readonly parts: readonly { readonly text: string; readonly doc: string }[];
  /** Index of the part at the cursor, or -1. */
  readonly at: number;
}

function assemble({ head, doc, parts, at }: Synopsis): Signature {
  let label = head;
  const parameters = parts.map((part) => {
    label += ' ';
    const start = label.length;
    label += part.text;
    return { span: { start, end: label.length }, doc: part.doc };
  });
  return { label, doc, parameters, active: at < 0 ? undefined : at };
}
