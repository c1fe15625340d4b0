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
export async function openWorkbench(folder: string, file: string): Promise<Workbench> {
  mkdirSync(artefacts, { recursive: true });
  const session = await serveEditor(installEditor(), vsixPath, steadySettings);
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await session.stop();
    throw error;
  });
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(20_000);
  const workbench: Workbench = {
    page,
    foreignRequests: watchRequests(page),
    policyErrors: watchPolicy(page),
    close: () => close(browser, session),
  };
  await page.goto(session.pageFor(folder, file));
  await editorOf(workbench, file).locator('.view-line').first().waitFor();
  return workbench;
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

/**
 * Applies the quick fix with this title at the cursor, and waits until `isDone`.
 * The list of actions is drawn anew when diagnostics arrive, and a click that meets the old list does nothing: then a
 * person tries again, and so does this.
 */
export async function applyQuickFix(
  { page }: Workbench,
  title: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const row = page.locator('.action-widget .monaco-list-row', { hasText: title });
  for (let attempt = 0; attempt < 3; attempt++) {
    await page.keyboard.press('Control+.');
    await row.first().waitFor();
    await row.first().click();
    await row.first().waitFor({ state: 'hidden' });
    if (await holdsSoon(isDone)) return;
  }
  throw new Error(`the quick fix ${title} did nothing`);
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
