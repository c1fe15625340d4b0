/** Attempts at a multipath route, which netplan cannot write: no key for it in any release up to 1.2. */
import type { Origin } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Span } from '../base/span.ts';
import { netplanSets, perDefinition, withKeys } from '../host/netplanSets.ts';
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
      for (const origin of attemptsOf(definition)) {
        report(origin, {
          what: 'netplan has no multipath routes',
          why: 'a route of netplan has one gateway; there is no key for several gateways or for their weights',
          todo: `with networkd, write the route into a drop-in such as \`/etc/systemd/network/10-netplan-${definition.id}.network.d/multipath.conf\` with \`MultiPathRoute=\` lines (systemd 245 or newer), or set it in a script with ${codeSpan('ip route replace … nexthop …')}`,
        });
      }
    }
  },
});

const attemptsOf = perDefinition((definition): readonly Origin[] =>
  itemsAt(definition, ['routes']).flatMap(({ file, node }) => {
    const span = attemptIn(node);
    return span === undefined ? [] : [{ file, span }];
  }),
);

function attemptIn(route: YamlNode): Span | undefined {
  if (route.kind !== 'mapping') return undefined;
  for (const { key, value } of route.entries)
    if (attempts.has(key.text) || (key.text === 'via' && value?.kind === 'sequence'))
      return key.span;
  return undefined;
}
