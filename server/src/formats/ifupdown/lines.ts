/**
 * The lines of ifupdown's `interfaces`: stanzas with their options.
 * get_line() and read_interfaces_defn(), config.c of ifupdown 0.8.41: a `#` begins a comment line, a backslash goes on in the
 * next line, the first word of a line is a keyword or the name of an option of the stanza above.
 */
import type { Span } from '../../base/span.ts';

export interface InterfaceOption {
  readonly name: string;
  readonly nameSpan: Span;
  /** As written, with line ends as blanks. */
  readonly value: string;
  readonly valueSpan: Span;
  /** Name and value. */
  readonly span: Span;
}

export interface InterfaceStanza {
  readonly name: string;
  readonly nameSpan: Span;
  /** `inet`, `inet6`; undefined where ifupdown2 and ifupdown-ng let it be. */
  readonly family: string | undefined;
  readonly method: string | undefined;
  readonly inherits: string | undefined;
  readonly isTemplate: boolean;
  readonly options: readonly InterfaceOption[];
}

export interface InterfaceLines {
  readonly stanzas: readonly InterfaceStanza[];
  readonly comments: readonly Span[];
}

const otherStanzas =
  /^(?:auto|allow-\S+|no-auto-down|no-scripts|source(?:-directory)?|mapping|rename|vlan|vrf)$/;

export function readInterfaceLines(text: string): InterfaceLines {
  const stanzas: InterfaceStanza[] = [];
  const comments: Span[] = [];
  let options: InterfaceOption[] | undefined;
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end);
    if (/^\s*#/.test(line)) {
      comments.push({ start, end });
      continue;
    }
    const option = optionOf(line, start);
    if (option === undefined) continue;
    if (option.name === 'iface' || option.name === 'template') {
      options = [];
      const stanza = stanzaOf(option, options);
      if (stanza !== undefined) stanzas.push(stanza);
    } else if (otherStanzas.test(option.name)) options = undefined;
    else options?.push(option);
  }
  return { stanzas, comments };
}

/** Lines with their continuations; a comment ends with its line. */
function linesOf(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (const match of text.matchAll(/[ \t]*#[^\n]*|(?:\\\r?\n|[^\n])+/g))
    lines.push({ start: match.index, end: match.index + match[0].trimEnd().length });
  return lines;
}

function optionOf(line: string, offset: number): InterfaceOption | undefined {
  const match = /^(\s*)(\S+)((?:\s|\\\r?\n)*)([\s\S]*)$/.exec(line);
  if (match === null) return undefined;
  const [, before = '', name = '', gap = '', rest = ''] = match;
  const nameStart = offset + before.length;
  const valueStart = nameStart + name.length + gap.length;
  const value = rest.replaceAll(/\\\r?\n/g, (part) => ' '.repeat(part.length)).trimEnd();
  const valueSpan = { start: valueStart, end: valueStart + value.length };
  const nameSpan = { start: nameStart, end: nameStart + name.length };
  return { name, nameSpan, value, valueSpan, span: { start: nameStart, end: valueSpan.end } };
}

function stanzaOf(
  { name: keyword, value, valueSpan }: InterfaceOption,
  options: readonly InterfaceOption[],
): InterfaceStanza | undefined {
  const [name, ...words] = value.split(/\s+/);
  if (name === undefined || name === '') return undefined;
  const at = words.indexOf('inherits');
  const own = at === -1 ? words : words.slice(0, at);
  return {
    name,
    nameSpan: { start: valueSpan.start, end: valueSpan.start + name.length },
    family: own[0],
    method: own[1],
    inherits: at === -1 ? undefined : words[at + 1],
    isTemplate: keyword === 'template',
    options,
  };
}
