/** Which host, and which folder holds its files: asked only where it is not known. */
import * as vscode from 'vscode';
import type { HostsResult } from '../../../server/src/protocol.ts';
import type { HostMemory } from './memory.ts';
import type { HostRequests } from './requests.ts';

export interface ChosenHost {
  readonly host: string;
  readonly folder: string | undefined;
}

interface Choosing {
  readonly requests: HostRequests;
  readonly memory: HostMemory;
}

/** Undefined where the user chooses none. */
export async function chooseHost(
  { requests, memory }: Choosing,
  given: string | undefined,
): Promise<ChosenHost | undefined> {
  const list = await requests.list();
  const host = given ?? (await pickHost(list, memory));
  if (host === undefined) return undefined;
  const folder = await folderFor(host, list, memory);
  memory.remember(host, folder);
  return { host, folder };
}

interface HostItem extends vscode.QuickPickItem {
  readonly host: string;
}

/** Names of the settings, of the SSH configuration, and whatever else is typed. */
function pickHost(list: HostsResult, memory: HostMemory): Promise<string | undefined> {
  const items = hostItems(list, memory);
  const picker = vscode.window.createQuickPick<HostItem>();
  picker.title = vscode.l10n.t('Host');
  picker.placeholder = vscode.l10n.t('A host of your SSH configuration, or user@host');
  picker.matchOnDescription = true;
  picker.items = items;
  picker.onDidChangeValue((value) => {
    const typed = value.trim();
    const isKnown = typed === '' || items.some(({ host }) => host === typed);
    picker.items = isKnown ? items : [...items, typedItem(typed)];
  });
  return new Promise((resolve) => {
    picker.onDidAccept(() => {
      resolve(picker.selectedItems[0]?.host);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}

/** Hosts that were used here first. */
function hostItems({ hosts }: HostsResult, memory: HostMemory): readonly HostItem[] {
  const used = new Set(memory.names());
  const iconPath = new vscode.ThemeIcon('server');
  const fromSettings = vscode.l10n.t('from the setting routelens.hosts');
  const known = hosts.map(({ name, meaning, origin }): HostItem => ({
    host: name,
    label: name,
    description: meaning,
    iconPath,
    ...(origin === 'settings' ? { detail: fromSettings } : {}),
  }));
  const others = [...used]
    .filter((name) => !hosts.some((each) => each.name === name))
    .map((name): HostItem => ({ host: name, label: name, iconPath }));
  return [...known, ...others].toSorted(
    (a, b) => Number(used.has(b.host)) - Number(used.has(a.host)),
  );
}

function typedItem(typed: string): HostItem {
  const description = vscode.l10n.t('as ssh takes it');
  return { host: typed, label: typed, alwaysShow: true, description };
}

/** The settings say it, or the workspace remembers it, or there is one only; else it is asked. */
async function folderFor(
  host: string,
  { hosts, folders }: HostsResult,
  memory: HostMemory,
): Promise<string | undefined> {
  const entry = hosts.find(({ name }) => name === host);
  const remembered = memory.folderOf(host);
  const known = entry?.folder ?? folders.find((folder) => folder === remembered);
  if (known !== undefined) return known;
  const sameName = folders.filter((folder) => lastPart(folder) === host);
  if (sameName.length === 1) return sameName[0];
  if (folders.length <= 1) return folders[0];
  const items = folders.map((folder) => ({
    label: lastPart(folder),
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(folder)),
    folder,
  }));
  const placeHolder = vscode.l10n.t('Which folder holds the files of {0}?', host);
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.folder;
}

function lastPart(folder: string): string {
  const { path } = vscode.Uri.parse(folder);
  return path.replace(/\/$/, '').replace(/^.*\//, '');
}
