/**
 * The chains of all tables while commands are folded in, as the tools and the kernel keep them:
 * what is refused in the state that the commands before made changes nothing and is told in the tool's words.
 * What may not run (in `if`, `||`, a loop, a function) removes nothing: a rule thought missing costs more than one thought there.
 */
import { isUnknown } from '../../base/fact.ts';
import type { Origin, Unknown } from '../../base/fact.ts';
import type { Family } from '../../net/address.ts';
import { builtInChains, builtInHook, builtInPriority } from '../../netfilter/iptables/tables.ts';
import type {
  NetfilterChain,
  NetfilterFlavour,
  NetfilterRule,
  RuleAction,
} from '../../netfilter/types.ts';
import type { CommandContext } from '../../shell/types.ts';

/** A command that its tool or the kernel would refuse in this state, in their own words. */
export interface NetfilterRefusal {
  readonly origin: Origin;
  readonly words: string;
}

export type BaseChain = Pick<NetfilterRule, 'hook' | 'chainType' | 'priority'>;

export interface Chain {
  readonly flavour: NetfilterFlavour;
  readonly families: readonly Family[];
  readonly tableFamily?: string;
  readonly table: string | Unknown;
  name: string | Unknown;
  base: BaseChain | undefined;
  policy: string | undefined;
  rules: NetfilterRule[];
  /** A command or file made it; else a rule names it, and it may come from elsewhere. */
  isDeclared: boolean;
}

export interface ChainState {
  /** By `chainKey`, in the order in which they were named first. */
  readonly chains: Map<string, Chain>;
  readonly refusals: NetfilterRefusal[];
  incomplete: boolean;
}

type Place = Pick<NetfilterChain, 'flavour' | 'families' | 'table' | 'tableFamily'> & {
  readonly chain: string | Unknown;
};

/** For nft the family of the table counts: rules of an `inet` table can be narrower than their chain. iptables keeps its rules in tables of nft. */
export function chainKey({ flavour, families, tableFamily, table, chain }: Place): string {
  const family = flavour === 'iptables' ? families.join('') : (tableFamily ?? '');
  return [flavour, family, nameOf(table), nameOf(chain)].join(' ');
}

function nameOf(name: string | Unknown): string {
  return isUnknown(name) ? `$${name.symbol ?? '?'}` : name;
}

/** The chain, made where it is not there yet. */
export function chainAt(state: ChainState, place: Place): Chain {
  const key = chainKey(place);
  const known = state.chains.get(key);
  if (known !== undefined) return known;
  const { flavour, families, tableFamily, table, chain: name } = place;
  const base = builtInBase(place);
  const isDeclared = base !== undefined && flavour === 'iptables';
  const made: Chain = {
    flavour,
    families,
    ...(tableFamily === undefined ? {} : { tableFamily }),
    table,
    name,
    base,
    policy: undefined,
    rules: [],
    isDeclared,
  };
  state.chains.set(key, made);
  return made;
}

/** One of iptables' own chains, which nft can fill too. */
function builtInBase({ flavour, table, chain }: Place): BaseChain | undefined {
  if (isUnknown(chain) || isUnknown(table) || !builtInChains(table).includes(chain))
    return isUnknown(table) && flavour === 'iptables' && !isUnknown(chain)
      ? hookAlone(chain)
      : undefined;
  const hook = builtInHook(chain);
  if (hook === undefined) return undefined;
  const chainType = flavour === 'nft' && table === 'nat' ? 'nat' : undefined;
  return { hook, chainType, priority: builtInPriority(table, hook) };
}

function hookAlone(chain: string): BaseChain | undefined {
  const hook = builtInHook(chain);
  return hook === undefined ? undefined : { hook, chainType: undefined, priority: undefined };
}

/** True if the command runs whenever the script does. */
export function isCertain(context: CommandContext): boolean {
  const { conditional, loop, trap, functionName, caseLabel, netns } = context;
  return (
    !conditional &&
    !loop &&
    !trap &&
    [functionName, caseLabel, netns].every((part) => part === undefined)
  );
}

export function refuseAt(state: ChainState, origin: Origin, words: string): void {
  state.refusals.push({ origin, words });
}

/** True for a chain of iptables with this name, built in or made by a command. */
export function isThere(state: ChainState, place: Place): boolean {
  const { flavour, chain, table } = place;
  if (
    flavour === 'iptables' &&
    !isUnknown(table) &&
    !isUnknown(chain) &&
    builtInChains(table).includes(chain)
  )
    return true;
  return state.chains.get(chainKey(place))?.isDeclared === true;
}

/** The chains that an action calls. */
export function calledChains(action: RuleAction): readonly string[] {
  if (action.kind === 'jump') return [action.chain];
  if (action.kind !== 'choose') return [];
  return (action.balanced.choices ?? []).flatMap(({ value }) => calledChains(value));
}

/** True if a rule of the same table calls the chain. */
export function isCalled(state: ChainState, place: Place): boolean {
  const { chain } = place;
  if (isUnknown(chain)) return true;
  return [...state.chains.values()].some(
    (other) =>
      chainKey({ ...other, chain: '' }) === chainKey({ ...place, chain: '' }) &&
      other.rules.some((rule) =>
        rule.actions.some((action) => calledChains(action).includes(chain)),
      ),
  );
}
