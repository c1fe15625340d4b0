/**
 * Every sentence of the preview page, in English. The extension translates them and sends them as one object; `{0}` and
 * `{1}` are filled in by the page. Findings and notes come from the server and are shown as they are.
 */

export const english = {
  loading: 'Working out where the flows go',
  drawn: 'drawn {0} members, {1} flows',
  drawnNothing: 'drawn nothing',
  failed: 'The preview failed: {0}',
  nothingHere:
    'There is no multipath route, nexthop group, bond or balancing rule to preview here.',
  refusedLine: 'Line {0}: {1}',
  refusedTitle: 'Cannot be previewed',
  forKernel: 'Linux {0}',
  revealSource: 'Show line {0} of {1} in the editor',
  kindRoute: 'Multipath route',
  kindNexthopGroup: 'Nexthop group',
  kindResilientGroup: 'Resilient nexthop group',
  kindBond: 'Bond',
  kindBalance: 'Balancing rules',
  truthExactSeed: 'Exact: this is the kernel’s own answer for seed {0}.',
  truthExact: 'Exact: this is the kernel’s own answer, it needs no seed.',
  truthRange:
    'The kernel draws a new seed at each boot: the range is what 90\u00a0% of boots give.',
  truthShares:
    'This kernel does not hash flows: the shares are known, the way of a single flow is not.',
  truthBalance: 'The shares are known, the way of a single flow is not.',
  hashed: 'Chosen {0}',
  optionsTitle: 'What if',
  policy: 'Hash policy',
  policyAsWritten: 'As the files say',
  seed: 'Seed',
  seedAsWritten: 'As the files say',
  seedWrong: 'A seed is a whole number from 0 to 4294967295',
  profile: 'Traffic',
  ownFlows: 'Your own flows',
  ownFlowsLabel: 'Flows, one a line',
  ownFlowsHint:
    'CSV with a header (src,dst,proto,sport,dport), JSON Lines, or the output of conntrack -L or ss -tn.',
  ownFlowsPlaceholder: 'src,dst,proto,sport,dport',
  linksDown: 'Links down',
  linkDown: '{0} is down',
  problemsTitle: 'Not understood',
  chartTitle: 'Share of flows by nexthop: {0}',
  chartBar: '{0} gets {1}, configured {2}',
  legendPredicted: 'predicted',
  legendConfigured: 'configured',
  legendRange: '5\u00a0% to 95\u00a0% of boots',
  configuredShare: 'configured {0}',
  rangeShare: '{0} – {1}',
  membersTitle: 'Members',
  columnNexthop: 'Nexthop',
  columnGateway: 'Gateway',
  columnWeight: 'Weight',
  columnConfigured: 'Configured',
  columnPredicted: 'Predicted',
  columnRange: 'Range',
  columnFlows: 'Flows',
  notesTitle: 'Good to know',
  flowsTitle: 'Flows',
  flowsShown: 'The first {0} of {1} flows',
  flowsAll: 'All {0} flows',
  columnSource: 'Source',
  columnDestination: 'Destination',
  columnProtocol: 'Protocol',
  columnPorts: 'Ports',
  unknownMember: 'cannot be known',
  unknownWays: 'Which way a single flow takes cannot be known: {0}.',
  noDevice: 'nexthop {0}',
} as const;

export type PreviewStrings = { readonly [Key in keyof typeof english]: string };

/** The sentences in the language of the editor. */
export function translatedStrings(translate: (text: string) => string): PreviewStrings {
  const entries = Object.entries(english).map(([key, text]): [string, string] => [
    key,
    translate(text),
  ]);
  return { ...english, ...Object.fromEntries(entries) };
}

/** Fills `{0}`, `{1}` … in; a number without a value stays as it is. */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (whole, index: string) =>
    String(values[Number(index)] ?? whole),
  );
}
