/**
 * Bonds of ifupdown as the hook of Debian's ifenslave 2.13 sets them up (/etc/network/if-pre-up.d/ifenslave): a stanza with
 * `bond-slaves` (`slaves` in older files) or `bond-mode` makes a bond, one with `bond-master` joins it. Both spellings with `-`
 * and `_` are the same variable. The hook writes to sysfs, where the driver takes names and numbers.
 */
import { unknown } from '../../base/fact.ts';
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import type { FormatStep } from '../types.ts';
import { isHole, valueOf } from './option.ts';
import type { StanzaPlace } from './configure.ts';
import type { InterfaceOption } from './lines.ts';

type FindOption = (name: string) => InterfaceOption | undefined;

export function bondSteps(place: StanzaPlace): readonly FormatStep[] {
  const option: FindOption = (name) =>
    place.options.find((one) => one.name.replaceAll('_', '-') === name);
  const master = option('bond-master');
  if (master !== undefined) return memberSteps(place, master, option);
  const members = option('bond-slaves') ?? option('slaves');
  const first = members ?? option('bond-mode');
  return first === undefined ? [] : madeBond(place, { first, members, option });
}

/** The hook prefers the first link of `bond-primary` that is a member by then: of one name that is sure. */
function memberSteps(
  { file, link }: StanzaPlace,
  master: InterfaceOption,
  option: FindOption,
): readonly FormatStep[] {
  const bond = valueOf(master);
  const primary = option('bond-primary');
  return impliedSteps([
    impliedIp(['link', 'set', 'dev', link, 'master', bond], { file, span: master.span }),
    primary === undefined ? undefined : primaryStep({ file, bond, primary }),
  ]);
}

interface Bond {
  /** The option that makes the hook make the bond. */
  readonly first: InterfaceOption;
  readonly members: InterfaceOption | undefined;
  readonly option: FindOption;
}

function madeBond(
  { file, link }: StanzaPlace,
  { first, members, option }: Bond,
): readonly FormatStep[] {
  const settings = [
    ['bond-mode', 'mode'] as const,
    ['bond-xmit-hash-policy', 'xmit_hash_policy'] as const,
  ].flatMap(([name, word]) => {
    const value = option(name);
    return value === undefined ? [] : [word, valueOf(value)];
  });
  const place = { file, span: first.span };
  const words = ['link', 'add', 'dev', link, 'type', 'bond'];
  const names = members === undefined ? [] : namesIn(members);
  const primary = option('bond-primary');
  return impliedSteps([
    impliedIp([...words, ...settings], place) ?? impliedIp(words, place),
    ...names.map((name) => impliedIp(['link', 'set', 'dev', name, 'master', link], place)),
    // Without a member of its own the bond has none yet that it could prefer.
    primary === undefined || names.length === 0
      ? undefined
      : primaryStep({ file, bond: link, primary }),
  ]);
}

function primaryStep({
  file,
  bond,
  primary,
}: {
  readonly file: string;
  readonly bond: PlacedValue;
  readonly primary: InterfaceOption;
}): FormatStep | undefined {
  const value = valueOf(primary);
  const isOne = typeof value.value === 'string' && !/\s/.test(value.value);
  const name = isOne ? value : { ...value, value: unknown('the first that is a member') };
  return impliedIp(['link', 'set', 'dev', bond, 'type', 'bond', 'primary', name], {
    file,
    span: primary.span,
  });
}

/** `none` is no link, `all` every link whose name begins with `eth`; what is no name may be any number of links. */
function namesIn({ value, valueSpan }: InterfaceOption): readonly PlacedValue[] {
  const open = (reason: string): PlacedValue => ({ value: unknown(reason), span: valueSpan });
  if (isHole(value)) return [open('it is filled in by a template')];
  return [...value.matchAll(/\S+/g)]
    .filter(([name]) => name !== 'none')
    .map(({ 0: name, index }) => {
      if (name === 'all') return open('`all` stands for every `eth` link');
      if (!/^[\w.:-]+$/.test(name)) return open('a pattern tells which links');
      const start = valueSpan.start + index;
      return { value: name, span: { start, end: start + name.length } };
    });
}
