/** Values that `ip` knows by name: `default`, tables (RT_TABLE_*) and scopes (RT_SCOPE_*) of include/uapi/linux/rtnetlink.h. */
import type { Argument } from '../../iproute/grammar.ts';

const everything = 'Every address: `0.0.0.0/0`, and `::/0` with `-6`.';

/** get_addr_1() and get_prefix_1(), iproute2 lib/utils.c. */
const addresses: Readonly<Record<string, string>> = {
  default: everything,
  any: everything,
  all: everything,
};

const tables: Readonly<Record<string, string>> = {
  local:
    'Table 255: the kernel keeps the own and the broadcast addresses of the host there. The first policy rule looks it up.',
  main: 'Table 254: routes without `table`, and those to the networks of the own addresses.',
  default: 'Table 253: looked up last, empty unless somebody fills it.',
  all: 'All tables; only for showing and flushing.',
  cache: 'Learned exceptions such as path MTUs, not routes.',
};

const scopes: Readonly<Record<string, string>> = {
  global: '0: reached through a gateway.',
  universe: '0: reached through a gateway.',
  site: '200: free for the administrator.',
  link: '253: on the link itself, without a gateway.',
  host: '254: an address of this host.',
  nowhere: '255: no destination; the kernel uses it itself.',
};

/** What a name stands for as the value of a keyword, if it is one of them. */
export function docOfName(argument: Argument, keyword: string, word: string): string | undefined {
  const names = namesFor(argument, keyword);
  return names !== undefined && Object.hasOwn(names, word) ? names[word] : undefined;
}

function namesFor(
  { kind }: Argument,
  keyword: string,
): Readonly<Record<string, string>> | undefined {
  if (keyword === 'table' || keyword === 'lookup') return tables;
  if (keyword === 'scope') return scopes;
  return kind === 'prefix' || kind === 'address' ? addresses : undefined;
}
