/**
 * Where a rule may stand: chains of the tables, and what the kernel asks of matches and targets
 * (xt_check_match(), xt_check_target(), net/netfilter/x_tables.c, v6.18). A chain of the user's own has no limits here:
 * who calls it is not known yet.
 */
import type { Extension } from './extension.ts';
import type { ProgramOption, UsedExtension } from './parsed.ts';
import { rejectionOf } from './rejection.ts';
import { refuse, textOf } from './state.ts';
import type { ParseState } from './state.ts';
import { builtInChains, builtInHook, tableNames } from './tables.ts';

export interface RulePlace {
  /** Undefined where it is unknown. */
  readonly table: string | undefined;
  readonly tableOption: ProgramOption | undefined;
  readonly command: ProgramOption;
}

/** Refuses tables and chains that do not exist, and matches and targets in the wrong one. */
export function checkPlace(state: ParseState, place: RulePlace): void {
  const { table, tableOption, command } = place;
  if (table === undefined) return;
  if (!tableNames.includes(table))
    return refuse(state, (tableOption ?? command).span, `table '${table}' does not exist`);
  const [chainWord, second] = command.values;
  const chain = textOf(chainWord);
  if (command.name === 'policy') return checkPolicy(state, place, textOf(second));
  if (chain === undefined || chainWord === undefined) return;
  const isBuiltIn = builtInHook(chain) !== undefined;
  if (isBuiltIn && !builtInChains(table).includes(chain) && command.name !== 'new-chain')
    refuse(state, chainWord.span, missingChain);
  const isAdding = ['append', 'insert', 'replace'].includes(command.name);
  if (!isAdding) return;
  const own = state.matches.find(({ name }) => name === 'tcp' || name === 'udp');
  if (own?.extension !== undefined && state.protocol !== undefined && !ownFits(own, state.protocol))
    refuse(state, own.span, `${own.name.toUpperCase()} match requires '-p ${own.name}'`);
  const words = `RULE_${command.name.toUpperCase()} failed (Invalid argument): rule in chain ${chain}`;
  const nothing = state.programOptions.find(
    ({ name, negated, values }) =>
      negated && (name === 'source' || name === 'destination') && isAny(textOf(values[0])),
  );
  if (nothing !== undefined) refuse(state, nothing.span, words);
  refuseBuiltInTarget(state, { table, words });
  for (const used of [...state.matches, ...(state.target === undefined ? [] : [state.target])]) {
    if (
      used.extension !== undefined &&
      !fits(state, { used, extension: used.extension, table, chain })
    )
      refuse(state, used.span, words);
  }
}

/** Nobody can jump to a chain that packets enter by a hook (nft_verdict_init(), net/netfilter/nf_tables_api.c; check_entry() of x_tables). */
function refuseBuiltInTarget(
  state: ParseState,
  { table, words }: { readonly table: string; readonly words: string },
): void {
  const target = state.programOptions.find(
    ({ name, values }) =>
      (name === 'jump' || name === 'goto') &&
      builtInChains(table).includes(textOf(values[0]) ?? ''),
  );
  if (target !== undefined)
    refuse(state, target.span, words.replace('Invalid argument', 'Operation not supported'));
}

/** The nft backend looks at these two itself (iptables/nft.c). */
function ownFits({ extension }: UsedExtension, protocol: number): boolean {
  return extension?.protocols?.includes(protocol) === true;
}

/** `! -s 0/0` matches nothing, and the kernel does not take it. */
function isAny(text: string | undefined): boolean {
  return text !== undefined && /\/(?:0+|0\.0\.0\.0|::)$/.test(text);
}

/** Kinds of addresses that IPv6 has, too (addrtype_mt_checkentry_v1(), net/netfilter/xt_addrtype.c). */
function isIpv6Type(text = ''): boolean {
  const foreign = ['BROADCAST', 'BLACKHOLE', 'PROHIBIT', 'THROW', 'NAT', 'XRESOLVE'];
  return text
    .split(',')
    .every((part) => !foreign.some((name) => part !== '' && name.startsWith(part.toUpperCase())));
}

export const missingChain = 'No chain/target/match by that name.';

