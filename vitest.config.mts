/**
 * Three suites: `unit` needs nothing but Node, `process` needs `dist/` (`npm run build` and
 * `npm run package`), `e2e` needs a browser, Neovim and VS Code (`npm test` installs them).
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './scripts/test/countReporter.mjs'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/process/**'],
          // A test that hangs is to fail; a loaded machine is not.
          testTimeout: 30_000,
        },
      },
      {
        test: { name: 'process', include: ['test/process/**/*.test.ts'], testTimeout: 30_000 },
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
