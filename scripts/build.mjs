/**
 * `npm run build`: the bundles of `dist/` and the notices of the packages in them.
 * `--dev` leaves the code readable and adds source maps, which are never packaged.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { inProject } from './project.mjs';
import { StepFailed, runMain } from './run.mjs';

await runMain(async () => {
  const { build } = await import('esbuild').catch(() => {
    throw new StepFailed('esbuild is not installed: run `npm ci` first');
  });
  const { bundleOptions } = await import('./build/bundles.mjs');
  const { renderNotices } = await import('./build/notices.mjs');

  const bundles = bundleOptions({ isDevelopment: process.argv.includes('--dev') });
  rmSync(inProject('dist'), { recursive: true, force: true });
  mkdirSync(inProject('dist'));
  const results = await Promise.all(bundles.map((bundle) => build(bundle.options)));

  for (const { executable, options } of bundles) {
    if (executable) chmodSync(inProject(options.outfile ?? ''), 0o755);
  }
  writeFileSync(
    inProject('dist', 'ThirdPartyNotices.txt'),
    renderNotices(results.map((result) => result.metafile)),
  );
  for (const { metafile } of results) {
    for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
      console.log(`${(bytes / 1024).toFixed(0).padStart(6)} KB  ${file}`);
    }
  }
});
