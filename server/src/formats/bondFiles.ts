/**
 * Bonds that a script sets up through the files of the bonding driver, as the `ip link` commands with the same effect
 * (bonding_store_bonds() and bonding_sysfs_store_option(), drivers/net/bonding/bond_sysfs.c; bond_option_slaves_set(),
 * bond_options.c, v6.12), and `ifenslave`. Modes and policies are taken by name and by number there, too.
 * What the module was loaded with is the default of such a bond, and nobody knows it here.
 */
import { unknown } from '../base/fact.ts';
import { textOf, piecesOfWord, unknownPlaceholder } from '../shell/pieces.ts';
import { literalOutput } from '../shell/pipes.ts';
import type { HerePiece, ShellCommand, ShellWord } from '../shell/types.ts';
import { impliedIp, impliedSteps, type ImpliedPlace, type PlacedValue } from './implied.ts';
import type { FormatStep } from './types.ts';

/** What a command does to bonds; undefined for any other command. */
export function readBondCommand(
  command: ShellCommand,
  file: string,
): readonly FormatStep[] | undefined {
  const place = { file, span: command.span, context: command.context };
  if (command.name === 'ifenslave') return enslaved(command.words.slice(1), place);
  const targets = targetsOf(command).map(targetOf);
  const target = targets.find((each) => each !== undefined);
  if (target === undefined) return undefined;
  const written = literalOutput({ ...command, redirections: [] });
  const value = written === undefined ? undefined : trimmed(written.pieces);
  return impliedSteps(stepsOf(target, value, place));
}

/** `ifenslave bond0 eno1 eno2`, `-d` to release them (ifenslave(8), Debian 2.13). */
function enslaved(
  words: readonly ShellWord[],
  place: ImpliedPlace,
): readonly FormatStep[] | undefined {
  const options = words.filter(({ raw }) => raw.startsWith('-')).map(({ raw }) => raw);
  const [bond, ...members] = words.filter(({ raw }) => !raw.startsWith('-'));
  if (bond === undefined || options.some((each) => !/^-(?:-force|-detach|[fdv]+)$/.test(each)))
    return [];
  const releases = options.some((each) => /^-(?:-detach|\w*d)/.test(each));
  return impliedSteps(
    members.map((member) =>
      releases
        ? impliedIp(['link', 'set', 'dev', member, 'nomaster'], place)
        : impliedIp(['link', 'set', 'dev', member, 'master', bond], place),
    ),
  );
}

function targetsOf({ name, words, redirections }: ShellCommand): readonly ShellWord[] {
  const redirected = redirections.flatMap(({ operator, descriptor = 1, target }) =>
    /^>{1,2}\|?$/.test(operator) && descriptor === 1 && target !== undefined ? [target] : [],
  );
  return name === 'tee' ? [...redirected, ...words.slice(1)] : redirected;
}

type Target =
  | { readonly kind: 'bonds' }
  | { readonly kind: 'setting'; readonly bond: PlacedValue; readonly name: string };

const settingPath =
  /^\/sys\/(?:class|devices\/virtual)\/net\/([^/]+)\/bonding\/(mode|xmit_hash_policy|primary|slaves)$/;

function targetOf(word: ShellWord): Target | undefined {
  const pieces = piecesOfWord(word);
  const path = textOf(pieces);
  if (path === '/sys/class/net/bonding_masters') return { kind: 'bonds' };
  const [, bond, name] = settingPath.exec(path) ?? [];
  if (bond === undefined || name === undefined) return undefined;
  return { kind: 'setting', bond: placed(bond, pieces, word.span), name };
}

function stepsOf(
  target: Target,
  written: Written | undefined,
  place: ImpliedPlace,
): readonly (FormatStep | undefined)[] {
  if (target.kind === 'setting' && target.name !== 'slaves') {
    const value = written === undefined ? hole(place) : valueOf(written, written.text);
    return [
      impliedIp(['link', 'set', 'dev', target.bond, 'type', 'bond', target.name, value], place),
    ];
  }
  const sign = written?.text.charAt(0);
  const adds = sign === '+';
  if (written === undefined || (!adds && sign !== '-')) {
    // Any link may have joined or left.
    return target.kind === 'bonds'
      ? []
      : [impliedIp(['link', 'set', 'dev', hole(place), 'master', target.bond], place)];
  }
  const link = valueOf(written, written.text.slice(1));
  if (target.kind === 'bonds')
    return [adds ? newBond(link, place) : impliedIp(['link', 'del', 'dev', link], place)];
  return [
    adds
      ? impliedIp(['link', 'set', 'dev', link, 'master', target.bond], place)
      : impliedIp(['link', 'set', 'dev', link, 'nomaster'], place),
  ];
}

/** Of a new bond nothing is known until it is written: the module may have been loaded with other defaults. */
function newBond(link: PlacedValue, place: ImpliedPlace): FormatStep | undefined {
  const step = impliedIp(['link', 'add', 'dev', link, 'type', 'bond'], place);
  return step?.implied === undefined
    ? step
    : { ...step, implied: { ...step.implied, incomplete: true } };
}

interface Written extends Pick<PlacedValue, 'span'> {
  readonly text: string;
  readonly pieces: readonly HerePiece[];
}

/** The driver leaves out the end of the line. */
function trimmed(pieces: readonly HerePiece[]): Written {
  const known = pieces.filter(({ span }) => span.end > span.start);
  const start = Math.min(...known.map(({ span }) => span.start));
  const end = Math.max(...known.map(({ span }) => span.end));
  return { text: textOf(pieces).trim(), pieces, span: { start, end } };
}

function valueOf({ pieces, span }: Written, text: string): PlacedValue {
  return placed(text, pieces, span);
}

/** A text that is one hole is what stands in the hole; one with a hole in it is equal to nothing. */
function placed(
  text: string,
  pieces: readonly HerePiece[],
  span: PlacedValue['span'],
): PlacedValue {
  const why = pieces.find((piece) => piece.unknown !== undefined)?.unknown;
  if (why === undefined || !text.includes(unknownPlaceholder)) return { value: text, span };
  return { value: text === unknownPlaceholder ? why : unknown(why.reason), span };
}

function hole({ span }: ImpliedPlace): PlacedValue {
  return { value: unknown('what is written is not known'), span };
}
