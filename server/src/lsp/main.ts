/**
 * The process of the language server: `--stdio` for any editor, `--node-ipc` from the extension.
 * Start-up is paid at every start of the editor, so compiled code is cached where Node can (22.1 and newer).
 */
import nodeModule from 'node:module';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache();
}
// The library finds `--stdio`, `--node-ipc`, `--socket` and `--pipe` in the arguments by itself.
startServer(createConnection(ProposedFeatures.all));
