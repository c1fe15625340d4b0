/** The options of the match or target at the cursor as a synopsis, with the current one marked. */
import type { ExtensionOption } from '../netfilter/iptables/extension.ts';
import type { UsedExtension } from '../netfilter/iptables/parsed.ts';
import { iptablesAt, optionOf, stateAfter } from './netfilter/iptablesCommand.ts';
import type { Signature } from './signatureHelp.ts';
import type { Place } from './types.ts';

/** Undefined where no match and no target with options stands before the cursor. */
export function iptablesSignature(place: Place): Signature | undefined {
  const at = iptablesAt(place);
  if (at === undefined) return undefined;
  const { offset } = place;
  const words = at.words.filter(({ span }) => span.start < offset);
  const last = words.at(-1);
  const isBegun = last !== undefined && last.span.end >= offset;
  // A word that is being written is the value of the option before it, or that option itself.
  const own = isBegun ? optionAt(words, words.length - 1, at) : undefined;
  const active = own ?? optionAt(words, words.length - (isBegun ? 2 : 1), at);
  const state = stateAfter(isBegun ? words.slice(0, -1) : words, at);
  const used = newest([...state.matches, ...(state.target === undefined ? [] : [state.target])]);
  const extension = active?.owner ?? used?.extension;
  if (extension === undefined || extension.options.length === 0) return undefined;
  let label = `${extension.kind === 'match' ? '-m' : '-j'} ${extension.name} `;
  const parameters = extension.options.map((row) => {
    const start = label.length;
    label += synopsisOf(row);
    const span = { start, end: label.length };
    label += ' ';
    return { span, doc: row.doc };
  });
  const index = active === undefined ? -1 : extension.options.indexOf(active.row);
  return {
    label: label.trimEnd(),
    doc: extension.doc,
    parameters,
    active: index < 0 ? undefined : index,
  };
}

type Words = Parameters<typeof stateAfter>[0];

/** The option of an extension that stands at a place of the words, with a value to come. */
function optionAt(words: Words, at: number, command: Parameters<typeof stateAfter>[1]) {
  const found = optionOf(words[at], stateAfter(words.slice(0, Math.max(at, 0)), command))?.found;
  return found?.owner === undefined ? undefined : found;
}

function newest(used: readonly UsedExtension[]): UsedExtension | undefined {
  return used
    .filter(({ isImplicit }) => !isImplicit)
    .toSorted((a, b) => a.span.start - b.span.start)
    .at(-1);
}

function synopsisOf({ name, value, second, isNegatable, isRequired }: ExtensionOption): string {
  const text = [
    `${isNegatable ? '[!] ' : ''}--${name}`,
    ...[value, second].flatMap((each) => (each === undefined ? [] : [each.placeholder])),
  ].join(' ');
  return isRequired ? text : `[${text}]`;
}
