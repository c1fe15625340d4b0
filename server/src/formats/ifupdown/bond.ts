/**
 * Bonds of ifupdown: `bond-slaves`, `bond-mode`, `bond-xmit-hash-policy` and `bond-master`, as the hook of Debian's ifenslave 2.13
 * reads them. Both spellings with `-` and `_` are taken.
 */
import { impliedIp, impliedSteps, type PlacedValue } from '../implied.ts';
import type { FormatStep } from '../types.ts';
import { isHole, valueOf } from './option.ts';
import type { StanzaPlace } from './configure.ts';
import type { InterfaceOption } from './lines.ts';

export function bondSteps({ file, options, link }: StanzaPlace): readonly FormatStep[] {
  const option = (name: string): InterfaceOption | undefined =>
    options.find((one) => one.name.replaceAll('_', '-') === name);
  const members = option('bond-slaves') ?? option('slaves');
  const master = option('bond-master');
  return impliedSteps([
    ...(members === undefined ? [] : madeBond({ file, link, members, option })),
    master === undefined
      ? undefined
      : impliedIp(['link', 'set', 'dev', link, 'master', valueOf(master)], {
          file,
          span: master.span,
        }),
  ]);
}

interface Bond {
  readonly file: string;
  readonly link: PlacedValue;
  readonly members: InterfaceOption;
  readonly option: (name: string) => InterfaceOption | undefined;
}

function madeBond({ file, link, members, option }: Bond): readonly (FormatStep | undefined)[] {
  const settings = [
    ['bond-mode', 'mode'] as const,
    ['bond-xmit-hash-policy', 'xmit_hash_policy'] as const,
  ].flatMap(([name, word]) => {
    const value = option(name);
    return value === undefined ? [] : [word, numbered(name, valueOf(value))];
  });
  const place = { file, span: members.span };
  const words = ['link', 'add', 'dev', link, 'type', 'bond'];
  return [
    impliedIp([...words, ...settings], place) ?? impliedIp(words, place),
    ...namesIn(members).map((name) =>
      impliedIp(['link', 'set', 'dev', name, 'master', link], place),
    ),
  ];
}

const modes =
  'balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb'.split(' ');

/** The driver takes a mode by its number, too; `ip` does not. */
function numbered(name: string, { value, span }: PlacedValue): PlacedValue {
  const mode = name === 'bond-mode' && typeof value === 'string' ? modes[Number(value)] : undefined;
  return { value: mode ?? value, span };
}

/** `none` and patterns (`/eno./`) name no member. */
function namesIn({ value, valueSpan }: InterfaceOption): readonly PlacedValue[] {
  if (isHole(value)) return [];
  return [...value.matchAll(/\S+/g)]
    .filter(([name]) => name !== 'none' && name !== 'all' && /^[\w.:-]+$/.test(name))
    .map(({ 0: name, index }) => ({
      value: name,
      span: { start: valueSpan.start + index, end: valueSpan.start + index + name.length },
    }));
}
