/**
 * The names that a user's OpenSSH configuration gives to hosts, for a list to choose from.
 * What a name means is up to `ssh -G`; here only `Host` and `Include` are read, as ssh_config(5) describes them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** As deep as OpenSSH follows (READCONF_MAX_DEPTH, readconf.c). */
const maxDepth = 16;

/** The names in the order of the files, each once. Patterns are left out; a file that cannot be read has none. */
export function sshNames(config = join(homedir(), '.ssh', 'config')): readonly string[] {
  return [...new Set(namesIn(config, 0))];
}

function namesIn(file: string, depth: number): readonly string[] {
  if (depth > maxDepth) return [];
  return readLines(file).flatMap((line) => {
    const [keyword = '', ...values] = wordsOf(line);
    switch (keyword.toLowerCase()) {
      case 'host':
        return values.filter(isName);
      case 'include':
        return values.flatMap((pattern) =>
          filesOf(pattern, file).flatMap((included) => namesIn(included, depth + 1)),
        );
      default:
        return [];
    }
  });
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** `Keyword value`, `Keyword=value`, values in double quotes. */
function wordsOf(line: string): readonly string[] {
  const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
  const values = [...rest.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
  const comment = values.findIndex((value) => value.startsWith('#'));
  return [keyword, ...(comment === -1 ? values : values.slice(0, comment))];
}

/** What begins with a dash would be an option. */
function isName(value: string): boolean {
  return value !== '' && !/^[!-]|[*?]/.test(value);
}

/** Relative names are those of ~/.ssh in a user's configuration, of /etc/ssh in that of the system. */
function filesOf(pattern: string, from: string): readonly string[] {
  const home = pattern.replace(/^~(?=\/)/, () => homedir());
  const base = from.startsWith('/etc/ssh/') ? '/etc/ssh' : join(homedir(), '.ssh');
  return expand(isAbsolute(home) ? home : join(base, home));
}

/** The files that a pattern of the shell names, sorted. */
function expand(pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) return [pattern];
  const folder = dirname(pattern);
  const name = pattern.slice(pattern.lastIndexOf('/') + 1);
  const matcher = globMatcher(name);
  return expand(folder).flatMap((each) =>
    listFolder(each)
      .filter((entry) => matcher.test(entry) && entry.startsWith('.') === name.startsWith('.'))
      .toSorted()
      .map((entry) => join(each, entry)),
  );
}

function globMatcher(name: string): RegExp {
  const source = name.replaceAll(/[.+^${}()|\\*?]/g, (sign) =>
    sign === '*' ? '.*' : sign === '?' ? '.' : `\\${sign}`,
  );
  try {
    return new RegExp(`^${source.replaceAll('[!', '[^')}$`);
  } catch {
    return /^(?!)/;
  }
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
