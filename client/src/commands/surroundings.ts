/** What a command may use. */
import type * as vscode from 'vscode';
import type { EffectiveNetplan } from '../effectiveNetplan.ts';
import type { Hosts } from '../hosts/hosts.ts';
import type { PreviewPanels } from '../preview/panels.ts';
import type { ServerHandle } from '../serverHandle.ts';
import type { TablesAfter } from '../tablesAfter.ts';

export interface CommandSurroundings {
  readonly output: vscode.LogOutputChannel;
  readonly server: ServerHandle;
  readonly previews: PreviewPanels;
  readonly effectiveNetplan: EffectiveNetplan;
  readonly tablesAfter: TablesAfter;
  readonly hosts: Hosts;
}
