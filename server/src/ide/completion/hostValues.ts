/** Values of the host that any command can name: links, addresses, marks, tables. */
import { isUnknown, known } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { Family } from '../../net/address.ts';
import { formatNetwork, formatPrefix } from '../../net/prefix.ts';
import type { Completion } from '../completion.ts';

export type Candidate = Omit<Completion, 'span'>;

/** Links by name, with their kind. */
export function linkCandidates(host: Host): readonly Candidate[] {
  const kinds = new Map<string, string | undefined>();
  for (const { name, kind } of host.links) {
    const label = known(name);
    if (label !== undefined) kinds.set(label, kind ?? kinds.get(label));
  }
  return [...kinds].map(([label, kind]) => withDetail({ label, kind: 'link' }, kind));
}

/** Addresses of the host, with their links; `networks`: the networks that they are in. */
export function addressCandidates(
  host: Host,
  {
    family,
    networks = false,
  }: { readonly family?: Family | undefined; readonly networks?: boolean },
): readonly Candidate[] {
  const found = new Map<string, string | undefined>();
  for (const { prefix, link, family: own } of host.addresses) {
    if (isUnknown(prefix.value) || (family !== undefined && own !== family)) continue;
    const label = networks
      ? formatNetwork(prefix.value)
      : formatPrefix(prefix.value).replace(/\/\d+$/, '');
    if (!found.has(label)) found.set(label, known(link));
  }
  return [...found].map(([label, link]) => withDetail({ label, kind: 'value' }, link));
}

/** Marks that policy rules ask for and that rules of netfilter write or ask for, lowest first. */
export function markCandidates(host: Host): readonly Candidate[] {
  const users = new Map<number, string>();
  const add = (value: unknown, user: string): void => {
    if (typeof value === 'number' && value !== 0 && !users.has(value)) users.set(value, user);
  };
  for (const { fwmark, table } of host.policyRules)
    add(fwmark?.value.value, `table ${String(known(table) ?? '?')}`);
  for (const { match, actions } of host.netfilter) {
    for (const action of actions)
      if (action.kind === 'set-mark' || action.kind === 'set-ct-mark')
        add(action.value.value, 'set');
    add(match.mark?.value.value, 'matched');
    add(match.ctMark?.value.value, 'matched');
  }
  return [...users]
    .toSorted(([a], [b]) => a - b)
    .map(([value, user]) => ({ label: `0x${value.toString(16)}`, kind: 'value', detail: user }));
}

/** Tables by name, then those that routes and rules use by number. */
export function tableCandidates(host: Host): readonly Candidate[] {
  const named = [...host.tableNames].filter(([name]) => name !== 'unspec');
  const numbers = new Set(named.map(([, number]) => number));
  const used = [...host.routes, ...host.policyRules].flatMap(({ table }) => known(table) ?? []);
  const free = [...new Set(used)].filter(
    (table) => typeof table === 'number' && !numbers.has(table),
  );
  return [
    ...['main', 'local', 'default'].map((label): Candidate => ({ label, kind: 'value' })),
    ...named
      .filter(([name]) => !['main', 'local', 'default'].includes(name))
      .map(([label, number]): Candidate => ({ label, kind: 'value', detail: String(number) })),
    ...free.map((table): Candidate => ({
      label: String(table),
      kind: 'value',
      detail: 'table of these files',
    })),
  ];
}

function withDetail(candidate: Candidate, detail: string | undefined): Candidate {
  return detail === undefined ? candidate : { ...candidate, detail };
}
