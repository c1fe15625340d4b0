/**
 * The process of the language server: `--stdio` for any editor, `--node-ipc` from the extension.
 * The library finds these, and `--socket` and `--pipe`, in the arguments by itself.
 */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all));
