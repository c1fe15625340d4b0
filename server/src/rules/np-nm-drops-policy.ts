/**
 * `routing-policy` with NetworkManager before netplan 1.1.2: accepted, and written nowhere (netplan pull request 526).
 * Later releases write it and demand a priority, which netplan itself says.
 */
import { codeSpan } from '../base/markdown.ts';
import { entriesAt } from '../host/netplanTree.ts';
import { netplanSets, withKeys } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';

export const npNmDropsPolicy = defineRule({
  id: 'np-nm-drops-policy',
  severity: 'error',
  summary: 'Policy rules that netplan does not hand to NetworkManager',
  fix: 'none',
  check(host, report) {
    const { netplanVersion } = host;
    if (netplanVersion === undefined || !dropsPolicy(netplanVersion)) return;
    for (const definition of netplanSets(host).flatMap((set) => withKeys(set, 'routing-policy'))) {
      if (definition.renderer !== 'NetworkManager') continue;
      for (const { file, node } of entriesAt(definition, ['routing-policy'])) {
        if (node.value?.kind !== 'sequence' || node.value.items.length === 0) continue;
        report(
          { file, span: node.key.span },
          {
            what: `the policy rules of ${codeSpan(definition.id)} are lost`,
            why: `netplan ${netplanVersion} accepts them with NetworkManager, but writes them nowhere; only 1.1.2 and newer do`,
            todo: `use \`renderer: networkd\` for ${codeSpan(definition.id)}, or set the rules with \`nmcli connection modify … ipv4.routing-rules\``,
          },
        );
      }
    }
  },
});

/** 0.x, 1.0, 1.1.0 and 1.1.1; `1.1` alone may be 1.1.2, which Ubuntu 24.04 has. */
function dropsPolicy(version: string): boolean {
  return /^(?:0\.|1\.0(?!\d)|1\.1\.[01](?!\d))/.test(version);
}
