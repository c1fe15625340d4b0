/**
 * A person at a VS Code window: the packaged extension in a real VS Code, shown by a real browser.
 * All selectors of the journeys are here. Nothing sleeps: each step waits for the thing itself.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  chromium,
  type Browser,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { installEditor } from '../../scripts/editor/install.mjs';
import { serveEditor, type Session } from '../../scripts/editor/serve.mjs';
import { inProject, vsixPath } from '../../scripts/project.mjs';

export interface Workbench {
  readonly page: Page;
  /** Hosts other than VS Code's own that the page has asked for anything. */
  readonly foreignRequests: ReadonlySet<string>;
  /** Refusals by a content security policy, ours or VS Code's. */
  readonly policyErrors: readonly string[];
  readonly close: () => Promise<void>;
}

/** Milliseconds for one step: what is slow on a busy machine is no failure. */
const patience = Number(process.env['E2E_PATIENCE'] ?? 50_000);

const artefacts = inProject('out', 'screenshots');

/** Settings that keep pictures the same from run to run. */
const steadySettings = {
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  'editor.smoothScrolling': false,
  'editor.hover.delay': 100,
  'window.menuBarVisibility': 'compact',
};

/** Opens a file of a folder and waits until its text is there. */
export async function openWorkbench(
  folder: string,
  file: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<Workbench> {
  mkdirSync(artefacts, { recursive: true });
  const session = await serveEditor(installEditor(), vsixPath, { ...steadySettings, ...settings });
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await session.stop();
    throw error;
  });
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(patience);
  const workbench: Workbench = {
    page,
    foreignRequests: watchRequests(page),
    policyErrors: watchPolicy(page),
    close: () => close(browser, session),
  };
  try {
    await page.goto(session.pageFor(folder, file));
    await editorOf(workbench, file).locator('.view-line').first().waitFor();
    return workbench;
  } catch (error) {
    await screenshot(workbench, 'FAILED to open');
    await workbench.close();
    throw error;
  }
}

async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      // Chromium refuses its own sandbox to root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

async function close(browser: Browser, session: Session): Promise<void> {
  await browser.close();
  await session.stop();
  writeFileSync(path.join(artefacts, 'vscode.log'), session.log());
}

function watchRequests(page: Page): ReadonlySet<string> {
  const hosts = new Set<string>();
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    // Files of a webview have names below this host, but the page's own service worker answers for it.
    const isOwn = hostname === 'localhost' || hostname.endsWith('.vscode-resource.vscode-cdn.net');
    if (/^(https?|wss?):$/.test(protocol) && !isOwn) hosts.add(hostname);
  });
  return hosts;
}

function watchPolicy(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) errors.push(message.text());
  });
  return errors;
}

/** A picture of the whole window in `out/screenshots`. */
export async function screenshot({ page }: Workbench, name: string): Promise<void> {
  await page.screenshot({ animations: 'disabled', path: path.join(artefacts, `${name}.png`) });
}

export function editorOf({ page }: Workbench, file: string): Locator {
  return page.locator(`.monaco-editor[data-uri$="${path.basename(file)}"]`).first();
}

/** Runs a command of the palette by its title. */
export async function runCommand({ page }: Workbench, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const quickInput = page.locator('.quick-input-widget');
  await quickInput.locator('input').fill(`>${title}`);
  await quickInput.locator('.monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
  await quickInput.waitFor({ state: 'hidden' });
}

/** Picks a row of the list that a command has opened. */
export async function pick({ page }: Workbench, text: string): Promise<void> {
  const quickInput = page.locator('.quick-input-widget');
  await quickInput.locator('.monaco-list-row', { hasText: text }).first().click();
  await quickInput.waitFor({ state: 'hidden' });
}

/** Presses a button of the question that stands in the middle of the window. */
export async function answerDialog({ page }: Workbench, button: string): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.locator('.monaco-button', { hasText: button }).first().click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Picks a colour theme by its name in the list of themes. */
export async function chooseTheme({ page }: Workbench, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+t');
  const quickInput = page.locator('.quick-input-widget');
  await quickInput.locator('.monaco-list-row', { hasText: 'Dark' }).first().waitFor();
  await quickInput.locator('input').fill(name);
  await quickInput.locator('.monaco-list-row.focused', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
  await quickInput.waitFor({ state: 'hidden' });
}

/** Puts the cursor of an editor at a place, both counted from 1. */
export async function goTo(
  { page }: Workbench,
  editor: Locator,
  { line, column }: { line: number; column: number },
): Promise<void> {
  await editor.locator('.view-line').first().click();
  await page.keyboard.press('Control+g');
  const quickInput = page.locator('.quick-input-widget');
  await quickInput.locator('input').fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await quickInput.waitFor({ state: 'hidden' });
}

/** The hover at the cursor. */
export async function hoverAtCursor({ page }: Workbench, text: string): Promise<Locator> {
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+i');
  const hover = page.locator('.monaco-hover:visible', { hasText: text });
  await hover.waitFor();
  return hover;
}

/** The rows of the Problems panel. */
export async function openProblems(workbench: Workbench): Promise<Locator> {
  await runCommand(workbench, 'Problems: Focus on Problems View');
  return workbench.page.locator('.markers-panel .monaco-list-row');
}

/** Where a text goes on behind these words, counted from 1. */
export function placeBehind(
  text: string,
  words: string,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, text.indexOf(words) + words.length).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Types the beginning of a word, asks for completions, and takes the one with this label. */
export async function complete(
  workbench: Workbench,
  {
    typed,
    label,
    picture,
  }: { readonly typed: string; readonly label: string; readonly picture?: string },
): Promise<void> {
  const { keyboard } = workbench.page;
  if (typed !== '') await keyboard.type(typed);
  await keyboard.press('Control+Space');
  const row = workbench.page.locator('.suggest-widget.visible .monaco-list-row', {
    has: workbench.page.getByText(label, { exact: true }),
  });
  await row.first().waitFor();
  if (picture !== undefined) await screenshot(workbench, picture);
  await row.first().click();
  await row.first().waitFor({ state: 'hidden' });
}

/** Gives the name at the cursor another spelling. */
export async function renameAtCursor({ page }: Workbench, name: string): Promise<void> {
  await page.keyboard.press('F2');
  const input = page.locator('.rename-box input');
  await input.waitFor();
  await input.fill(name);
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}

/**
 * Applies the quick fix with this title at the cursor, and waits until `isDone`.
 * The list of actions is drawn anew when diagnostics arrive, and a click that meets the old list does nothing: then a
 * person tries again, and so does this.
 */
export async function applyQuickFix(
  workbench: Workbench,
  title: string,
  { isDone, picture }: { readonly isDone: () => Promise<boolean>; readonly picture?: string },
): Promise<void> {
  const { page } = workbench;
  const row = page.locator('.action-widget .monaco-list-row', { hasText: title });
  for (let attempt = 0; attempt < 3; attempt++) {
    await page.keyboard.press('Control+.');
    if (!(await appearsSoon(row.first()))) continue;
    if (picture !== undefined) await screenshot(workbench, picture);
    await row.first().click();
    await row.first().waitFor({ state: 'hidden' });
    if (await holdsSoon(isDone)) return;
  }
  throw new Error(`the quick fix ${title} did nothing`);
}

async function appearsSoon(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: patience / 5 }).then(
    () => true,
    () => false,
  );
}

async function holdsSoon(condition: () => Promise<boolean>): Promise<boolean> {
  for (let i = 0; i < 50; i++) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** The page inside the one webview that is open. */
export function webview({ page }: Workbench): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}
