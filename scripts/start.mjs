/**
 * `npm start`: from a fresh clone to the example in VS Code, with nothing but Node and npm.
 * `--browser` never uses an installed `code`; `--check-only` ends as soon as VS Code answers.
 * Imports only Node's own modules, because nothing is installed when it starts.
 */
import { cpSync, rmSync } from 'node:fs';
import { installEditor } from './editor/install.mjs';
import { serveEditor } from './editor/serve.mjs';
import { installPackages } from './packages.mjs';
import { inProject, projectRoot, vsixPath } from './project.mjs';
import { StepFailed, isOnPath, run, runForStatus, runMain } from './run.mjs';

const isCheckOnly = process.argv.includes('--check-only');
const example = inProject('examples', 'two-uplinks');
/** A copy to try things on, so that a quick fix does not change the checkout. */
const copy = inProject('out', 'try', 'two-uplinks');
const script = `${copy}/usr/local/sbin/uplinks.sh`;

await runMain(async () => {
  installPackages();
  run('node', ['scripts/build.mjs']);
  showFindings();
  rmSync(copy, { recursive: true, force: true });
  cpSync(example, copy, { recursive: true });
  if (!isCheckOnly && openInDesktop()) return;
  run('node', ['scripts/package.mjs']);
  await openInBrowser();
});

function showFindings() {
  console.log('\n$ routelens check examples/two-uplinks\n');
  // 0 and 1 are "nothing found" and "something found"; above that it could not run.
  const status = runForStatus('node', ['dist/cli.js', 'check', 'examples/two-uplinks']);
  if (status > 1) throw new StepFailed(`\`routelens check\` ended with status ${status}`);
}

/** Whether a VS Code on this machine has opened the example. */
function openInDesktop() {
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  const hasScreen = process.platform !== 'linux' || display !== undefined;
  if (process.argv.includes('--browser') || !hasScreen || !isOnPath('code')) return false;
  const args = [`--extensionDevelopmentPath=${projectRoot}`, copy, '--goto', `${script}:1`];
  if (runForStatus('code', args) !== 0) return false;
  console.log(`\nVS Code shows a copy of the example, ${copy}: edits there change nothing else`);
  return true;
}

async function openInBrowser() {
  const session = await serveEditor(installEditor(), vsixPath);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, session.interrupt);
  }
  const address = session.pageFor(copy, script);
  console.log(`\nVS Code shows a copy of the example at\n\n  ${address}\n`);
  try {
    if (isCheckOnly) {
      await checkAnswer(address);
      console.log('It answers, so this check ends here');
    } else {
      console.log('Ctrl+C ends it');
      await session.ended;
    }
  } finally {
    await session.stop();
  }
}

/** @param {string} address */
async function checkAnswer(address) {
  // The first answer puts the token into a cookie, which `fetch` does not keep by itself.
  const first = await fetch(address, { redirect: 'manual' });
  const cookie = first.headers.getSetCookie().map((each) => each.split(';')[0]);
  const next = new URL(first.headers.get('location') ?? '', address);
  const response = await fetch(next, { headers: { cookie: cookie.join('; ') } });
  const page = await response.text();
  if (!response.ok || !page.includes('workbench')) {
    throw new StepFailed(`VS Code answered with status ${response.status}:\n${page.slice(0, 500)}`);
  }
}
