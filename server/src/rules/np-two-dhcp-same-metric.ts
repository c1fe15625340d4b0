/**
 * Two links that take an IPv4 default route by DHCP with one metric: netplan writes RouteMetric=100 for every link, 600 for
 * wireless ones (src/networkd.c, 1.2). NetworkManager gives each device a metric of its own.
 */
import { codeSpan } from '../base/markdown.ts';
import { isUnknown, known, type Origin } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import { isOneLink, portIds, staysDown, vrfsByMember } from '../host/netplanLinks.ts';
import {
  netplanSets,
  withKeys,
  type NetplanDefinition,
  type NetplanSet,
} from '../host/netplanSets.ts';
import { booleanAt, integerAt, isOn, lastEntryAt } from '../host/netplanTree.ts';
import { defineRule, type Fix } from './define.ts';
import { documentOf } from './fixes/lines.ts';
import { addBeside } from './fixes/netplanEntry.ts';

const ethernetMetric = 100;
const wirelessMetric = 600;

export const npTwoDhcpSameMetric = defineRule({
  id: 'np-two-dhcp-same-metric',
  severity: 'warning',
  summary: 'Two links with a default route by DHCP and the same metric',
  fix: 'suggestion',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const taken = new Map<number, Uplink[]>();
      for (const uplink of dhcpUplinks(set)) {
        const { definition, metric } = uplink;
        const others = taken.get(metric) ?? [];
        taken.set(metric, [...others, uplink]);
        const [other] = others;
        if (other === undefined) continue;
        const name = codeSpan(definition.id);
        const unused = metric + 100 * others.length;
        report(uplink.origin, {
          what: `${name} and ${codeSpan(other.definition.id)} both take a default route by DHCP with metric ${metric}`,
          why: 'the kernel uses the one whose answer came first; after the next boot or lease it may be the other, and traffic leaves by another uplink with another address',
          todo: `give ${name} a higher \`route-metric\` in \`dhcp4-overrides\`, or set \`use-routes: false\` there if it is no uplink`,
          related: [
            { origin: other.origin, message: `${codeSpan(other.definition.id)} asks here` },
          ],
          fixes: [
            overrideFix(host, definition, { key: 'route-metric', value: String(unused) }),
            overrideFix(host, definition, { key: 'use-routes', value: 'false' }),
          ].filter((fix) => fix !== undefined),
        });
      }
    }
  },
});

interface Uplink {
  readonly definition: NetplanDefinition;
  readonly metric: number;
  readonly origin: Origin;
}

function dhcpUplinks(set: NetplanSet): readonly Uplink[] {
  const ports = portIds(set);
  const vrfs = vrfsByMember(set);
  return withKeys(set, 'dhcp4').flatMap((definition) => {
    // Most links have no DHCP: they are passed over cheaply.
    if (!definition.parts.some(({ link }) => known(link.dhcp4) === true)) return [];
    const { id, kind, renderer } = definition;
    const dhcp4 = booleanAt(definition, ['dhcp4']);
    if (dhcp4 === undefined || !isOn(dhcp4) || renderer !== 'networkd') return [];
    if (ports.has(id) || vrfs.has(id) || !isOneLink(definition) || staysDown(definition)) return [];
    const useRoutes = booleanAt(definition, ['dhcp4-overrides', 'use-routes']);
    if (useRoutes !== undefined && known(useRoutes) !== true) return [];
    const written = integerAt(definition, ['dhcp4-overrides', 'route-metric']);
    if (written !== undefined && isUnknown(written.value)) return [];
    const byDefault = kind === 'wifis' ? wirelessMetric : ethernetMetric;
    return [
      {
        definition,
        metric: written === undefined ? byDefault : Number(written.value),
        origin: dhcp4.origin,
      },
    ];
  });
}

function overrideFix(
  host: Host,
  definition: NetplanDefinition,
  { key, value }: { readonly key: string; readonly value: string },
): Fix | undefined {
  const last = (...path: readonly string[]): ReturnType<typeof lastEntryAt> =>
    lastEntryAt(definition, path);
  const present = last('dhcp4-overrides', key)?.node.value;
  const overrides = last('dhcp4-overrides');
  const neighbour =
    overrides === undefined ? last('dhcp4') : insideOf(overrides.node.value, overrides.file);
  if (neighbour === undefined) return undefined;
  const { file } = neighbour;
  const text = documentOf(host, file)?.file.text;
  if (text === undefined) return undefined;
  const line = `${key}: ${value}`;
  const place = { text, parent: neighbour.parent, entry: neighbour.node };
  const lines = neighbour.parent.flow
    ? [`dhcp4-overrides: {${line}}`]
    : ['dhcp4-overrides:', `  ${line}`];
  const edit =
    present === undefined
      ? addBeside(place, overrides === undefined ? lines : [line])
      : { span: present.span, newText: value };
  const title =
    key === 'use-routes' ? 'Take no routes by DHCP here' : `Give it route-metric ${value}`;
  return {
    title,
    safe: false,
    edits: [
      {
        file: present === undefined ? file : (last('dhcp4-overrides', key)?.file ?? file),
        edits: [edit],
      },
    ],
  };
}

/** The last entry of a mapping, as a neighbour for a new one. */
function insideOf(
  value: NonNullable<ReturnType<typeof lastEntryAt>>['node']['value'],
  file: string,
): ReturnType<typeof lastEntryAt> {
  const node = value?.kind === 'mapping' ? value.entries.at(-1) : undefined;
  return value?.kind === 'mapping' && node !== undefined
    ? { file, node, parent: value }
    : undefined;
}
