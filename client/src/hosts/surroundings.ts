/** What the parts about hosts share. */
import type * as vscode from 'vscode';
import type { HostPlanResult } from '../../../server/src/protocol.ts';
import type { ServerHandle } from '../serverHandle.ts';
import type { HostDocuments } from './hostDocuments.ts';
import type { PlanOf } from './planPanel.ts';
import type { HostRequests } from './requests.ts';

export interface HostSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly server: ServerHandle;
  readonly requests: HostRequests;
  readonly documents: HostDocuments;
  /** A new plan, with a sign that it takes time; undefined where the user gave up. */
  readonly plan: (about: PlanOf) => Promise<HostPlanResult | undefined>;
  /** Something has changed on a host. */
  readonly refresh: (host: string) => void;
}
