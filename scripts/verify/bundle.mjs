/** Modules of the project in TypeScript, bundled for a script that runs in Node. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inProject, projectRoot } from '../project.mjs';

/**
 * Bundles modules into one and loads it. Throws where a module cannot be built.
 * @param {readonly string[]} files Below the project, with `/`.
 * @returns {Promise<unknown>} What they export, together.
 */
export async function loadBundle(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'routelens-bundle-'));
  const outfile = path.join(folder, 'bundle.cjs');
  const contents = files
    .map((file) => `export * from ${JSON.stringify(inProject(...file.split('/')))};`)
    .join('\n');
  try {
    await build({
      stdin: { contents, resolveDir: projectRoot, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
      outfile,
    });
    const loaded = /** @type {{ default: unknown }} */ (await import(pathToFileURL(outfile).href));
    return loaded.default;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