function checkPolicy(
  state: ParseState,
  { table, command }: RulePlace,
  policy: string | undefined,
): void {
  const [chainWord, policyWord] = command.values;
  const chain = textOf(chainWord);
  if (policy !== undefined && policy !== 'ACCEPT' && policy !== 'DROP')
    refuse(state, policyWord?.span ?? command.span, 'Bad policy name.');
  if (chain !== undefined && table !== undefined && !builtInChains(table).includes(chain))
    refuse(state, chainWord?.span ?? command.span, 'Bad built-in chain name.');
}

interface Placed {
  readonly used: UsedExtension;
  readonly extension: Extension;
  readonly table: string;
  readonly chain: string;
}

function fits(state: ParseState, placed: Placed): boolean {
  const { extension, table, chain } = placed;
  if (extension.tables?.includes(table) === false) return false;
  if (builtInHook(chain) !== undefined && extension.chains?.includes(chain) === false) return false;
  return fitsProtocol(state, extension) && fitsOptions(state, placed);
}

/** Only the matches that the nft backend writes as its own let a negated protocol pass (add_nft_tcp(), add_nft_udp(), iptables/nft.c). */
function fitsProtocol(
  state: ParseState,
  { name, protocols }: Pick<Extension, 'name' | 'protocols'>,
): boolean {
  if (protocols === undefined || state.protocol === undefined) return true;
  const isNegated = state.programOptions.some(
    (option) => option.name === 'protocol' && option.negated,
  );
  const isWhole = state.matches.every((used) =>
    used.options.every((option) => option.name !== 'tcp-option'),
  );
  const isOwn = isWhole && (name === 'tcp' || name === 'udp');
  return (!isNegated || isOwn) && protocols.includes(state.protocol);
}

const needsTcp = { name: 'ecn', protocols: [6] } as const;

/** Only TCP can be reset (reject_tg_check(), net/ipv4/netfilter/ipt_REJECT.c; the same in ip6t_REJECT.c). */
function isReset({ family }: ParseState, { options }: UsedExtension): boolean {
  const answer = textOf(options.find(({ name }) => name === 'reject-with')?.values[0]);
  return answer !== undefined && rejectionOf(answer, family) === 'tcp-reset';
}

/** Limits of single options. */
function fitsOptions(state: ParseState, { used, chain, table }: Placed): boolean {
  const has = (...names: readonly string[]): boolean =>
    used.options.some((option) => names.includes(option.name));
  const direction = textOf(used.options.find(({ name }) => name === 'dir')?.values[0]);
  const isArriving = chain === 'PREROUTING' || chain === 'INPUT';
  const isLeaving = chain === 'POSTROUTING' || chain === 'OUTPUT';
  switch (used.name) {
    case 'addrtype':
      return (
        !(has('limit-iface-in') && isLeaving) &&
        !(has('limit-iface-out') && isArriving) &&
        (state.family === 4 || used.options.every(({ values }) => isIpv6Type(textOf(values[0]))))
      );
    case 'devgroup':
      return !(has('src-group') && isLeaving) && !(has('dst-group') && isArriving);
    case 'policy':
      return !(direction === 'in' && isLeaving) && !(direction === 'out' && isArriving);
    case 'TCPMSS':
      return !(used.options.at(-1)?.name === 'clamp-mss-to-pmtu' && isArriving);
    case 'ECN':
      return !has('ecn-tcp-cwr', 'ecn-tcp-ece', 'ecn-tcp-remove') || fitsProtocol(state, needsTcp);
    case 'REJECT':
      return !isReset(state, used) || fitsProtocol(state, needsTcp);
    case 'SET':
      return (
        !has('map-set') || (table === 'mangle' && !(has('map-prio', 'map-queue') && isArriving))
      );
    case 'ecn':
      return !has('ecn-tcp-cwr', 'ecn-tcp-ece') || fitsProtocol(state, needsTcp);
    case 'physdev': {
      const isBridged = used.options.some(
        ({ name, negated }) => name === 'physdev-is-bridged' && !negated,
      );
      return isBridged || !has('physdev-out', 'physdev-is-out') || chain !== 'OUTPUT';
    }
    default:
      return true;
  }
}
