/**
 * The page of one plan, and the change that is made of it. What was seen is what is applied: the digest of the plan on the page
 * travels with the confirmation, and another plan needs another one.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { HostPlanResult, HostProgress } from '../../../server/src/protocol.ts';
import { causeText } from '../notify.ts';
import { previewHtml } from '../preview/html.ts';
import { confirmPlan, tellResult } from './confirm.ts';
import { createCountdown } from './countdown.ts';
import {
  readFromPlanPage,
  type FromPlanPage,
  type PlanState,
  type ToPlanPage,
} from './planMessages.ts';
import { translatedPlanStrings } from './planStrings.ts';
import type { HostSurroundings } from './surroundings.ts';

export interface PlanOf {
  readonly host: string;
  readonly folder: string | undefined;
  readonly undo: string | undefined;
}

export class PlanPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #about: PlanOf;
  readonly #surroundings: HostSurroundings;
  readonly #listeners: vscode.Disposable;
  #state: PlanState;

  constructor(about: PlanOf, plan: HostPlanResult, surroundings: HostSurroundings) {
    this.#about = about;
    this.#surroundings = surroundings;
    this.#state = freshState(plan);
    const title = vscode.l10n.t('Plan: {0}', about.host);
    this.#panel = vscode.window.createWebviewPanel(
      'routelens.plan',
      title,
      vscode.ViewColumn.Active,
      {
        enableScripts: true,
        // What goes on must not be lost from sight because somebody looks at a diff.
        retainContextWhenHidden: true,
        localResourceRoots: [vscode.Uri.joinPath(surroundings.extensionUri, 'dist')],
      },
    );
    this.#listeners = vscode.Disposable.from(
      this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      surroundings.server.onProgress((progress) => this.#follow(progress)),
      this.#panel.onDidDispose(() => this.dispose()),
    );
    this.#load();
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  #load(): void {
    const { webview } = this.#panel;
    const resource = (name: string): string =>
      webview
        .asWebviewUri(vscode.Uri.joinPath(this.#surroundings.extensionUri, 'dist', name))
        .toString();
    webview.html = previewHtml({
      title: 'Plan',
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      scriptUri: resource('plan.js'),
      styleUris: [resource('preview.css'), resource('plan.css')],
      language: vscode.env.language,
    });
  }

  #show(change: Partial<PlanState>): void {
    this.#state = { ...this.#state, ...change };
    const strings = translatedPlanStrings((text) => vscode.l10n.t(text));
    const message: ToPlanPage = { type: 'state', state: this.#state, strings };
    void this.#panel.webview.postMessage(message);
  }

  #receive(value: unknown): void {
    const message = readFromPlanPage(value);
    if (message !== undefined) void this.#answer(message);
  }

  async #answer(message: FromPlanPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show({});
      case 'apply':
        return this.#apply();
      case 'keep':
        return this.decide(true);
      case 'rollBack':
        return this.decide(false);
      case 'again':
        return this.#planAgain();
      case 'diff': {
        const file = this.#state.plan.files.find(({ path }) => path === message.path);
        if (file !== undefined) await this.#surroundings.documents.showDiff(this.#about.host, file);
      }
    }
  }

  async #apply(): Promise<void> {
    const { plan, phase } = this.#state;
    if (phase !== 'planned' || !(await confirmPlan(plan))) return;
    if (this.#state.plan.digest !== plan.digest || this.#state.phase !== 'planned') return;
    this.#show({ phase: 'applying' });
    const { requests, refresh } = this.#surroundings;
    const countdown = createCountdown(plan.host);
    const following = this.#surroundings.server.onProgress(({ digest, kind, left }) => {
      if (digest !== plan.digest) return;
      if (kind === 'armed') countdown.start(Date.now() + plan.seconds * 1000);
      // The host counts from before its answer came: what it says last is nearest to the truth.
      if (left !== null) countdown.start(Date.now() + left * 1000);
      if (kind === 'asking' && !this.#panel.visible) this.#askAside();
    });
    try {
      const result = await requests.apply({ digest: plan.digest });
      this.#show({ phase: 'done', result, endsAt: null });
      tellResult(plan.host, result, () => this.#panel.reveal());
    } catch (cause) {
      this.#show({ phase: 'done', failure: causeText(cause), endsAt: null });
    } finally {
      following.dispose();
      countdown.dispose();
      refresh(this.#about.host);
    }
  }

  /** The answer to the question whether the change is kept. */
  async decide(keep: boolean): Promise<void> {
    const { plan, phase } = this.#state;
    if (phase !== 'asking') return;
    this.#show({ phase: 'deciding' });
    try {
      await this.#surroundings.requests.decide({ digest: plan.digest, keep });
    } catch (cause) {
      void vscode.window.showWarningMessage(`${plan.host}: ${causeText(cause)}`);
    }
  }

  /** Where the page is not to be seen, the question comes as a message. */
  #askAside(): void {
    const keep = vscode.l10n.t('Keep');
    const rollBack = vscode.l10n.t('Roll Back Now');
    const text = vscode.l10n.t(
      '{0} works with the change. Unless you keep it, it rolls back by itself.',
      this.#about.host,
    );
    void vscode.window.showInformationMessage(text, keep, rollBack).then((chosen) => {
      if (chosen !== undefined) void this.decide(chosen === keep);
    });
  }

  #follow({ digest, kind, text, left }: HostProgress): void {
    const { plan, steps, endsAt, phase } = this.#state;
    if (digest !== plan.digest || phase === 'done') return;
    const last = steps.at(-1)?.text;
    const isBad = kind === 'unreachable' || kind === 'rolling-back' || text.startsWith('fails');
    const ends = kind === 'armed' ? plan.seconds : kind === 'asking' ? left : null;
    this.#show({
      phase: kind === 'asking' ? 'asking' : phase,
      // While the host is away every try fails in the same words.
      steps:
        text === '' || text === last || kind === 'asking' ? steps : [...steps, { text, isBad }],
      endsAt: ends === null ? endsAt : Date.now() + ends * 1000,
    });
  }

  async #planAgain(): Promise<void> {
    try {
      const plan = await this.#surroundings.plan(this.#about);
      if (plan === undefined) return;
      this.#state = freshState(plan);
      this.#show({});
    } catch (cause) {
      void vscode.window.showErrorMessage(`${this.#about.host}: ${causeText(cause)}`);
    }
  }
}

function freshState(plan: HostPlanResult): PlanState {
  return { plan, phase: 'planned', steps: [], endsAt: null, result: null, failure: null };
}
