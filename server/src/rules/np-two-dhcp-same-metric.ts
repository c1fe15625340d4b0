/**
 * Two links that take an IPv4 default route by DHCP with one metric: netplan writes RouteMetric=100 for every link, 600 for
 * wireless ones (src/networkd.c, 1.2). NetworkManager gives each device a metric of its own.
 */
import { codeSpan } from '../base/markdown.ts';
import { isUnknown, known, type Origin } from '../base/fact.ts';
import { isOneLink, portIds, staysDown, vrfsByMember } from '../host/netplanLinks.ts';
import {
  netplanSets,
  withKeys,
  type NetplanDefinition,
  type NetplanSet,
} from '../host/netplanSets.ts';
import { booleanAt, integerAt, isOn } from '../host/netplanTree.ts';
import { defineRule } from './define.ts';
import { setByDropIn } from './networkdDropIns.ts';
import { overrideFix } from './fixes/dhcpOverride.ts';

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
        if (setByDropIn(host, definition.id, dhcpKeys)) continue;
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
            overrideFix(host, definition, {
              key: 'route-metric',
              value: String(unused),
              title: `Give it route-metric ${unused}`,
            }),
            overrideFix(host, definition, {
              key: 'use-routes',
              value: 'false',
              title: 'Take no routes by DHCP here',
            }),
          ].filter((fix) => fix !== undefined),
        });
      }
    }
  },
});

/** What decides of a default route by DHCP. */
const dhcpKeys = ['DHCP', 'RouteMetric', 'RouteTable', 'UseGateway', 'UseRoutes', 'VRF'];

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
