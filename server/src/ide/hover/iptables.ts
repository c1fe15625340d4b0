/** The hover on a word of an iptables command: what the option, match, target or chain means. */
import { isUnknown } from '../../base/fact.ts';
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import type { Extension, ExtensionOption } from '../../netfilter/iptables/extension.ts';
import { findExtension } from '../../netfilter/iptables/extensions.ts';
import type { ProgramOptionRow } from '../../netfilter/iptables/program.ts';
import { iptablesAt, optionOf, stateAfter } from '../netfilter/iptablesCommand.ts';
import type { Hover, Place } from '../types.ts';

export function hoverIptables(place: Place): Hover | undefined {
  const at = iptablesAt(place);
  if (at === undefined) return undefined;
  const { words, family } = at;
  const index = words.findIndex(({ span }) => touchesSpan(span, place.offset));
  const word = words[index];
  if (word === undefined) return undefined;
  const state = stateAfter(words.slice(0, index), at);
  const option = optionOf(word, state);
  if (option !== undefined) {
    const { found, row } = option;
    const markdown = row === undefined ? ofExtension(found.owner, found.row) : ofProgram(row);
    return markdown === undefined ? undefined : { span: word.span, markdown };
  }
  const before = optionOf(words[index - 1], stateAfter(words.slice(0, Math.max(0, index - 1)), at));
  const name = before?.found.name;
  if (isUnknown(word.value) || (name !== 'match' && name !== 'jump')) return undefined;
  const extension = findExtension(name === 'match' ? 'match' : 'target', word.value, family);
  return extension === undefined ? undefined : { span: word.span, markdown: describe(extension) };
}

function ofProgram({ name, letter, placeholder = '', doc }: ProgramOptionRow): string {
  const short = letter === undefined ? '' : `-${letter}, `;
  return `**${short}--${name}** ${placeholder}`.trimEnd() + `\n\n${doc}`;
}

function ofExtension(
  owner: Extension | undefined,
  row: ExtensionOption | undefined,
): string | undefined {
  if (owner === undefined || row === undefined) return undefined;
  const values = row.value?.words ?? [];
  const parts = [
    `**--${row.name}** ${row.value?.placeholder ?? ''}`.trimEnd(),
    row.doc,
    ...(values.length === 0 || values.length > 16
      ? []
      : [values.map((value) => codeSpan(value)).join(', ')]),
    `Option of the ${owner.kind} ${codeSpan(owner.name)}.${row.isNegatable ? ' `!` before it turns it around.' : ''}`,
  ];
  return parts.join('\n\n');
}

function describe({ name, kind, doc, tables, chains, options }: Extension): string {
  const places = [
    ...(tables === undefined ? [] : [`in table ${list(tables)}`]),
    ...(chains === undefined ? [] : [`in chain ${list(chains)}`]),
  ];
  return [
    `**${name}**, a ${kind} of iptables`,
    doc,
    ...(places.length === 0 ? [] : [`Only ${places.join(', ')}.`]),
    options.map((row) => `* ${codeSpan(`--${row.name}`)} ${row.doc}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function list(names: readonly string[]): string {
  return names.map((name) => codeSpan(name)).join(', ');
}
