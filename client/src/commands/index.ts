/** All commands of the extension. A test compares this list with the manifest. */
import * as vscode from 'vscode';
import {
  forgetHost,
  keepChange,
  lookAtHost,
  planChange,
  rollBackChange,
  showHostDiff,
  undoChange,
} from './hosts.ts';
import { openRuleDocs } from './openRuleDocs.ts';
import { preview } from './preview.ts';
import { restartServer } from './restartServer.ts';
import { showEffectiveNetplan } from './showEffectiveNetplan.ts';
import { showOutput } from './showOutput.ts';
import { showTablesAfter } from './showTablesAfter.ts';
import type { CommandSurroundings } from './surroundings.ts';

const commands = {
  'routelens.preview': preview,
  'routelens.showEffectiveNetplan': showEffectiveNetplan,
  'routelens.showTablesAfter': showTablesAfter,
  'routelens.lookAtHost': lookAtHost,
  'routelens.planChange': planChange,
  'routelens.undoChange': undoChange,
  'routelens.keepChange': keepChange,
  'routelens.rollBackChange': rollBackChange,
  'routelens.forgetHost': forgetHost,
  'routelens.showHostDiff': showHostDiff,
  'routelens.openRuleDocs': openRuleDocs,
  'routelens.restartServer': restartServer,
  'routelens.showOutput': showOutput,
};

/** Registers every command. */
export function registerCommands(surroundings: CommandSurroundings): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, (...args: readonly unknown[]) => run(surroundings, args)),
    ),
  );
}
