/**
 * A file of `EnvironmentFile=` as systemd reads it: parse_env_file_internal(), src/basic/env-file.c, v252.
 * One assignment a line; `#` and `;` begin a comment; quotes go wherever they stand, a backslash takes the next character as it is
 * (in double quotes before `"`, `\`, `` ` `` and `$` only) and joins lines; `$NAME` is text. `export NAME=…` names no variable.
 */

interface Reader {
  readonly text: string;
  at: number;
}

/** The variables in the order of the file; of one name the last counts. */
export function readEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const reader = { text, at: 0 };
  while (reader.at < text.length) {
    const key = readKey(reader);
    if (key === undefined) continue;
    const value = readValue(reader);
    if (/^[A-Za-z_]\w*$/.test(key)) variables.set(key, value);
  }
  return variables;
}

/** Up to `=`; undefined for a comment and for a line without one. */
function readKey(reader: Reader): string | undefined {
  const { text } = reader;
  const [blanks = ''] = /^\s*/.exec(text.slice(reader.at)) ?? [];
  reader.at += blanks.length;
  const isComment = /^[#;]/.test(text.charAt(reader.at));
  // In a comment a backslash takes the line end along.
  const pattern = isComment ? /(?:\\[\s\S]|[^\n\r\\])*/y : /[^\n\r][^=\n\r]*/y;
  pattern.lastIndex = reader.at;
  const [found = ''] = pattern.exec(text) ?? [];
  reader.at += found.length;
  const isAssignment = !isComment && text.charAt(reader.at) === '=';
  reader.at++;
  return isAssignment ? found.trim() : undefined;
}

function readValue(reader: Reader): string {
  const { text } = reader;
  let value = '';
  // Blanks at the end go, unless a quote or a backslash stands behind them.
  let kept = 0;
  let isStart = true;
  for (; reader.at < text.length; reader.at++) {
    const char = text.charAt(reader.at);
    if (char === '\n' || char === '\r') break;
    if (isStart && (char === "'" || char === '"')) {
      value += readQuoted(reader, char);
      kept = value.length;
    } else if (char === '\\') {
      const next = text.charAt(++reader.at);
      if (next !== '\n' && next !== '\r') value += next;
      kept = value.length;
      isStart = false;
    } else if (!isStart || !/\s/.test(char)) {
      value += char;
      isStart = false;
      if (!/\s/.test(char)) kept = value.length;
    }
  }
  reader.at++;
  return value.slice(0, kept);
}

/** From the quote at the place to the one that ends it; leaves the place at the latter. */
function readQuoted(reader: Reader, quote: string): string {
  const { text } = reader;
  let value = '';
  for (reader.at++; reader.at < text.length; reader.at++) {
    const char = text.charAt(reader.at);
    if (char === quote) return value;
    if (char !== '\\' || quote === "'") {
      value += char;
      continue;
    }
    const next = text.charAt(++reader.at);
    if (/["\\`$]/.test(next)) value += next;
    else if (next !== '\n' && next !== '') value += `\\${next}`;
  }
  return value;
}
