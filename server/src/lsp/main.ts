/**
 * The process of the language server: `--stdio` for any editor, `--node-ipc` from the extension.
 * The library finds these, and `--socket` and `--pipe`, in the arguments by itself.
 */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { loadRemote } from './hosts/remoteModule.ts';
import { startServer } from './server.ts';
import { inSingleWrites } from './singleWrite.ts';

const connection = process.argv.includes('--stdio')
  ? createConnection(ProposedFeatures.all, process.stdin, inSingleWrites(process.stdout))
  : createConnection(ProposedFeatures.all);
startServer(connection, loadRemote);
