/** The view "Hosts": each host with what it said of itself when it was last looked at. It never connects by itself. */
import * as vscode from 'vscode';
import type { HostLookResult } from '../../../server/src/protocol.ts';
import { hostNode, nodesOfLook, type HostNode, type Seen } from './hostNodes.ts';
import type { HostMemory } from './memory.ts';
import type { HostRequests } from './requests.ts';

interface ViewSurroundings {
  readonly requests: HostRequests;
  readonly memory: HostMemory;
}

export class HostsView implements vscode.TreeDataProvider<HostNode>, vscode.Disposable {
  readonly #surroundings: ViewSurroundings;
  readonly #seen = new Map<string, Seen>();
  readonly #changed = new vscode.EventEmitter<HostNode | undefined>();
  readonly #view: vscode.TreeView<HostNode>;
  #roots: readonly HostNode[] = [];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(surroundings: ViewSurroundings) {
    this.#surroundings = surroundings;
    this.#view = vscode.window.createTreeView('routelens.hosts', { treeDataProvider: this });
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }

  show(host: string, look: HostLookResult): void {
    this.#seen.set(host, { kind: 'look', look });
    this.refresh();
  }

  showFailure(host: string, why: string): void {
    this.#seen.set(host, { kind: 'failure', why });
    this.refresh();
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Brings a host to the front, with its children. */
  async reveal(host: string): Promise<void> {
    await this.getChildren(undefined);
    const node = this.#roots.find((root) => root.host === host);
    if (node !== undefined) await this.#view.reveal(node, { expand: true, select: true });
  }

  getTreeItem({ item }: HostNode): vscode.TreeItem {
    return item;
  }

  getParent({ parent }: HostNode): HostNode | undefined {
    return parent;
  }

  async getChildren(node: HostNode | undefined): Promise<HostNode[]> {
    if (node !== undefined) return [...node.children];
    if (!vscode.workspace.isTrusted) return [];
    const { requests, memory } = this.#surroundings;
    const { hosts } = await requests.list();
    const names = [
      ...hosts.filter(({ origin }) => origin === 'settings').map(({ name }) => name),
      ...memory.names(),
    ];
    this.#roots = [...new Set(names)].map((name) => {
      const meaning = hosts.find((entry) => entry.name === name)?.meaning ?? '';
      const seen = this.#seen.get(name);
      return hostNode({ name, meaning, seen, children: (root) => nodesOfLook(root, seen) });
    });
    return [...this.#roots];
  }
}
