/**
 * The life of the server: not started, started once by whoever needs it first, restarted on request.
 * There is at most one server; whoever asks while it starts waits for the same one.
 */
import * as vscode from 'vscode';
import type { HostProgress } from '../../server/src/protocol.ts';
import type { RunningServer } from './client.ts';
import { askSecret } from './hosts/secret.ts';
import { showFailure } from './notify.ts';
import { createStatusItem } from './status.ts';
import type { StatusItem } from './status.ts';

export class ServerHandle implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #output: vscode.LogOutputChannel;
  readonly #started = new vscode.EventEmitter<void>();
  readonly #progress = new vscode.EventEmitter<HostProgress>();
  #status: StatusItem | undefined;
  #server: Promise<RunningServer> | undefined;

  /** Fires when a server is ready, also after a restart. */
  readonly onDidStart = this.#started.event;
  /** Fires with each step of a change of a host. */
  readonly onProgress = this.#progress.event;

  constructor(extensionUri: vscode.Uri, output: vscode.LogOutputChannel) {
    this.#extensionUri = extensionUri;
    this.#output = output;
  }

  /** The running server; started if it never was. Rejects if it did not start, until `restart` tries again. */
  running(): Promise<RunningServer> {
    this.#server ??= this.#start();
    return this.#server;
  }

  /** As `running`, for callers that have no use for the server itself: a failure is shown with a way to retry. */
  startInBackground(): void {
    if (this.#server !== undefined) return;
    this.running().catch((cause: unknown) => {
      this.#fail(vscode.l10n.t('The RouteLens language server does not start'), cause);
    });
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#output.info('Restarting the language server');
    this.startInBackground();
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    try {
      await (await server)?.stop();
    } catch (cause) {
      // A server that never started, or that died, is as stopped as can be.
      this.#output.warn(`Stopping the language server: ${String(cause)}`);
    }
  }

  dispose(): void {
    this.#status?.dispose();
    this.#started.dispose();
    this.#progress.dispose();
  }

  async #start(): Promise<RunningServer> {
    const status = (this.#status ??= createStatusItem());
    status.show('starting');
    try {
      const { startServer } = await import('./client.ts');
      return await startServer({
        extensionUri: this.#extensionUri,
        output: this.#output,
        onState: (state) => {
          status.show(state);
          if (state === 'running') this.#started.fire();
        },
        onProgress: (progress) => this.#progress.fire(progress),
        onSecret: askSecret,
        onGivenUp: () => {
          status.show('failed');
          this.#fail(vscode.l10n.t('The RouteLens language server keeps crashing'), 'see above');
        },
      });
    } catch (cause) {
      status.show('failed');
      throw cause;
    }
  }

  #fail(what: string, cause: unknown): void {
    const retry = (): void => void this.restart();
    showFailure({ what, cause, output: this.#output, retry });
  }
}
