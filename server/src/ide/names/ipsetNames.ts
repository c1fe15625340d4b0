/** `ipset create NAME`, `ipset add NAME …`: the sets that rules match with `--match-set`. */
import { isUnknown } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import { scriptsOf } from './scripts.ts';
import type { Speller } from './spelling.ts';
import type { NamePlace } from './types.ts';

const making = new Set(['create', '-N', '-n', 'new']);

export function ipsetNames(host: Host, spell: Speller): readonly NamePlace[] {
  return scriptsOf(host, ({ name }) => name === 'ipset').flatMap(({ file, commands }) =>
    commands.flatMap(({ words }) => {
      const plain = words.filter(({ value }) => isUnknown(value) || !/^[-!](?!N$|n$)/.test(value));
      const [, verb, set] = plain;
      if (set === undefined || verb === undefined || isUnknown(set.value)) return [];
      const role = !isUnknown(verb.value) && making.has(verb.value) ? 'definition' : 'reference';
      const key = set.value;
      return spell({ file, span: set.span }, key).map((spelling): NamePlace => ({
        kind: 'ipset',
        key,
        role,
        ...spelling,
      }));
    }),
  );
}
