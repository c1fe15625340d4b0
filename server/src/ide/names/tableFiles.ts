/** Names and numbers of tables where they are given: `rt_tables` files, and scripts that append to one. */
import { stepsOf } from '../../host/commands.ts';
import type { Host } from '../../host/model.ts';
import { tableKey } from './keys.ts';
import type { NamePlace } from './types.ts';

export function tableFileNames(host: Host): readonly NamePlace[] {
  return host.documents.flatMap((document) => {
    const { id, text } = document.file;
    if (document.kind === 'rt_tables') return namesIn({ file: id, text, start: 0 });
    return stepsOf(document).flatMap(({ command, tableNames }) => {
      if (tableNames === undefined) return [];
      const { start, end } = command.span;
      return namesIn({ file: id, text: text.slice(start, end), start }).filter(({ text: word }) =>
        [...tableNames].some(([name, number]) => word === name || word === String(number)),
      );
    });
  });
}

interface Lines {
  readonly file: string;
  readonly text: string;
  /** Offset of the text in the file. */
  readonly start: number;
}

/** `101 isp1` at the beginning of a line or of a quoted word. */
function namesIn({ file, text, start }: Lines): readonly NamePlace[] {
  return [
    ...text.matchAll(/(^|["'\n]|\\n|\s)(0x[\da-fA-F]+|\d+)([ \t]+|\\t)([^\s#"'\\]+)/g),
  ].flatMap((match): NamePlace[] => {
    const [, before = '', number = '', gap = '', name = ''] = match;
    const numberStart = start + match.index + before.length;
    const nameStart = numberStart + number.length + gap.length;
    const key = tableKey(number, new Map()) ?? number;
    const place = (word: string, at: number): NamePlace => ({
      kind: 'table',
      key,
      role: 'definition',
      origin: { file, span: { start: at, end: at + word.length } },
      text: word,
      editable: true,
    });
    return [place(number, numberStart), place(name, nameStart)];
  });
}
