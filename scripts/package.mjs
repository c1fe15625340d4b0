/**
 * `npm run package`: `dist/routelens-VERSION.vsix` from what `npm run build` left in `dist/`.
 * vsce comes through npx, because its 140 MB would be in everybody's `npm ci` otherwise.
 */
import { existsSync, rmSync } from 'node:fs';
import { inProject, vsixPath } from './project.mjs';
import { StepFailed, run, runMain } from './run.mjs';

/** The newest packager that runs on Node 20. */
const packager = '@vscode/vsce@3.9.2';

await runMain(() => {
  if (!existsSync(inProject('dist', 'extension.js'))) {
    throw new StepFailed('there is nothing to package: run `npm run build` first');
  }
  rmSync(vsixPath, { force: true });
  run('npx', [
    '--yes',
    packager,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    vsixPath,
  ]);
});
