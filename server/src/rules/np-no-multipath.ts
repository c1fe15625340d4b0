/** Attempts at a multipath route, which netplan cannot write: no key for it in any release up to 1.2. */
import { codeSpan } from '../base/markdown.ts';
import type { Span } from '../base/span.ts';
import { netplanSets, withKeys } from '../host/netplanSets.ts';
import { itemsAt } from '../host/netplanTree.ts';
import type { YamlNode } from '../yaml/types.ts';
import { defineRule } from './define.ts';

const attempts: ReadonlySet<string> = new Set(['nexthop', 'nexthops', 'weight', 'multipath']);

export const npNoMultipath = defineRule({
  id: 'np-no-multipath',
  severity: 'information',
  summary: 'netplan cannot write a multipath route',
  fix: 'none',
  check(host, report) {
    for (const definition of netplanSets(host).flatMap((set) => withKeys(set, 'routes'))) {
      for (const { file, node } of itemsAt(definition, ['routes'])) {
        const span = attemptIn(node);
        if (span === undefined) continue;
        report(
          { file, span },
          {
            what: 'netplan has no multipath routes',
            why: 'a route of netplan has one gateway; there is no key for several gateways or for their weights',
            todo: `with networkd, write the route into a drop-in such as \`/etc/systemd/network/10-netplan-${definition.id}.network.d/multipath.conf\` with \`MultiPathRoute=\` lines (systemd 245 or newer), or set it in a script with ${codeSpan('ip route replace … nexthop …')}`,
          },
        );
      }
    }
  },
});

function attemptIn(route: YamlNode): Span | undefined {
  if (route.kind !== 'mapping') return undefined;
  for (const { key, value } of route.entries)
    if (attempts.has(key.text) || (key.text === 'via' && value?.kind === 'sequence'))
      return key.span;
  return undefined;
}
