/**
 * One text for rules that say the same, as `-D` and `-C` compare them: numbers in one spelling, options of one match in
 * one order, the matches in the order in which they are written.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import { formatPrefix } from '../../net/prefix.ts';
import { prefixesIn } from './addressList.ts';
import { operationText } from './operations.ts';
import type { ParsedOption, ProgramOption, UsedExtension } from './parsed.ts';
import type { ProgramOptionName } from './program.ts';
import { protocolOf } from './state.ts';
import type { ParseState } from './state.ts';

/** Undefined where a value is an unknown that is equal to nothing. */
export function canonicalRule(state: ParseState): string | undefined {
  const parts = [
    ...ownParts(state),
    ...state.matches
      .filter((used) => saysSomething(used))
      .map((used) => extensionText(used, state.family)),
    ...state.others.map((option) => optionText(option, undefined)),
    ...(state.target === undefined ? [] : [`-j ${extensionText(state.target, state.family)}`]),
  ];
  const said = parts.filter((part) => part !== 'tcp{}' && part !== 'udp{}');
  return said.includes(undefined) ? undefined : said.join(' ');
}

/** `-m tcp` and `-m udp` without options narrow nothing that `-p` does not. */
function saysSomething({ name, options }: UsedExtension): boolean {
  return options.length > 0 || (name !== 'tcp' && name !== 'udp');
}

const order: readonly ProgramOptionName[] = [
  'protocol', 'source', 'destination', 'in-interface', 'out-interface', 'fragments', 'jump', 'goto',
]; // prettier-ignore

function ownParts(state: ParseState): readonly (string | undefined)[] {
  return order.flatMap((name) =>
    state.programOptions
      .filter((option) => option.name === name)
      .filter(({ name: own }) => own !== 'jump' || state.target === undefined)
      .flatMap((option) => ownText(state, option)),
  );
}

function ownText(state: ParseState, option: ProgramOption): readonly (string | undefined)[] {
  const sign = option.negated ? '!' : '';
  const [word] = option.values;
  if (word === undefined) return [`${sign}${option.name}`];
  if (isUnknown(word.value))
    return [
      word.value.symbol === undefined ? undefined : `${sign}${option.name}=$${word.value.symbol}`,
    ];
  switch (option.name) {
    case 'protocol': {
      const number = protocolOf(word.value.toLowerCase());
      return number === 0 ? [] : [`${sign}protocol=${number ?? word.value}`];
    }
    case 'source':
    case 'destination': {
      const [prefix] = prefixesIn(word.value, state.family);
      const text = prefix === undefined || isUnknown(prefix) ? word.value : formatPrefix(prefix);
      return text.endsWith('/0') && !option.negated ? [] : [`${sign}${option.name}=${text}`];
    }
    default:
      return [`${sign}${option.name}=${word.value}`];
  }
}

function extensionText(used: UsedExtension, family: Family): string | undefined {
  const operation = operationText(used, family);
  if (operation !== undefined) return `${used.name}{${operation}}`;
  // `--pol ipsec` is meant where nothing is said.
  const isIpsec = used.name === 'policy' && !used.options.some(({ name }) => name === 'pol');
  const options = [...used.options, ...(isIpsec ? [ipsec] : [])]
    .map((option) => optionText(option, used))
    .filter((text) => !isDefault.test(text ?? ''));
  return options.includes(undefined)
    ? undefined
    : `${realName(used.name)}{${options
        .filter((text) => text !== undefined)
        .toSorted((a, b) => (a < b ? -1 : 1))
        .join(' ')}}`;
}

const ipsec: ParsedOption = {
  name: 'pol',
  written: '--pol',
  negated: false,
  values: [{ value: 'ipsec', span: { start: 0, end: 0 } }],
  span: { start: 0, end: 0 },
};

/** All ports, counting in sets, or the usual level, group or threshold: left out when rules are shown. */
const isDefault =
  /^(?:source|destination)-port=0:65535$|^log-level=4$|^nflog-group=0$|^nflog-threshold=0$|^update-(?:sub)?counters$|^!?tcp-flags=NONE=|^ahlen=0$/;

function realName(name: string): string {
  return name === 'state' ? 'conntrack' : name;
}

function optionText(option: ParsedOption, used: UsedExtension | undefined): string | undefined {
  if (option.name === 'syn' && used?.name === 'tcp')
    return `${option.negated ? '!' : ''}tcp-flags=FIN,SYN,RST,ACK=SYN`;
  const row = used?.extension?.options.find(({ name }) => name === option.name);
  const values = option.values.map(({ value }, i) => {
    if (isUnknown(value)) return value.symbol === undefined ? undefined : `$${value.symbol}`;
    const kind = i === 0 ? row?.value : row?.second;
    return kind?.normal?.(value) ?? value;
  });
  if (values.includes(undefined)) return undefined;
  const [value] = values;
  if (option.negated && (used?.name === 'tcp' || used?.name === 'udp')) {
    const others = value === undefined ? undefined : otherPorts(value);
    if (others !== undefined) return `${row?.name ?? option.written}=${others}`;
  }
  const name = used?.name === 'state' ? 'ctstate' : (row?.name ?? option.written);
  const isNegated = option.negated && !isNegatedInVain(used?.name, value);
  return [`${isNegated ? '!' : ''}${name}`, ...values].join('=');
}

/** SET takes a `!` for nothing; connbytes turns a range around, which leaves a single number as it is. */
function isNegatedInVain(name: string | undefined, value: string | undefined): boolean {
  return name === 'SET' || (name === 'connbytes' && /^(\d+):\1$/.test(value ?? ''));
}

/** `! :1024` is `1025:`: the nft backend turns a range at an end around. */
function otherPorts(range: string): string | undefined {
  const [first, last] = range.split(':').map(Number);
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = first === 0 ? [last + 1, 65_535] : [0, first - 1];
  if (first !== 0 && last !== 65_535) return undefined;
  return from === to ? String(from) : `${from}:${to}`;
}
