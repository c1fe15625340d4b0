/** One definition of a link: names, addresses, routes, rules, DHCP. */
import type { Fact } from '../base/fact.ts';
import { unknown } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Span } from '../base/span.ts';
import type { Prefix } from '../net/prefix.ts';
import type { YamlMapping, YamlNode, YamlScalar } from '../yaml/types.ts';
import { readBond } from './bond.ts';
import { hasKey, itemsOf, mappingsOf, scalarOf } from './entries.ts';
import { createFactReader } from './facts.ts';
import type { FactReader } from './facts.ts';
import { readPolicyRule, readRoute } from './route.ts';
import type { NetplanLink, NetplanLinkKind } from './types.ts';
import { readAddress, readAddressWithOptions, readInterfaceAddress } from './values.ts';

export interface Definition {
  readonly kind: NetplanLinkKind;
  readonly id: YamlScalar;
  /** The whole entry. */
  readonly span: Span;
  readonly mapping: YamlMapping;
}

/** Reads a definition. */
export function readLink(definition: Definition, fileId: string): NetplanLink {
  const { kind, id, span, mapping } = definition;
  const facts = createFactReader(fileId);
  const overrides = mappingsOf(mapping, 'dhcp4-overrides');
  return {
    kind,
    id: { value: id.text, origin: facts.originOf(id.span) },
    name: readName(definition, facts),
    span,
    renderer: facts.text(mapping, 'renderer'),
    dhcp4: facts.boolean(mapping, 'dhcp4'),
    dhcp6: facts.boolean(mapping, 'dhcp6'),
    addresses: itemsOf(mapping, 'addresses').flatMap((item) => readAddressItem(item, facts)),
    gateway4: facts.at(mapping, 'gateway4', (text) => readAddress(text, 4)),
    gateway6: facts.at(mapping, 'gateway6', (text) => readAddress(text, 6)),
    routes: itemsOf(mapping, 'routes').flatMap((item) =>
      item.kind === 'mapping' ? [readRoute(item, facts)] : [],
    ),
    routingPolicy: itemsOf(mapping, 'routing-policy').flatMap((item) =>
      item.kind === 'mapping' ? [readPolicyRule(item, facts)] : [],
    ),
    dhcp4UseRoutes: lastFact(overrides, (override) => facts.boolean(override, 'use-routes')),
    dhcp4RouteMetric: lastFact(overrides, (override) => facts.integer(override, 'route-metric')),
    ...(kind === 'bonds' ? { bond: readBond(mapping, facts) } : {}),
  };
}

function lastFact<T>(
  mappings: readonly YamlMapping[],
  read: (mapping: YamlMapping) => Fact<T> | undefined,
): Fact<T> | undefined {
  return mappings.map((mapping) => read(mapping)).findLast((fact) => fact !== undefined);
}

/** Kinds whose links exist before netplan: only these are matched by properties. */
const physicalKinds: ReadonlySet<NetplanLinkKind> = new Set([
  'ethernets',
  'wifis',
  'modems',
  'nm-devices',
]);

function readName({ kind, id, mapping }: Definition, facts: FactReader): Fact<string> {
  const byId: Fact<string> = { value: id.text, origin: facts.originOf(id.span) };
  if (!physicalKinds.has(kind)) return byId;
  const setName = scalarOf(mapping, 'set-name');
  if (setName !== undefined) return { value: setName.text, origin: facts.originOf(setName.span) };
  if (!hasKey(mapping, 'match')) return byId;
  const matchName = mappingsOf(mapping, 'match')
    .map((match) => scalarOf(match, 'name'))
    .findLast((name) => name !== undefined);
  // The id names the link in every other place of the file, so it is a good symbol for the name that nobody knows.
  const hidden = unknown(
    `${codeSpan(id.text)} is matched by its properties, not by its name`,
    `netplan:${id.text}`,
  );
  if (matchName === undefined) return { value: hidden, origin: facts.originOf(id.span) };
  const isPattern = /[*?[\]]/.test(matchName.text);
  return { value: isPattern ? hidden : matchName.text, origin: facts.originOf(matchName.span) };
}

/** An entry of `addresses`: a scalar, or a mapping whose key is the address. */
function readAddressItem(item: YamlNode, facts: FactReader): Fact<Prefix>[] {
  if (item.kind === 'scalar') return [facts.fact(item, readInterfaceAddress)];
  if (item.kind === 'sequence') return [];
  return item.entries.map((entry) => facts.fact(entry.key, readAddressWithOptions));
}
