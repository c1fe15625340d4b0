/** `ipset create NAME`, `ipset add NAME …`: the sets that rules match with `--match-set`. */
import { isUnknown } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { ShellWord } from '../../shell/types.ts';
import { scriptsOf } from './scripts.ts';
import type { Speller } from './spelling.ts';
import type { NamePlace } from './types.ts';

const making = new Set(['create', '-N', '-n', 'new']);
/** Verbs whose second argument is a set, too; that of the others is an element, which in a `list:set` is the name of a set. */
const pairing = new Set(['swap', '-W', 'rename', '-E']);
const changing = new Set(['add', '-A', 'del', '-D', 'test', '-T']);

interface Said {
  readonly word: ShellWord;
  readonly file: string;
  readonly key: string;
  readonly role: NamePlace['role'];
  readonly isElement: boolean;
}

export function ipsetNames(host: Host, spell: Speller): readonly NamePlace[] {
  const said = scriptsOf(host, ({ name }) => name === 'ipset').flatMap(({ file, commands }) =>
    commands.flatMap(({ words }) => namesIn(words, file)),
  );
  const made = new Set(said.flatMap(({ key, role }) => (role === 'definition' ? [key] : [])));
  return said
    .filter(({ key, isElement }) => !isElement || made.has(key))
    .flatMap(({ word, file, key, role }) =>
      spell({ file, span: word.span }, key).map((spelling): NamePlace => ({
        kind: 'ipset',
        key,
        role,
        ...spelling,
      })),
    );
}

function namesIn(words: readonly ShellWord[], file: string): readonly Said[] {
  const plain = words.filter(({ value }) => isUnknown(value) || !/^[-!](?![A-Zn]$)/.test(value));
  const verb = plain[1]?.value;
  const known = typeof verb === 'string' ? verb : '';
  const isPair = pairing.has(known);
  const hasElement = changing.has(known);
  return plain.slice(2, isPair || hasElement ? 4 : 3).flatMap((word, index): readonly Said[] => {
    if (verb === undefined || isUnknown(word.value)) return [];
    const isMade = making.has(known) || (index === 1 && /^(?:rename|-E)$/.test(known));
    const isElement = index === 1 && hasElement;
    return [{ word, file, key: word.value, role: isMade ? 'definition' : 'reference', isElement }];
  });
}
