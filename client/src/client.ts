/**
 * The connection to the language server: `dist/server.js` in a Node process of its own, over node IPC.
 * Only this file knows `vscode-languageclient`; it is imported when the first routing document is there.
 */
import * as vscode from 'vscode';
import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import { documentSelector } from './selector.ts';
import type { ServerState } from './status.ts';

export interface ClientSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly output: vscode.LogOutputChannel;
  onState(state: ServerState): void;
}

/** A started server. */
export interface RunningServer {
  request<Result>(
    method: string,
    params: object,
    token?: vscode.CancellationToken,
  ): Promise<Result>;
  stop(): Promise<void>;
}

/** Starts the server and waits until it answers. Rejects if it cannot be started. */
export async function startServer(surroundings: ClientSurroundings): Promise<RunningServer> {
  const module = vscode.Uri.joinPath(surroundings.extensionUri, 'dist', 'server.js').fsPath;
  const client = new LanguageClient(
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
    },
  );
  client.onDidChangeState(({ newState }) => surroundings.onState(stateName(newState)));
  await client.start();
  return {
    request: (method, params, token) => client.sendRequest(method, params, token),
    stop: () => client.dispose(),
  };
}

function stateName(state: State): ServerState {
  if (state === State.Running) return 'running';
  return state === State.Starting ? 'starting' : 'stopped';
}
