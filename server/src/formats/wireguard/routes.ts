/** The routes and rules that wg-quick makes for what the peers may use. */
import { isUnknown } from '../../base/fact.ts';
import { impliedIp, impliedSteps, impliedSysctl, type PlacedValue } from '../implied.ts';
import type { IniEntry } from '../ini.ts';
import type { FormatStep } from '../types.ts';

export interface Tunnel {
  readonly file: string;
  readonly link: PlacedValue;
  readonly table: IniEntry | undefined;
  readonly mark: IniEntry | undefined;
}

const validMark = ['net', 'ipv4', 'conf', 'all', 'src_valid_mark'];

/** The first table that wg-quick tries. */
const firstTable = '51820';

export function routeSteps(tunnel: Tunnel, allowed: readonly PlacedValue[]): readonly FormatStep[] {
  const { file, link, table } = tunnel;
  if (table?.value === 'off') return [];
  const isAuto = table === undefined || table.value === '' || table.value === 'auto';
  // The longest prefix comes first.
  const ordered = allowed.toSorted((a, b) => lengthOf(b) - lengthOf(a));
  return ordered.flatMap((prefix) => {
    if (isAuto && lengthOf(prefix) === 0) return defaultSteps(tunnel, prefix);
    const own = isAuto ? [] : ['table', { value: table.value, span: table.valueSpan }];
    return impliedSteps([
      impliedIp([familyOf(prefix), 'route', 'add', 'to', prefix, 'dev', link, ...own], {
        file,
        span: prefix.span,
      }),
    ]);
  });
}

/** add_default(): all packets but those of the tunnel itself go into the table, unless main has a longer prefix. */
function defaultSteps({ file, link, mark }: Tunnel, prefix: PlacedValue): readonly FormatStep[] {
  const place = { file, span: prefix.span };
  const family = familyOf(prefix);
  const isOff = mark === undefined || mark.value === 'off' || /^0x?0*$/.test(mark.value);
  const number = isOff ? firstTable : { value: decimal(mark.value), span: mark.valueSpan };
  return impliedSteps([
    impliedIp([family, 'route', 'add', 'to', prefix, 'dev', link, 'table', number], place),
    impliedIp([family, 'rule', 'add', 'not', 'fwmark', number, 'table', number], place),
    impliedIp([family, 'rule', 'add', 'table', 'main', 'suppress_prefixlength', '0'], place),
    family === '-4'
      ? impliedSysctl(validMark, { value: '1', span: prefix.span }, place)
      : undefined,
  ]);
}

function decimal(text: string): string {
  return /^0x[\da-fA-F]+$/.test(text) ? String(Number.parseInt(text.slice(2), 16)) : text;
}

function lengthOf({ value }: PlacedValue): number {
  if (isUnknown(value)) return 128;
  const written = /\/(\d+)$/.exec(value)?.[1];
  return written === undefined ? (value.includes(':') ? 128 : 32) : Number(written);
}

function familyOf({ value }: PlacedValue): string {
  return !isUnknown(value) && value.includes(':') ? '-6' : '-4';
}
