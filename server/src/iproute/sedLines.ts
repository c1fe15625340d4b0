/**
 * Lines that `sed -i` adds to a file: `$a 120 lte`, `1i\120 lte` (GNU sed 4.9, "Other Commands").
 * Which lines the address matches hangs on the file; who asks what a script adds takes it to match.
 */
import type { ShellCommand } from '../shell/types.ts';

/** The lines that the text of the command tells; empty where it does something else, or what it does is not known. */
export function linesOfSed({ name, words }: ShellCommand): string {
  if (name !== 'sed') return '';
  const values = words.slice(1).map(({ value }) => (typeof value === 'string' ? value : undefined));
  const { scripts, files } = operandsOf(values);
  const [first] = files;
  const given = scripts.length > 0 || first === undefined ? scripts : [first];
  return given.map((script) => addedBy(script ?? '') ?? '').join('');
}

type Values = readonly (string | undefined)[];

/** The scripts after `-e`, and the words that are no options: without `-e` the first of them is the script. */
function operandsOf(values: Values): { readonly scripts: Values; readonly files: Values } {
  const scripts: (string | undefined)[] = [];
  const files: (string | undefined)[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    const expression = value === undefined ? null : /^(?:-e|--expression=)(.+)$/s.exec(value);
    if (expression !== null) scripts.push(expression[1]);
    else if (value === '-e' || value === '--expression') scripts.push(values[++at]);
    else if (value?.startsWith('-') !== true) files.push(value);
  }
  return { scripts, files };
}

/** One command `a`, `i` or `c`; its text goes on behind a backslash at the end of a line. */
const addition =
  /^\s*(?:\$|\d{1,9}|\/(?:[^/\\\n]|\\.){0,200}\/)?[ \t]*[aic][ \t]*(?:\\\n?)?[ \t]*((?:[^\\\n]|\\[t\n])+)\n?$/;

function addedBy(script: string): string | undefined {
  const text = addition.exec(script)?.[1];
  return text === undefined
    ? undefined
    : `${text.replaceAll('\\\n', '\n').replaceAll('\\t', '\t')}\n`;
}
