/**
 * Values that count although nobody wrote them, where they surprise: the hash of a bond, the metric of routes by DHCP.
 * Defaults of netplan 1.2 (src/networkd.c) and of the kernel's bonding driver (Documentation/networking/bonding.rst).
 */
import type { Document, Host } from '../host/model.ts';
import type { MergedDefinition } from '../netplan/tree.ts';
import { definitionsWith, rendererOf, type NetplanDocument } from './netplan/definitions.ts';
import { dhcpMetric, isOn } from './netplan/merged.ts';

export interface InlayHint {
  /** Behind which character it is shown. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** The hints of one file, in text order. */
export function inlayHints(host: Host, document: Document): readonly InlayHint[] {
  if (document.kind !== 'netplan') return [];
  return definitionsWith(host, document)
    .flatMap((definition) => [
      ...hashHint(host, document, definition),
      ...metricHint(host, document, definition),
    ])
    .toSorted((a, b) => a.offset - b.offset);
}

const hashingModes: ReadonlySet<string> = new Set(['802.3ad', 'balance-xor', 'balance-tlb']);

function hashHint(
  host: Host,
  document: NetplanDocument,
  definition: MergedDefinition,
): readonly InlayHint[] {
  const mode = definition.scalars.get('parameters.mode');
  if (definition.kind !== 'bonds' || mode === undefined || !hashingModes.has(mode.text)) return [];
  if (definition.scalars.has('parameters.transmit-hash-policy')) return [];
  if (mode.origin.file !== document.file.id || rendererOf(host, document, definition) === 'ovs')
    return [];
  return [
    {
      offset: mode.origin.span.end,
      label: 'transmit-hash-policy: layer2',
      tooltip:
        'Nobody sets `transmit-hash-policy`, so the kernel hashes hardware addresses: all traffic through one gateway takes one member. `layer3+4` spreads connections.',
    },
  ];
}

function metricHint(
  host: Host,
  document: NetplanDocument,
  definition: MergedDefinition,
): readonly InlayHint[] {
  const dhcp4 = definition.scalars.get('dhcp4');
  if (dhcp4 === undefined || dhcp4.origin.file !== document.file.id) return [];
  const { scalars } = definition;
  const takesRoutes =
    !scalars.has('dhcp4-overrides.use-routes') || isOn(definition, 'dhcp4-overrides.use-routes');
  if (!isOn(definition, 'dhcp4') || !takesRoutes) return [];
  if (scalars.has('dhcp4-overrides.route-metric')) return [];
  const metric = dhcpMetric(definition, rendererOf(host, document, definition));
  if (metric === undefined) return [];
  return [
    {
      offset: dhcp4.origin.span.end,
      label: `route-metric: ${metric}`,
      tooltip: `netplan gives the routes of the DHCP server metric ${metric}. Two such links take turns by chance: set \`dhcp4-overrides: route-metric\` to prefer one.`,
    },
  ];
}
