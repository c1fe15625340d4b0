/** Files that a script sources, or asks for before it does: which one a word names, and whether the host has it. */
import { isUnknown } from '../base/fact.ts';
import { piecesOfWord, textOf } from './pieces.ts';
import type { Scope } from './session.ts';
import type { ShellWord, SourcedFile, SourceRequest } from './types.ts';

/** The file that a word names: a known path, or one below the folder of the script. */
export function requestOf(word: ShellWord): SourceRequest | undefined {
  const pieces = piecesOfWord(word);
  const [first, ...rest] = pieces;
  if (first === undefined || word.several === true) return undefined;
  if (rest.some((piece) => piece.unknown !== undefined)) return undefined;
  if (first.unknown === undefined) {
    const path = textOf(pieces);
    return path === '' ? undefined : { path };
  }
  const symbol = isUnknown(word.value) || rest.length > 0 ? first.unknown.symbol : undefined;
  const folder = /^dirname (?:0|BASH_SOURCE (.*))$/s.exec(symbol ?? '');
  const below = textOf(rest);
  if (folder === null || !below.startsWith('/')) return undefined;
  const path = `.${below}`;
  return folder[1] === undefined ? { path } : { path, from: folder[1] };
}

/** The file that is asked for; a file that is read at this place counts as none. */
export function findSource(
  request: SourceRequest,
  { session, source }: Scope,
): SourcedFile | undefined {
  const key = `${request.from ?? ''} ${request.path}`;
  const known = session.sources.get(key);
  if (known !== undefined) return known.file;
  const file = session.resolve?.(request);
  if (session.resolve !== undefined) session.sources.set(key, { request, file });
  return file?.id === source.file && file !== undefined ? undefined : file;
}

/** Tests of test(1) that hold for a file which the host has; whether it is a program or a link is not known. */
const fileTests = /^-[efrs]$/;

/**
 * True for `[ -r FILE ]` of a file that the script sources elsewhere and that the host has: it guards `. FILE`.
 * Undefined for all other files and tests: what else there is on a disk is not known here, nor what is not.
 */
export function hasSource(operator: ShellWord, operand: ShellWord, scope: Scope): true | undefined {
  if (typeof operator.value !== 'string' || !fileTests.test(operator.value)) return undefined;
  const path = writtenPath(operand.raw);
  scope.session.tested.add(path);
  if (!scope.session.survey.sourced.has(path)) return undefined;
  const request = requestOf(operand);
  const file = request === undefined ? undefined : findSource(request, scope);
  return file === undefined || (operator.value === '-s' && file.text === '') ? undefined : true;
}

/** How a path is written, quotes and braces apart: `"${CONF}"` is `$CONF`. */
export function writtenPath(raw: string): string {
  return raw.replaceAll(/["']/g, '').replaceAll(/\$\{(\w+)\}/g, '$$$1');
}
