/** What speaks against a change, as far as it takes the whole host to see: its files, and how it runs now. */
import type { Host } from '../host/model.ts';
import { foreignStateOf } from '../host/networkdSettings.ts';
import { foreignState, routeStays } from './foreign.ts';
import { pathBackWarning } from './reachability.ts';
import { sessionWarnings } from './sessions.ts';
import type { ChangePlan, HostFacts, PlanWarning } from './types.ts';

export interface HostWarningsInput {
  readonly facts: HostFacts;
  /** The files that are on the host now. */
  readonly current: Host;
  /** The files that will be there. */
  readonly planned: Host;
  /** `NetworkManager`, as the user or the files say; else networkd. */
  readonly renderer: string | undefined;
}

export function hostWarnings(
  { runs }: Pick<ChangePlan, 'runs'>,
  { facts, current, planned, renderer }: HostWarningsInput,
): readonly PlanWarning[] {
  if (!runs.some(({ kind }) => kind === 'netplan')) return [];
  if (renderer === 'NetworkManager') return [untried];
  const removes = foreignStateOf(current, facts.systemd);
  const question = { hosts: [current, planned], facts, removes };
  return [
    ...sessionWarnings({
      host: planned,
      routes: facts.routes,
      runs,
      stays: routeStays(question),
    }),
    ...pathBackWarning(planned, facts),
    ...foreignWarning(
      foreignState(question),
      runs.some(({ kind }) => kind === 'script' || kind === 'batch'),
    ),
  ];
}

const untried: PlanWarning = {
  kind: 'renderer',
  severity: 'warning',
  text: 'NetworkManager renders these files: the rollback has been tried with networkd only',
};

/** More than this is a list that nobody reads. */
const most = 12;

function foreignWarning(foreign: readonly string[], hasScripts: boolean): readonly PlanWarning[] {
  if (foreign.length === 0) return [];
  const todo = hasScripts
    ? 'the scripts of this plan run after it'
    : 'name the script that sets them, so that it runs again after it';
  const more = foreign.length > most ? [`and ${foreign.length - most} more`] : [];
  return [
    {
      kind: 'foreign-routes',
      severity: hasScripts ? 'information' : 'warning',
      text: `\`netplan apply\` lets networkd remove what it did not set; ${todo}`,
      details: [...foreign.slice(0, most), ...more],
    },
  ];
}
