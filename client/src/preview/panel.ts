/**
 * One preview beside the editor. It holds no result: it hands the questions of its page to the server and says "ask
 * again" when the text, a setting or the server changed.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type {
  PreviewParams,
  PreviewRequestOptions,
  PreviewResult,
} from '../../../server/src/protocol.ts';
import { causeText } from '../notify.ts';
import type { ServerHandle } from '../serverHandle.ts';
import { previewHtml } from './html.ts';
import { shiftLine } from './lineShift.ts';
import { readFromPage } from './messages.ts';
import type { FromPage, PreviewSubject, ToPage } from './messages.ts';
import { revealLine } from './reveal.ts';
import { translatedStrings } from './strings.ts';

export const previewType = 'routelens.preview';

/** Milliseconds from the last keystroke to a new question. */
const quiet = 150;

export interface PreviewSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  readonly server: ServerHandle;
}

/** One panel; it lives as long as its tab. */
export class PreviewPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #surroundings: PreviewSurroundings;
  readonly #listeners: vscode.Disposable;
  #subject: PreviewSubject;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    panel: vscode.WebviewPanel,
    subject: PreviewSubject,
    surroundings: PreviewSurroundings,
  ) {
    this.#panel = panel;
    this.#subject = subject;
    this.#surroundings = surroundings;
    this.#listeners = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      vscode.workspace.onDidChangeTextDocument((change) => this.#follow(change)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('routelens')) this.#askAgainSoon();
      }),
      surroundings.server.onDidStart(() => this.#askAgainSoon()),
    );
    panel.iconPath = vscode.Uri.joinPath(surroundings.extensionUri, 'media', 'icon.png');
    this.#load();
  }

  isAbout(subject: PreviewSubject): boolean {
    return this.#subject.uri === subject.uri && this.#subject.line === subject.line;
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listeners.dispose();
  }

  #load(): void {
    const { webview } = this.#panel;
    const dist = vscode.Uri.joinPath(this.#surroundings.extensionUri, 'dist');
    const resource = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(dist, name)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = previewHtml({
      title: 'Flow preview',
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      scriptUri: resource('preview.js'),
      styleUris: [resource('preview.css')],
      language: vscode.env.language,
    });
  }

  /** The host is read as a whole, so a change in any document may change the answer. */
  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || document.uri.scheme === 'output') return;
    const { uri, line } = this.#subject;
    if (line !== null && document.uri.toString() === uri) {
      const edits = contentChanges.map(({ range, text }) => ({
        startLine: range.start.line,
        endLine: range.end.line,
        text,
      }));
      this.#subject = { uri, line: shiftLine(line, edits) };
    }
    this.#askAgainSoon();
  }

  #askAgainSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sendSubject(), quiet);
  }

  #sendSubject(): void {
    const strings = translatedStrings((text) => vscode.l10n.t(text));
    this.#post({ version: 1, type: 'subject', subject: this.#subject, strings });
  }

  #receive(value: unknown): void {
    const message = readFromPage(value);
    if (message === undefined) {
      this.#surroundings.output.warn(
        `Preview: unknown message ${JSON.stringify(value)?.slice(0, 200)}`,
      );
      return;
    }
    this.#answer(message);
  }

  #answer(message: FromPage): void {
    switch (message.type) {
      case 'ready':
        return this.#sendSubject();
      case 'preview':
        return void this.#preview(message.id, message.options);
      case 'reveal':
        return void revealLine(message.uri, message.line);
    }
  }

  async #preview(id: number, options: PreviewRequestOptions): Promise<void> {
    const { uri, line } = this.#subject;
    const params: PreviewParams = {
      textDocument: { uri },
      ...(line === null ? {} : { line }),
      options,
    };
    try {
      // A restored preview may be here before its document; the server knows only what is open or on disk.
      await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const server = await this.#surroundings.server.running();
      const result = await server.request<PreviewResult | null>('routelens/preview', params);
      if (result === null) throw new Error(vscode.l10n.t('RouteLens does not read this document'));
      this.#panel.title = this.#title(result);
      this.#post({ version: 1, type: 'previewResult', id, result });
    } catch (cause) {
      this.#surroundings.output.error(`Preview: ${causeText(cause)}`);
      this.#post({ version: 1, type: 'previewError', id, message: causeText(cause) });
    }
  }

  #title({ groups }: PreviewResult): string {
    const [first] = groups;
    const { path } = vscode.Uri.parse(this.#subject.uri);
    const file = path.slice(path.lastIndexOf('/') + 1);
    return vscode.l10n.t('Flow preview: {0}', groups.length === 1 && first ? first.name : file);
  }

  #post(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }
}
