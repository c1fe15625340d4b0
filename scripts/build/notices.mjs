/**
 * `ThirdPartyNotices.txt`: the licence text of every package whose code is in a bundle.
 * The build fails on a licence that is not in the list, so that none slips in with an update.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { inProject } from '../project.mjs';
import { StepFailed } from '../run.mjs';

// Blue Oak, as permissive as MIT, is here for `minimatch`, which `vscode-languageclient` brings.
const allowedLicences = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
]);

/**
 * The notices for all packages that the bundles contain.
 * @param {readonly import('esbuild').Metafile[]} metafiles
 * @returns {string}
 */
export function renderNotices(metafiles) {
  const folders = new Set(
    metafiles.flatMap((metafile) => Object.keys(metafile.inputs).flatMap(packageFolder)),
  );
  const notices = [...folders].toSorted().map(noticeOf);
  return [
    'RouteLens contains code of the packages below, under the licences given with each.',
    ...notices,
    '',
  ].join('\n\n');
}

/**
 * The folder of the package that an input file belongs to; none for our own files.
 * @param {string} input
 * @returns {string[]}
 */
function packageFolder(input) {
  const match = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
  return match ? [match[0]] : [];
}

/** @param {string} folder */
function noticeOf(folder) {
  const manifest = /** @type {{ name: string, version: string, license?: string }} */ (
    JSON.parse(readFileSync(inProject(folder, 'package.json'), 'utf8'))
  );
  const licence = manifest.license ?? 'none';
  if (!isAllowed(licence)) {
    throw new StepFailed(
      `\`${manifest.name}\` has the licence "${licence}": only ${[...allowedLicences].join(', ')} may be bundled`,
    );
  }
  const title = `${manifest.name} ${manifest.version} (${licence})`;
  return [title, '-'.repeat(title.length), licenceText(folder)].join('\n');
}

/**
 * Understands a single licence and a choice between some, "(MIT OR GPL-3.0)".
 * @param {string} licence
 */
function isAllowed(licence) {
  const choices = licence.replace(/^\(|\)$/g, '').split(' OR ');
  return choices.some((choice) => allowedLicences.has(choice));
}

/** @param {string} folder */
function licenceText(folder) {
  const file = readdirSync(inProject(folder)).find((name) => /^licen[sc]e/i.test(name));
  if (file === undefined) throw new StepFailed(`\`${folder}\` has no licence file to copy`);
  return readFileSync(inProject(folder, file), 'utf8').trim();
}
