/**
 * Shell text that is a template: each hole is a piece that nobody knows, and lines for the program that fills it in are left out.
 * Ansible removes such a line with its end (`trim_blocks`), so a command may go on behind it; what a block adds to a command
 * that is already begun is an unknown word.
 */
import { unknown, type Unknown } from '../base/fact.ts';
import { placeText, type PlacedText, type Replacement } from '../base/placedText.ts';
import {
  templateBlocks,
  templateTags,
  type TemplateBlock,
  type TemplateTag,
} from '../base/template.ts';
import { unknownPlaceholder } from './pieces.ts';
import type { Source } from './source.ts';
import type { ShellCommand, ShellScript } from './types.ts';

export interface ShellTemplate {
  readonly text: PlacedText;
  /** What each placeholder of the text stands for, in their order. */
  readonly holes: readonly Unknown[];
  /** In the template. */
  readonly blocks: readonly TemplateBlock[];
}

/** Undefined for a text without holes and blocks. */
export function readShellTemplate(text: string): ShellTemplate | undefined {
  const tags = templateTags(text);
  if (tags.length === 0 || text.includes(unknownPlaceholder)) return undefined;
  const holes: Unknown[] = [];
  const replacements = tags.map((tag) => {
    const replacement = replacementOf(text, tag);
    if (replacement.text.includes(unknownPlaceholder)) holes.push(holeOf(tag));
    return replacement;
  });
  const whole = { start: 0, end: text.length };
  return {
    text: placeText(text, whole, replacements),
    holes,
    blocks: templateBlocks(text, tags),
  };
}

/** What stands for a hole: the same unknown for the same hole. */
export function holeOf({ kind, text }: TemplateTag): Unknown {
  const reason = 'it is filled in by a template';
  return kind === 'hole' ? unknown(reason, text) : unknown(reason);
}

/** What is read in the place of a tag, and of the end of its line where it stands alone. */
export function replacementOf(text: string, { span, kind }: TemplateTag): Replacement {
  if (kind === 'hole') return { span, text: unknownPlaceholder };
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const isAlone =
    /^[ \t]*$/.test(text.slice(lineStart, span.start)) &&
    /^[ \t]*(?:\r?\n|$)/.test(text.slice(span.end));
  const end = isAlone ? endOfLine(text, span.end) : span.end;
  if (kind === 'remark') return { span: { start: span.start, end }, text: '' };
  const isWithin = isAlone
    ? /\\\r?\n[ \t]*$/.test(text.slice(Math.max(0, span.start - 200), span.start))
    : /\S/.test(text.slice(lineStart, span.start));
  if (isWithin)
    return {
      span: { start: span.start, end },
      text: isAlone ? ` ${unknownPlaceholder} ` : unknownPlaceholder,
    };
  // The blanks before it go, too: `EOF` on the next line would be no end of a here-document.
  return isAlone
    ? { span: { start: lineStart, end }, text: '' }
    : { span: { start: span.start, end }, text: ' ' };
}

function endOfLine(text: string, at: number): number {
  const lineEnd = text.indexOf('\n', at);
  return lineEnd === -1 ? text.length : lineEnd + 1;
}

/** Where the characters of the text stand, and what its placeholders stand for. */
export function originOf(
  { text, locate }: Pick<Source, 'text' | 'locate'>,
  holes: readonly Unknown[],
): NonNullable<Source['origin']> {
  const byPlace = new Map<number, Unknown>();
  for (const { index } of text.matchAll(new RegExp(unknownPlaceholder, 'g'))) {
    const hole = holes[byPlace.size];
    if (hole !== undefined) byPlace.set(index, hole);
  }
  return {
    written: (start, end) => ({ span: locate(start, end) }),
    unknownAt: (offset) => byPlace.get(offset),
  };
}

/** Commands in a block may not be there, or be there several times; whether the syntax is right tells only the filled text. */
export function withinBlocks(script: ShellScript, blocks: readonly TemplateBlock[]): ShellScript {
  if (blocks.length === 0) return script;
  const placed = (command: ShellCommand): ShellCommand => {
    const around = blocks.filter(
      ({ span }) => span.start <= command.span.start && command.span.start < span.end,
    );
    if (around.length === 0) return command;
    const loop = command.context.loop || around.some(({ kind }) => kind === 'loop');
    return { ...command, context: { ...command.context, conditional: true, loop } };
  };
  return {
    ...script,
    commands: script.commands.map(placed),
    executed: script.executed.map(placed),
    errors: [],
  };
}
