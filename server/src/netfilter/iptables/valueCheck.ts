/** What iptables says of one option of an extension as it reads it (xtables_option_parse(), libxtables/xtoptions.c). */
import type { Span } from '../../base/span.ts';
import type { Extension, ExtensionOption } from './extension.ts';
import { textOf } from './state.ts';
import type { ParseState, Refusal } from './state.ts';
import type { ParsedOption, UsedExtension } from './parsed.ts';

interface Use {
  readonly option: ParsedOption;
  readonly row: ExtensionOption;
  readonly used: UsedExtension;
  readonly extension: Extension;
}

/** Undefined: taken. */
export function valueRefusal(state: ParseState, use: Use): Refusal | undefined {
  const { option, row, used, extension } = use;
  const name = writtenName(option, row);
  const isAgain = used.options.some((other) => other.name === row.name);
  if (isAgain && !row.isRepeatable) return refusalAt(option.span, onceWords(use, name));
  if (option.negated && !row.isNegatable)
    return refusalAt(option.span, notInvertible(extension, name));
  const place = {
    extension: used.name,
    option: name,
    family: state.family,
    protocol: state.protocol,
  };
  const [first, second] = option.values;
  const firstText = textOf(first);
  const refused = firstText === undefined ? undefined : row.value?.refusal(firstText, place);
  if (refused !== undefined) return refusalAt(first?.span ?? option.span, refused);
  const early = row.early?.(used.options);
  if (early !== undefined) return refusalAt(option.span, early);
  if (row.second === undefined || first === undefined) return undefined;
  if (second === undefined) return refusalAt(option.span, secondMissing(extension, name));
  const secondText = textOf(second);
  const words = secondText === undefined ? undefined : row.second.refusal(secondText, place);
  return words === undefined ? undefined : refusalAt(second.span, words);
}

function refusalAt(span: Span, words: string): Refusal {
  return { span, words };
}

/** iptables names an alias by its own name where it is written out. */
function writtenName({ written }: ParsedOption, { name, aliases }: ExtensionOption): string {
  const text = written.replace(/^--/, '');
  return aliases.find((alias) => alias === text) ?? name;
}

/** Extensions older than the common parser have words of their own. */
function onceWords({ extension, row }: Use, name: string): string {
  if (extension.name === 'tcp' || extension.name === 'sctp') {
    if (row.name === 'syn' || row.name === 'tcp-flags')
      return "Only one of `--syn' or `--tcp-flags'  allowed";
    return `Only one \`--${row.name}' allowed`;
  }
  if (extension.name === 'set') return '--match-set can be specified only once';
  if (extension.name === 'SET') return `--${name} can be specified only once`;
  return `${extension.name}: option "--${name}" can only be used once.`;
}

function notInvertible(extension: Extension, name: string): string {
  if (extension.name === 'set') return `--${name} option cannot be inverted`;
  return `${extension.name}: option "--${name}" cannot be inverted.`;
}

function secondMissing(extension: Extension, name: string): string {
  if (extension.name === 'tcp') return '--tcp-flags requires two args.';
  return `--${name} requires two args.`;
}
