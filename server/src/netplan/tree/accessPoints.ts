/** `access-points` of a wireless link: the networks, by name. A network that is written again replaces the older one. */
import { codeSpan } from '../../base/markdown.ts';
import type { YamlMapping, YamlNode } from '../../yaml/types.ts';
import { refuseConflict } from '../refusal.ts';
import { originIn } from './state.ts';
import type { AccessPoint, Definition, Placed, TreeState } from './state.ts';

export function applyAccessPoints(state: TreeState, definition: Definition, value: YamlNode): void {
  if (value.kind !== 'mapping') return;
  const here = new Set<string>();
  for (const { key, value: settings } of value.entries) {
    const ssid = key.text;
    // netplan 0.106 refuses what another file, or an earlier pass over this one, has defined too.
    const isKnown = state.target === '0.106' && !state.goesOn && definition.accessPoints.has(ssid);
    if (here.has(ssid) || isKnown) {
      const netplan = `${definition.id}: Duplicate access point SSID '${ssid}'`;
      const what = `the network ${codeSpan(ssid)} stands here twice`;
      state.report(originIn(state, key.span), refuseConflict(what, netplan, 'keep one of the two'));
    }
    here.add(ssid);
    if (settings?.kind !== 'mapping') continue;
    const scalars = new Map<string, Placed>();
    const sections = new Set<string>();
    collect(state, settings, { scalars, sections, prefix: '' });
    const place = originIn(state, key.span);
    const accessPoint: AccessPoint = { ssid, place, scalars, sections };
    definition.accessPoints.set(ssid, accessPoint);
    if (usesNetworkManager(settings)) definition.sections.add('networkmanager.used');
  }
}

interface Collected {
  readonly scalars: Map<string, Placed>;
  readonly sections: Set<string>;
  readonly prefix: string;
}

function collect(
  state: TreeState,
  mapping: YamlMapping,
  { scalars, sections, prefix }: Collected,
): void {
  for (const { key, value } of mapping.entries) {
    const path = prefix + key.text;
    if (value === undefined || value.kind === 'scalar') {
      const origin = originIn(state, (value ?? key).span);
      scalars.set(path, { text: value?.text ?? '', origin });
    } else if (value.kind === 'mapping') {
      sections.add(path);
      collect(state, value, { scalars, sections, prefix: `${path}.` });
    }
  }
}

function usesNetworkManager(settings: YamlMapping): boolean {
  return settings.entries.some(
    ({ key, value }) =>
      key.text === 'networkmanager' && value?.kind === 'mapping' && value.entries.length > 0,
  );
}
