/**
 * Where things are in the checkout, and the version that everything is named after.
 * Imports only Node's own modules, because `npm start` runs before anything is installed.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout, absolute. */
export const projectRoot = path.resolve(fileURLToPath(import.meta.url), '..', '..');

/** An absolute path inside the checkout. @param {string[]} parts */
export const inProject = (...parts) => path.join(projectRoot, ...parts);

const manifest = /** @type {{ name: string, version: string }} */ (
  JSON.parse(readFileSync(inProject('package.json'), 'utf8'))
);

/** The packaged extension. */
export const vsixPath = inProject('dist', `${manifest.name}-${manifest.version}.vsix`);
