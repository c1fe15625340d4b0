/**
 * Three suites: `unit` needs nothing but Node, `process` needs `dist/` (`npm run build` and
 * `npm run package`), `e2e` needs a browser, Neovim and VS Code (`npm test` installs them).
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What another program or the kernel says does not depend on our version of Node: `npm test` compares those once. */
const withOtherPrograms = ['**/*ifferential*.test.ts', 'test/examples/**'];
const excluded = process.env['ROUTELENS_OWN_ONLY'] === undefined ? [] : withOtherPrograms;

/** Shell scripts are texts, as in the bundles. */
const shellTexts = {
  name: 'shell-texts',
  load: (id: string) =>
    id.endsWith('.sh') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined,
};

export default defineConfig({
  test: {
    // Of two cores, the default leaves one idle.
    maxWorkers: availableParallelism(),
    reporters: ['default', './scripts/test/countReporter.mjs'],
    projects: [
      {
        plugins: [shellTexts],
        test: {
          name: 'unit',
          setupFiles: ['test/support/properties.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/process/**', ...excluded],
          // A test that hangs is to fail; a loaded machine is not.
          testTimeout: 30_000,
        },
      },
      {
        plugins: [shellTexts],
        test: {
          name: 'process',
          setupFiles: ['test/support/properties.ts'],
          include: ['test/process/**/*.test.ts'],
          // They start servers, hosts and other programs, which have a time to answer.
          fileParallelism: false,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
