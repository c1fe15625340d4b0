/**
 * The bundles of the project and how esbuild makes each.
 * The names in `dist/` are promised to others: see "Build products" in ARCHITECTURE.md.
 */
import { existsSync, readFileSync } from 'node:fs';
import { inProject } from '../project.mjs';
import { StepFailed } from '../run.mjs';

/** The oldest Node that runs the bundles: Debian 13's, and the extension host of VS Code 1.101. */
const target = 'node20';
const shebang = { js: '#!/usr/bin/env node' };

/** @type {readonly { entry: string, executable?: boolean, options: import('esbuild').BuildOptions }[]} */
const bundles = [
  {
    entry: 'client/src/extension.ts',
    options: {
      outfile: 'dist/extension.js',
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
    },
  },
  {
    entry: 'server/src/lsp/start.ts',
    executable: true,
    options: { outfile: 'dist/server.js', platform: 'node', format: 'cjs', banner: shebang },
  },
  {
    entry: 'server/src/lsp/main.ts',
    options: { outfile: 'dist/serverMain.js', platform: 'node', format: 'cjs' },
  },
  {
    // Loaded by the server with the first request about a host.
    entry: 'server/src/remote/index.ts',
    options: { outfile: 'dist/remote.js', platform: 'node', format: 'cjs' },
  },
  {
    entry: 'server/src/cli/main.ts',
    executable: true,
    options: { outfile: 'dist/cli.js', platform: 'node', format: 'cjs', banner: shebang },
  },
  {
    entry: 'client/webview/preview.ts',
    options: {
      outfile: 'dist/preview.js',
      platform: 'browser',
      format: 'iife',
      target: 'es2023',
      tsconfig: inProject('client/webview/tsconfig.json'),
    },
  },
  {
    entry: 'client/webview/plan/plan.ts',
    options: {
      outfile: 'dist/plan.js',
      platform: 'browser',
      format: 'iife',
      target: 'es2023',
      tsconfig: inProject('client/webview/tsconfig.json'),
    },
  },
  {
    entry: 'server/src/kernel/index.ts',
    options: { outfile: 'dist/kernel.js', platform: 'neutral', format: 'esm', target: 'es2022' },
  },
];

/**
 * The guard that runs on a host is a text to us, without the comments and the indentation that are for its readers.
 * @type {import('esbuild').Plugin}
 */
const shellTexts = {
  name: 'shell-texts',
  setup: (build) => {
    build.onLoad({ filter: /\.sh$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(/^\t*(?:#.*)?\n?/gm, ''),
      loader: 'text',
    }));
  },
};

/**
 * Every bundle with its complete esbuild options.
 * @param {{ isDevelopment: boolean }} mode
 */
export function bundleOptions({ isDevelopment }) {
  const missing = bundles
    .map((bundle) => bundle.entry)
    .filter((entry) => !existsSync(inProject(entry)));
  if (missing.length > 0) {
    throw new StepFailed(`cannot build: these entry points do not exist: ${missing.join(', ')}`);
  }
  return bundles.map(({ entry, executable = false, options }) => ({
    executable,
    options: {
      target,
      absWorkingDir: inProject(),
      entryPoints: [entry],
      bundle: true,
      // ES module entry points first: the CommonJS ones of some language server packages are UMD,
      // whose inner `require` no bundler follows.
      mainFields: ['module', 'main'],
      minify: !isDevelopment,
      sourcemap: isDevelopment,
      plugins: [shellTexts],
      legalComments: /** @type {const} */ ('none'),
      logLevel: /** @type {const} */ ('warning'),
      ...options,
      metafile: /** @type {const} */ (true),
    },
  }));
}
