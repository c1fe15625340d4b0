/** The entries of the view "Hosts". */
import * as vscode from 'vscode';
import type {
  HostChange,
  HostFile,
  HostLookResult,
  HostSummary,
} from '../../../server/src/protocol.ts';

/** What is known of a host since the window was opened. */
export type Seen =
  | { readonly kind: 'look'; readonly look: HostLookResult }
  | { readonly kind: 'failure'; readonly why: string };

export interface HostNode {
  readonly host: string;
  readonly item: vscode.TreeItem;
  readonly parent: HostNode | undefined;
  readonly children: readonly HostNode[];
  /** The change that a menu is about. */
  readonly change?: string;
}

interface HostNodeOptions {
  readonly name: string;
  readonly meaning: string;
  readonly seen: Seen | undefined;
  readonly children: (root: HostNode) => readonly HostNode[];
}

export function hostNode({ name, meaning, seen, children }: HostNodeOptions): HostNode {
  const item = new vscode.TreeItem(name, stateOf(seen));
  item.contextValue = 'host';
  item.id = name;
  item.description = descriptionOf(seen, meaning);
  item.tooltip = meaning === '' ? name : `${name}: ${meaning}`;
  item.iconPath = new vscode.ThemeIcon(seen?.kind === 'failure' ? 'warning' : 'server');
  if (seen === undefined)
    item.command = { command: 'routelens.lookAtHost', title: '', arguments: [name] };
  const root: { -readonly [Key in keyof HostNode]: HostNode[Key] } = {
    host: name,
    item,
    parent: undefined,
    children: [],
  };
  root.children = children(root);
  return root;
}

function stateOf(seen: Seen | undefined): vscode.TreeItemCollapsibleState {
  return seen?.kind === 'look'
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.None;
}

function descriptionOf(seen: Seen | undefined, meaning: string): string {
  if (seen === undefined)
    return [meaning, vscode.l10n.t('not looked at yet')].filter(Boolean).join(' · ');
  if (seen.kind === 'failure') return seen.why;
  const { facts } = seen.look;
  return `${facts.release} · Linux ${facts.kernel}`;
}

export function nodesOfLook(root: HostNode, seen: Seen | undefined): readonly HostNode[] {
  if (seen?.kind !== 'look') return [];
  const { facts, drift, missing, history } = seen.look;
  return [
    ...facts.armed.map((change) => armedNode(root, change)),
    versionsNode(root, facts),
    linksNode(root, facts),
    ...tableNodes(root, facts),
    ...driftNodes(root, drift),
    ...missingNodes(root, missing),
    ...historyNodes(root, history),
  ];
}

interface Leaf {
  readonly label: string;
  readonly description?: string;
  readonly icon?: string;
  readonly context?: string;
  readonly command?: vscode.Command;
  readonly change?: string;
  readonly tooltip?: string;
}

function leaf(parent: HostNode, options: Leaf): HostNode {
  const { label, description, icon, context, command, change, tooltip } = options;
  const item = new vscode.TreeItem(label);
  if (description !== undefined) item.description = description;
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  if (context !== undefined) item.contextValue = context;
  if (command !== undefined) item.command = command;
  item.tooltip = tooltip ?? label;
  return {
    host: parent.host,
    item,
    parent,
    children: [],
    ...(change === undefined ? {} : { change }),
  };
}

function folder(
  parent: HostNode,
  { label, description, icon }: Leaf,
  leaves: readonly Leaf[],
): HostNode {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  if (description !== undefined) item.description = description;
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  const node = { host: parent.host, item, parent };
  const children = leaves.map((each) => leaf({ ...node, children: [] }, each));
  return { ...node, children };
}

function armedNode(root: HostNode, change: string): HostNode {
  return leaf(root, {
    label: vscode.l10n.t('A change waits to be kept'),
    description: change,
    icon: 'watch',
    context: 'armed',
    change,
  });
}

function versionsNode(root: HostNode, facts: HostSummary): HostNode {
  const parts = [
    facts.netplan === null ? vscode.l10n.t('no netplan') : `netplan ${facts.netplan}`,
    facts.systemd === null ? vscode.l10n.t('no systemd') : `systemd ${facts.systemd}`,
    ...(facts.iproute2 === null ? [] : [`iproute2 ${facts.iproute2}`]),
    ...(facts.isRoot ? [] : [vscode.l10n.t('without root rights')]),
  ];
  return leaf(root, { label: facts.name, description: parts.join(' · '), icon: 'info' });
}

function linksNode(root: HostNode, { links }: HostSummary): HostNode {
  const leaves = links.map(({ name, isUp, setup, addresses }): Leaf => ({
    label: name,
    description: [
      ...(isUp ? [] : [vscode.l10n.t('down')]),
      ...addresses,
      ...(setup === null ? [] : [setup]),
    ].join(' · '),
    icon: 'plug',
  }));
  const head = { label: vscode.l10n.t('Links'), description: String(links.length), icon: 'plug' };
  return folder(root, head, leaves);
}

function tableNodes(root: HostNode, { routes, rules }: HostSummary): readonly HostNode[] {
  const list = (label: string, lines: readonly string[], icon: string): readonly HostNode[] =>
    lines.length === 0
      ? []
      : [
          folder(
            root,
            { label, description: String(lines.length), icon },
            lines.map((each) => ({ label: each })),
          ),
        ];
  return [
    ...list(vscode.l10n.t('Routes'), routes, 'git-merge'),
    ...list(vscode.l10n.t('Policy rules'), rules, 'list-ordered'),
  ];
}

const marks = { create: 'diff-added', change: 'diff-modified', remove: 'diff-removed' } as const;

function driftNodes(root: HostNode, drift: readonly HostFile[] | null): readonly HostNode[] {
  if (drift === null) return [];
  if (drift.length === 0)
    return [leaf(root, { label: vscode.l10n.t('Files are as in the workspace'), icon: 'check' })];
  const leaves = drift.map((file): Leaf => ({
    label: file.path,
    description:
      file.change === 'create' ? vscode.l10n.t('not on the host') : vscode.l10n.t('differs'),
    icon: marks[file.change],
    command: {
      command: 'routelens.showHostDiff',
      title: vscode.l10n.t('Show Diff'),
      arguments: [root.host, file],
    },
  }));
  const label = vscode.l10n.t('Files that differ');
  const node = folder(root, { label, description: String(drift.length), icon: 'diff' }, leaves);
  node.item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
  return [node];
}

function missingNodes(root: HostNode, missing: readonly string[]): readonly HostNode[] {
  if (missing.length === 0) return [];
  const head = {
    label: vscode.l10n.t('Does not run'),
    description: String(missing.length),
    icon: 'debug-disconnect',
  };
  return [
    folder(
      root,
      head,
      missing.map((label) => ({ label })),
    ),
  ];
}

function historyNodes(root: HostNode, history: readonly HostChange[]): readonly HostNode[] {
  if (history.length === 0) return [];
  const leaves = history.map(({ id, state, keptAt }): Leaf => ({
    label: keptAt ?? id,
    description: state,
    icon: state === 'kept' ? 'pass' : 'discard',
    ...(state === 'kept' ? { context: 'kept', change: id } : {}),
    tooltip: id,
  }));
  const head = {
    label: vscode.l10n.t('History'),
    description: String(history.length),
    icon: 'history',
  };
  return [folder(root, head, leaves)];
}
