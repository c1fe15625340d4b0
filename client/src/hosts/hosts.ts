/** Everything about hosts: what the commands call, and what the view "Hosts" shows. */
import * as vscode from 'vscode';
import type { HostFile, HostLookResult, HostPlanResult } from '../../../server/src/protocol.ts';
import { causeText, showFailure } from '../notify.ts';
import type { ServerHandle } from '../serverHandle.ts';
import { chooseHost, type ChosenHost } from './choose.ts';
import { HostDocuments } from './hostDocuments.ts';
import { HostsView } from './hostsView.ts';
import { createMemory, type HostMemory } from './memory.ts';
import { PlanPanel, type PlanOf } from './planPanel.ts';
import { hostRequests, type HostRequests } from './requests.ts';
import { isTrusted } from './trust.ts';
import { savedFolder } from './unsaved.ts';

export interface HostsOptions {
  readonly extensionUri: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  readonly server: ServerHandle;
  readonly state: vscode.Memento;
}

export class Hosts implements vscode.Disposable {
  readonly #options: HostsOptions;
  readonly #requests: HostRequests;
  readonly #memory: HostMemory;
  readonly #documents = new HostDocuments();
  readonly #view: HostsView;

  constructor(options: HostsOptions) {
    this.#options = options;
    this.#requests = hostRequests(options.server);
    this.#memory = createMemory(options.state);
    this.#view = new HostsView({ requests: this.#requests, memory: this.#memory });
  }

  dispose(): void {
    this.#view.dispose();
    this.#documents.dispose();
  }

  /** Facts, drift and history of a host, in the view. */
  look(given: string | undefined): Promise<void> {
    return this.#with(given, async (chosen) => {
      await this.#lookAt(chosen);
      // The view may be hidden as long as no file for a host is open.
      await vscode.commands.executeCommand('setContext', 'routelens.isActive', true);
      await this.#view.reveal(chosen.host);
    });
  }

  /** The page of a plan; with `undo`, of the plan that takes a kept change back. */
  plan(given: string | undefined, undo: string | undefined): Promise<void> {
    return this.#with(given, async ({ host, folder }) => {
      const about = { host, folder, undo };
      const plan = await this.#planFor(about);
      if (plan === undefined) return;
      const { extensionUri, server } = this.#options;
      new PlanPanel(about, plan, {
        extensionUri,
        server,
        requests: this.#requests,
        documents: this.#documents,
        plan: (again) => this.#planFor(again),
        refresh: (changed) => void this.#lookAt({ host: changed, folder }).catch(() => undefined),
      });
    });
  }

  /** The plan that takes the newest kept change back. */
  undoLast(given: string | undefined): Promise<void> {
    return this.#with(given, async (chosen) => {
      const { history } = await this.#lookAt(chosen);
      const last = history
        .filter(({ state }) => state === 'kept')
        .toSorted((a, b) => ((a.keptAt ?? '') < (b.keptAt ?? '') ? -1 : 1))
        .at(-1);
      if (last === undefined) {
        const text = vscode.l10n.t('{0}: no change was kept there.', chosen.host);
        void vscode.window.showInformationMessage(text);
      } else await this.plan(chosen.host, last.id);
    });
  }

  /** Keeps or rolls back a change that is armed on the host. */
  settle(given: string | undefined, change: string | undefined, keep: boolean): Promise<void> {
    return this.#with(given, async (chosen) => {
      const { host } = chosen;
      const armed = change ?? (await this.#lookAt(chosen)).facts.armed[0];
      if (armed === undefined) {
        const text = vscode.l10n.t('{0}: no change waits for a confirmation.', host);
        void vscode.window.showInformationMessage(text);
        return;
      }
      const { state } = await this.#slowly(vscode.l10n.t('{0}: deciding', host), () =>
        this.#requests.settle({ host, change: armed, keep }),
      );
      void vscode.window.showInformationMessage(`${host}: ${state}`);
      await this.#lookAt(chosen);
    });
  }

  showDiff(host: string, file: HostFile): Promise<void> {
    return this.#documents.showDiff(host, file);
  }

  forget(host: string): void {
    this.#memory.forget(host);
    this.#view.refresh();
  }

  async #with(
    given: string | undefined,
    work: (chosen: ChosenHost) => Promise<void>,
  ): Promise<void> {
    if (!isTrusted()) return;
    try {
      const chosen = await chooseHost({ requests: this.#requests, memory: this.#memory }, given);
      if (chosen !== undefined) await work(chosen);
    } catch (cause) {
      const { output } = this.#options;
      showFailure({
        what: `${given ?? vscode.l10n.t('Host')}: ${causeText(cause)}`,
        cause,
        output,
      });
    }
  }

  async #planFor(about: PlanOf): Promise<HostPlanResult | undefined> {
    const { host, folder, undo } = about;
    if (undo === undefined && folder !== undefined && !(await savedFolder(folder)))
      return undefined;
    return this.#slowly(vscode.l10n.t('{0}: making a plan', host), () =>
      this.#requests.plan({
        host,
        ...(folder === undefined ? {} : { folder }),
        ...(undo === undefined ? {} : { undo }),
      }),
    );
  }

  async #lookAt({ host, folder }: ChosenHost): Promise<HostLookResult> {
    const params = { host, ...(folder === undefined ? {} : { folder }) };
    try {
      const look = await this.#slowly(vscode.l10n.t('{0}: looking', host), () =>
        this.#requests.look(params),
      );
      this.#view.show(host, look);
      return look;
    } catch (cause) {
      this.#view.showFailure(host, causeText(cause));
      throw cause;
    }
  }

  async #slowly<T>(title: string, work: () => Promise<T>): Promise<T> {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
  }
}
