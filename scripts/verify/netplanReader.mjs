/** The netplan reader of the server, bundled for a script, and its verdict on the files of a host. */
import { loadBundle } from './bundle.mjs';

/**
 * @typedef {{ readonly name: string, readonly text: string }} CaseFile
 *
 * @typedef {typeof import('../../server/src/yaml/parse.ts')
 *   & typeof import('../../server/src/netplan/read.ts')
 *   & typeof import('../../server/src/netplan/tree.ts')} Reader
 *
 * @typedef {import('../../server/src/netplan/tree.ts').PlacedProblem & { readonly line: number }} LinedProblem
 *
 * @typedef {object} Verdict
 * @property {boolean} ok
 * @property {readonly LinedProblem[]} errors
 * @property {(file: string, line: number) => boolean} covers Says whether some error, or a place that it names, is there.
 */

const modules = [
  'server/src/yaml/parse.ts',
  'server/src/netplan/read.ts',
  'server/src/netplan/tree.ts',
];

/**
 * Bundles and loads the reader.
 * @returns {Promise<Reader>}
 */
export async function loadReader() {
  return /** @type {Reader} */ (await loadBundle(modules));
}

/**
 * What the reader says of files as they would lie in `/etc/netplan`, or below the folder that their name begins with.
 * @param {Reader} reader
 * @param {readonly CaseFile[]} files
 * @param {import('../../server/src/netplan/version.ts').NetplanVersion} target
 * @returns {Verdict}
 */
export function judge({ parseYaml, readNetplan, readNetplanTree }, files, target) {
  const documents = files.map(({ name, text }) => {
    const yaml = parseYaml(text);
    const place = name.includes('/') ? name : `etc/netplan/${name}`;
    return { id: name, path: place, text, yaml, netplan: readNetplan(yaml, name) };
  });
  const tree = readNetplanTree(documents, target);
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  const ofDocuments = documents
    .filter(({ id }) => tree.files.includes(id))
    .flatMap(({ id, netplan }) => netplan.problems.map((problem) => ({ file: id, problem })));
  const errors = [...ofDocuments, ...tree.problems]
    .filter(({ problem }) => problem.rule !== 'netplan-warning')
    .map((one) => ({
      ...one,
      line: lineOf(texts.get(one.file) ?? '', one.problem.span.start),
    }));
  return {
    ok: errors.length === 0,
    errors,
    covers: (file, line) =>
      errors.some((error) => error.file === file && coversLine(error, texts.get(file) ?? '', line)),
  };
}

/**
 * @param {LinedProblem} error
 * @param {string} text
 * @param {number} line
 */
function coversLine({ problem }, text, line) {
  const spans = [problem.span, ...(problem.related ?? []).map(({ span }) => span)];
  return spans.some(
    ({ start, end }) =>
      lineOf(text, start) <= line && line <= lineOf(text, Math.max(start, end - 1)),
  );
}

/**
 * The line of an offset, 1-based.
 * @param {string} text
 * @param {number} offset
 */
function lineOf(text, offset) {
  return text.slice(0, offset).split(/\r\n|[\n\r]/).length;
}
