import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The grammars of the manifest in the tokenizer of the editor; YAML and shell come from small stubs. */
const require = createRequire(import.meta.url);
const runner = require.resolve('vscode-tmgrammar-test/dist/unit.js');
const root = fileURLToPath(new URL('../../', import.meta.url));

const stubs = ['shell', 'yaml'].flatMap((name) => [
  '-g',
  `test/grammar/stubs/${name}.tmLanguage.json`,
]);

test.each(['netplan.yaml', 'batch.ipbatch', 'script.sh'])(
  '%s has the scopes that it is marked with',
  (file) => {
    const report = run(`test/grammar/cases/${file}`);
    expect(report).toContain(`${file} run successfuly`);
  },
);

/** The report, also of a failed run, so that a failure shows which scope is missing. */
function run(file: string): string {
  try {
    return execFileSync(process.execPath, [runner, '--config', 'package.json', ...stubs, file], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (failure) {
    return failure instanceof Error && 'stdout' in failure
      ? String(failure.stdout)
      : String(failure);
  }
}
