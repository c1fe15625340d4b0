/** A rule of iptables on a set of ipset that the script has destroyed, or made for the other family. */
import { codeSpan } from '../base/markdown.ts';
import { refusedSets } from '../host/ipsets.ts';
import { defineRule } from './define.ts';

export const ipsetRefused = defineRule({
  id: 'ipset-refused',
  severity: 'error',
  summary: 'A rule on a set that is gone or of the other family',
  fix: 'none',
  check(host, report) {
    for (const document of host.documents)
      for (const { set, name, words, cause } of refusedSets(document)) {
        const isGone = words.endsWith("doesn't exist.");
        report(set.origin, {
          what: isGone
            ? `the set ${codeSpan(name)} is destroyed before this rule`
            : `the set ${codeSpan(name)} is made for the other family`,
          why: `iptables looks the set up as it reads the rule, and refuses it: ${codeSpan(words)}`,
          todo: isGone
            ? 'make the set again with `ipset create` before the rule, or remove the rule'
            : 'make a second set for this family, and name it here',
          related: [
            { origin: cause, message: isGone ? 'it is destroyed here' : 'it is made here' },
          ],
        });
      }
  },
});
