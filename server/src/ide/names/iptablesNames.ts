/** User chains of iptables and sets of ipset, in commands and in rule sets of iptables-restore. */
import { isUnknown, type Origin } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import {
  linesOf,
  withoutCounters,
  wordsOf,
  type Line as TextLine,
} from '../../netfilter/iptables/restore.ts';
import type { Word } from '../../netfilter/source.ts';
import { restoreTextsOf } from '../netfilter/restoreLine.ts';
import { scriptsOf } from './scripts.ts';
import type { Speller } from './spelling.ts';
import type { NamePlace } from './types.ts';

interface PlacedWord {
  readonly text: string | undefined;
  readonly origin: Origin;
}

const program = /^(ip6?)tables(?:-nft|-legacy)?$/;
const chainOptions = new Set(
  '-A -I -D -R -N -P -F -X -E -L -S -Z -C --append --insert --delete --replace --new-chain --policy --flush --delete-chain --rename-chain --list --check -j --jump -g --goto'.split(
    ' ',
  ),
);
const newChain = new Set(['-N', '--new-chain']);
const jumps = new Set(['-j', '--jump', '-g', '--goto']);
const setOptions = new Set(['--match-set', '--add-set', '--del-set', '--map-set']);

/** Chains that somebody makes; targets such as ACCEPT are no names. */
export function iptablesNames(host: Host, spell: Speller): readonly NamePlace[] {
  const lines = [...commandLines(host), ...restoreLines(host)];
  const found = lines.flatMap(namesOfLine);
  const made = new Set(
    found.filter(({ role }) => role === 'definition').map(({ kind, key }) => `${kind} ${key}`),
  );
  return found
    .filter(
      ({ kind, key, isTarget }) => kind === 'ipset' || !isTarget || made.has(`${kind} ${key}`),
    )
    .flatMap(({ kind, key, role, word }) =>
      spell(word.origin, word.text ?? '').map((spelling) => ({ kind, key, role, ...spelling })),
    );
}

interface Line {
  /** `ip` or `ip6`. */
  readonly family: string;
  readonly table: string;
  readonly words: readonly PlacedWord[];
}

interface FoundName {
  readonly kind: 'iptables-chain' | 'ipset';
  readonly key: string;
  readonly role: NamePlace['role'];
  readonly word: PlacedWord;
  readonly isTarget: boolean;
}

function namesOfLine({ family, table, words }: Line): readonly FoundName[] {
  return words.flatMap((word, index): FoundName[] => {
    const option = words[index - 1]?.text;
    if (word.text === undefined || option === undefined || word.text.startsWith('-')) return [];
    if (setOptions.has(option))
      return [{ kind: 'ipset', key: word.text, role: 'reference', word, isTarget: false }];
    if (!chainOptions.has(option)) return [];
    const role = newChain.has(option) ? 'definition' : 'reference';
    const key = `${family} ${table} ${word.text}`;
    return [{ kind: 'iptables-chain', key, role, word, isTarget: jumps.has(option) }];
  });
}

function commandLines(host: Host): readonly Line[] {
  return scriptsOf(host, ({ name }) => program.test(name ?? '')).flatMap(({ file, commands }) =>
    commands.map((command) => {
      const words = placedWords(command.words, file);
      const at = words.findIndex(({ text }) => text === '-t' || text === '--table');
      const table = (at === -1 ? undefined : words[at + 1]?.text) ?? 'filter';
      return { family: program.exec(command.name ?? '')?.[1] ?? 'ip', table, words };
    }),
  );
}

function placedWords(words: readonly Word[], file: string): readonly PlacedWord[] {
  return words.map(({ value, span }) => ({
    text: isUnknown(value) ? undefined : value,
    origin: { file, span },
  }));
}

/** `*nat`, `:CHAIN - [0:0]`, `-A CHAIN …` in files and here-documents. */
function restoreLines({ documents }: Host): readonly Line[] {
  return documents.flatMap((document) => {
    const { id } = document.file;
    return restoreTextsOf(document).flatMap(({ source, family }) => {
      let table = 'filter';
      return linesOf(source.text).map((line): Line => {
        table = /^\*(\w+)/.exec(line.text)?.[1] ?? table;
        const words = restoreWords(line, wordsOf(source, withoutCounters(line)), id);
        return { family: family === 6 ? 'ip6' : 'ip', table, words };
      });
    });
  });
}

function restoreWords(
  { text }: TextLine,
  words: readonly Word[],
  file: string,
): readonly PlacedWord[] {
  if (/^[-[]/.test(text)) return placedWords(words, file);
  const [name, policy] = placedWords(words, file);
  // A user chain has no policy: its declaration is what `-N` is in a command.
  if (name?.text?.startsWith(':') !== true || policy?.text !== '-') return [];
  const span = { start: name.origin.span.start + 1, end: name.origin.span.end };
  const made = { text: name.text.slice(1), origin: { file, span } };
  return [{ ...name, text: '-N' }, made];
}
