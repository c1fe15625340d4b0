/**
 * Files that a script writes itself (`envsubst < x > /etc/nftables.conf`, `tee`): what stands in them when the script reads them
 * is not what the host's copy says. By a look at the text, so that it depends on nothing else; which branch writes does not count.
 * Every repetition has a bound, so that no line takes long.
 */

const writing =
  /(?<![<>&\d])(?:[12&]?>{1,2}\|?)[ \t]*["']?(\/[\w./@+-]{1,300})|\btee[ \t]+(?:-\S{1,40}[ \t]{1,9}){0,9}["']?(\/[\w./@+-]{1,300})|\bsed[ \t]+(?:-\S{1,40}[ \t]{1,9}){0,9}-(?:i|-in-place)\S*[ \t][^\n|;&]{0,400}?[ \t]["']?(\/[\w./@+-]{1,300})["']?[ \t]*(?=$|[;&|\n])|\b(?:cp|mv|install)[ \t][^\n|;&]{0,400}[ \t]["']?(\/[\w./@+-]{1,300})["']?[ \t]*(?=$|[;&|\n])/gm;

/** Most scripts write nothing, and a first look is cheap. */
const mayWrite = />|\b(?:tee|sed|cp|mv|install)\b/;

/** Absolute paths on the host. */
export function writtenFiles(text: string): ReadonlySet<string> {
  const known = memory.get(text);
  if (known !== undefined) return known;
  const code = mayWrite.test(text) ? text.replaceAll(/^[ \t]*#.*$/gm, '') : '';
  const paths = [...code.matchAll(writing)].flatMap((found) => found.slice(1).filter(Boolean));
  const written = new Set(paths.filter((path) => !path.startsWith('/dev/')));
  if (memory.size >= most) memory.clear();
  memory.set(text, written);
  return written;
}

const most = 64;
const memory = new Map<string, ReadonlySet<string>>();
