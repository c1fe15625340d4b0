/**
 * What a key comes to in the end: the value after all files, with the file that it came from, and what a server or router adds.
 * DHCP metrics follow write_network_file of netplan (src/networkd.c): 100, and 600 for wireless links.
 */
import type { Origin } from '../../base/fact.ts';
import { codeSpan } from '../../base/markdown.ts';
import type { Host } from '../../host/model.ts';
import type { MergedDefinition } from '../../netplan/tree.ts';
import { readBoolean } from '../../netplan/values.ts';
import { describePlace } from '../place.ts';
import { definitionWith, rendererOf, type NetplanDocument } from './definitions.ts';
import { pathInDefinition, type Step } from './walk.ts';

/** Sentences on the key that the steps lead to. */
export function mergedFacts(
  host: Host,
  document: NetplanDocument,
  steps: readonly Step[],
): readonly string[] {
  const at = pathInDefinition(steps);
  const definition = at && definitionWith(host, document, at.id);
  if (at === undefined || definition === undefined || definition.kind !== at.section) return [];
  const place = (origin: Origin): string => describePlace(host, origin, document);
  return [
    ...valueFacts({ definition, path: at.path, step: steps.at(-1), file: document.file.id, place }),
    ...automaticFacts(definition, at.path, rendererOf(host, document, definition)),
  ];
}

interface Question {
  readonly definition: MergedDefinition;
  readonly path: string;
  readonly step: Step | undefined;
  readonly file: string;
  readonly place: (origin: Origin) => string;
}

/** Said only where more than this place has a part in it. */
function valueFacts({ definition, path, step, file, place }: Question): readonly string[] {
  const scalar = definition.scalars.get(path);
  const value = step === undefined || step.kind === 'item' ? undefined : step.entry.value;
  if (scalar !== undefined && value?.kind === 'scalar') {
    const isHere = scalar.origin.file === file && scalar.origin.span.start === value.span.start;
    return isHere
      ? []
      : [`**In the end: ${shown(path, scalar.text)}**, from ${place(scalar.origin)}.`];
  }
  const list = definition.lists.get(path) ?? [];
  const files = new Set(list.map((item) => item.file));
  if (files.size < 2) return [];
  const entries = list.map((item) => {
    const text = item.node.kind === 'scalar' ? codeSpan(item.node.text) : 'an entry';
    return `- ${text}, ${place({ file: item.file, span: item.node.span })}`;
  });
  return [
    `**In the end ${list.length} entries**, because lists of several files append:`,
    entries.slice(0, 20).join('\n'),
  ];
}

/** Keys and passwords are shown where they are written, nowhere else. */
function shown(path: string, text: string): string {
  return /(?:^|\.)(?:password|private|shared|private-key|client-key-password|pin)$|^key$/.test(path)
    ? 'another value'
    : codeSpan(text);
}

function automaticFacts(
  definition: MergedDefinition,
  path: string,
  renderer: string,
): readonly string[] {
  if (path === 'dhcp4' && isOn(definition, 'dhcp4')) return [dhcp4Fact(definition, renderer)];
  if (path === 'dhcp6' && isOn(definition, 'dhcp6'))
    return [
      '**Adds:** an IPv6 address and name servers; the default route comes by router advertisement, never by DHCPv6.',
    ];
  if (path === 'accept-ra' && isOn(definition, 'accept-ra')) {
    const table = definition.scalars.get('ra-overrides.table')?.text;
    return [
      `**Adds:** addresses in the networks that the router announces, a default route by the router in table ${table === undefined ? '`main`' : codeSpan(table)}, and its name servers.`,
    ];
  }
  return [];
}

function dhcp4Fact(definition: MergedDefinition, renderer: string): string {
  const routes = definition.scalars.get('dhcp4-overrides.use-routes')?.text;
  const reading = routes === undefined ? undefined : readBoolean(routes);
  if (reading !== undefined && 'value' in reading && reading.value === false)
    return '**Adds:** an address and name servers, but no routes (`use-routes: false`).';
  const metric = dhcpMetric(definition, renderer);
  const words = metric === undefined ? 'a metric that NetworkManager chooses' : `metric ${metric}`;
  return `**Adds:** an address, the routes of the server with ${words}, a default route among them as a rule, and name servers.`;
}

/** The metric of routes by DHCP: written, else what netplan tells networkd; undefined where NetworkManager chooses. */
export function dhcpMetric(definition: MergedDefinition, renderer: string): string | undefined {
  const written = definition.scalars.get('dhcp4-overrides.route-metric')?.text;
  if (written !== undefined) return codeSpan(written);
  if (renderer === 'NetworkManager') return undefined;
  return definition.kind === 'wifis' ? '600' : '100';
}

/** True if a boolean of the merged definition is written and true. */
export function isOn(definition: MergedDefinition, path: string): boolean {
  const text = definition.scalars.get(path)?.text;
  const reading = text === undefined ? undefined : readBoolean(text);
  return reading !== undefined && 'value' in reading && reading.value === true;
}
