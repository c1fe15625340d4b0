/**
 * Links, tables, marks and nexthop objects in the facts of a host, whatever language wrote them:
 * netplan, nft and iptables rules, sysctl keys, and what other files of the host say.
 */
import { isUnknown, type Fact, type Origin } from '../../base/fact.ts';
import { stepsOf } from '../../host/commands.ts';
import type { Host, HostSysctl } from '../../host/model.ts';
import type { NetfilterRule } from '../../netfilter/types.ts';
import { markKey, tableKey } from './keys.ts';
import type { Speller } from './spelling.ts';
import type { NameKind, NamePlace } from './types.ts';

export function factNames(host: Host, spell: Speller): readonly NamePlace[] {
  const places: NamePlace[] = [];
  const add: Adder = (kind, key, { origin, value, role = 'reference' }) => {
    for (const spelling of spell(origin, value)) places.push({ kind, key, role, ...spelling });
  };
  addLinks(host, add);
  addTables(host, add);
  for (const document of host.documents) {
    for (const { netfilter } of stepsOf(document))
      for (const step of netfilter?.steps ?? []) if (step.kind === 'rule') addRule(step.rule, add);
    if (document.kind === 'nft' || document.kind === 'iptables-restore')
      for (const step of document.netfilter) if (step.kind === 'rule') addRule(step.rule, add);
  }
  for (const setting of host.sysctls) addSysctl(host, setting, add);
  return places;
}

interface Found {
  readonly origin: Origin;
  readonly value: string | number;
  readonly role?: NamePlace['role'];
}

type Adder = (kind: NameKind, key: string, found: Found) => void;

function addLink(
  add: Adder,
  fact: Fact<string> | undefined,
  role: NamePlace['role'] = 'reference',
): void {
  if (fact === undefined || isUnknown(fact.value)) return;
  const { value, origin } = fact;
  // `ppp+` and `wan*` name several links.
  if (!/[+*]$/.test(value)) add('link', value, { origin, value, role });
}

function addLinks(host: Host, add: Adder): void {
  for (const { name, kind } of host.links)
    addLink(add, name, kind === undefined ? 'reference' : 'definition');
  for (const { link } of host.addresses) addLink(add, link);
  for (const { nexthops } of host.routesEverAdded)
    for (const { dev } of nexthops) addLink(add, dev);
  for (const { iif, oif } of host.policyRules) {
    addLink(add, iif);
    addLink(add, oif);
  }
}

function addTables(host: Host, add: Adder): void {
  const addTable = (table: Fact<number | string> | undefined, whole: Origin): void => {
    // A table that nobody wrote has the place of the whole route.
    if (table === undefined || isUnknown(table.value) || table.origin.span === whole.span) return;
    const { value, origin } = table;
    const key = tableKey(String(value), host.tableNames);
    if (key !== undefined) add('table', key, { origin, value });
  };
  for (const { table, origin } of host.routesEverAdded) addTable(table, origin);
  for (const { table, origin, fwmark } of host.policyRules) {
    addTable(table, origin);
    if (fwmark !== undefined) addMark(add, fwmark.value);
  }
}

function addMark(add: Adder, fact: Fact<number> | undefined): void {
  if (fact === undefined || isUnknown(fact.value)) return;
  const { value, origin } = fact;
  add('mark', markKey(value), { origin, value });
}

function addRule({ match, actions }: NetfilterRule, add: Adder): void {
  for (const { names } of [match.iif, match.oif].filter((each) => each !== undefined))
    for (const name of names) addLink(add, name);
  addMark(add, match.mark?.value);
  addMark(add, match.ctMark?.value);
  for (const action of actions)
    if (action.kind === 'set-mark' || action.kind === 'set-ct-mark') addMark(add, action.value);
}

/** `net.ipv4.conf.eno4.rp_filter`: the link is a part of the key. */
function addSysctl({ documents }: Host, { key, keyOrigin }: HostSysctl, add: Adder): void {
  const at = key.findIndex((segment) => segment === 'conf' || segment === 'neigh');
  const link = at === -1 ? undefined : key[at + 1];
  if (link === undefined || isUnknown(link) || ['all', 'default', '*'].includes(link)) return;
  const { span, file } = keyOrigin;
  const text = documents.find((document) => document.file.id === file)?.file.text ?? '';
  const written = text.slice(span.start, span.end);
  const spelled = [link, link.replaceAll('.', '/')].find((each) => written.includes(each));
  const offset = spelled === undefined ? -1 : written.lastIndexOf(spelled);
  if (spelled !== link || offset === -1) return;
  const start = span.start + offset;
  add('link', link, { origin: { file, span: { start, end: start + link.length } }, value: link });
}
