/**
 * The connection to the language server: `dist/server.js` in a Node process of its own, over node IPC.
 * Only this file knows `vscode-languageclient`; it is imported when the first routing document is there.
 */
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import type { ErrorHandler } from 'vscode-languageclient/node';
import type { HostProgress, HostSecretParams } from '../../server/src/protocol.ts';
import { createRestartPolicy } from './restartPolicy.ts';
import { documentSelector } from './selector.ts';
import type { ServerState } from './status.ts';

export interface ClientSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  onState(state: ServerState): void;
  onProgress(progress: HostProgress): void;
  /** Answers what `ssh` asks; null for no answer. */
  onSecret(params: HostSecretParams): Promise<string | null>;
  /** The server died too often and stays dead. */
  onGivenUp(): void;
}

/** A started server. */
export interface RunningServer {
  request<Result>(method: string, params: object): Promise<Result>;
  stop(): Promise<void>;
}

/** Starts the server and waits until it answers. Rejects if it cannot be started. */
export async function startServer(surroundings: ClientSurroundings): Promise<RunningServer> {
  const module = vscode.Uri.joinPath(surroundings.extensionUri, 'dist', 'server.js').fsPath;
  let hasRun = false;
  const client = new QuietClient(
    'routelens',
    'RouteLens',
    {
      run: { module, transport: TransportKind.ipc },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: ['--nolazy', '--inspect=6010'] },
      },
    },
    {
      documentSelector: documentSelector(),
      outputChannel: surroundings.output,
      markdown: { isTrusted: { enabledCommands: ['routelens.preview'] } },
      diagnosticCollectionName: 'routelens',
      errorHandler: errorHandler(surroundings, () => hasRun),
    },
  );
  client.onDidChangeState(({ newState }) => surroundings.onState(stateName(newState)));
  client.onNotification('routelens/host/progress', (progress: HostProgress) =>
    surroundings.onProgress(progress),
  );
  client.onRequest('routelens/host/secret', (params: HostSecretParams) =>
    surroundings.onSecret(params),
  );
  await client.start();
  hasRun = true;
  return {
    request: (method, params) => client.sendRequest(method, params),
    stop: () => client.dispose(),
  };
}

/** Writes its errors to the output and shows none: what the user sees of a failure is up to `notify.ts`. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** A server that dies before it has answered makes the start fail; one that dies later is started again, within reason. */
function errorHandler(surroundings: ClientSurroundings, hasRun: () => boolean): ErrorHandler {
  const mayRestart = createRestartPolicy();
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      if (hasRun() && mayRestart(Date.now())) return { action: CloseAction.Restart, handled: true };
      if (hasRun()) surroundings.onGivenUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

function stateName(state: State): ServerState {
  if (state === State.Running) return 'running';
  return state === State.Starting ? 'starting' : 'stopped';
}
