/**
 * What many flows of one policy have in common: which columns are hashed and how the hash ends.
 * For plain packets, without tunnels, fragments and ICMP errors, this is all that `selectKeys` decides.
 */
import type { Family } from '../net/address.ts';
import type { EngineName, EngineStep } from './batchEngine.ts';
import {
  ALL_FIELDS,
  DEFAULT_FIELDS,
  DESTINATION,
  DESTINATION_PORT,
  FLOW_LABEL,
  OUTER,
  PROTOCOL,
  SOURCE,
  SOURCE_PORT,
} from './customFields.ts';
import { jhash2Words } from './jhash.ts';
import { refuse } from './refusal.ts';
import type { Refused } from './refusal.ts';
import type { HashKey } from './siphash.ts';

/** How flows are hashed: the sysctls, and how the lookup is asked. */
export interface BatchSettings {
  readonly family: Family;
  /** net.ipv4.fib_multipath_hash_policy or its twin of IPv6, 0 to 3. */
  readonly policy: number;
  /** net.ipv4.fib_multipath_hash_fields or its twin, for policy 3; default 7: source, destination, protocol. */
  readonly fields?: number;
  readonly key: HashKey;
  /**
   * `packet` (default): forwarded packets, and `ip route get` of IPv4. `flow-key`: local traffic, and `ip route get` of
   * IPv6; it differs in the byte order of the label, and in policy 3.
   */
  readonly lookup?: 'packet' | 'flow-key';
  /** What hashes; default the fastest that runs here. All give the same. */
  readonly engine?: EngineName;
}

export interface BatchPlan {
  readonly kind: 'plan';
  /** All other columns count as zero. */
  readonly hashed: ReadonlySet<ColumnName>;
  readonly isLabelInNetworkOrder: boolean;
  readonly end: Extract<EngineStep, 'halve' | 'mixAndHalve'>;
}

/** Policy 3 where no field of an outer header is chosen: the same hash for every flow. */
export interface ConstantHash {
  readonly kind: 'constant';
  readonly hash: number;
}

export type ColumnName = 'src' | 'dst' | 'sport' | 'dport' | 'proto' | 'label';

/** Refused: a policy or fields that do not exist. Whether a kernel has them is for `prepareRoute` to say. */
export function planBatch(settings: BatchSettings): BatchPlan | ConstantHash | Refused {
  const { policy, fields = DEFAULT_FIELDS, family, lookup = 'packet' } = settings;
  if (![0, 1, 2, 3].includes(policy)) return refuse(`there is no hash policy ${policy}`);
  if (policy === 3 && !(Number.isInteger(fields) && fields >= 1 && fields <= ALL_FIELDS))
    return refuse(`hash fields ${fields} are outside 1 to ${ALL_FIELDS}`);
  const isMixed = policy === 3 && lookup === 'packet';
  if (policy === 3 && (fields & OUTER) === 0)
    return { kind: 'constant', hash: isMixed ? jhash2Words(0, 0, 0) >>> 1 : 0 };
  return {
    kind: 'plan',
    hashed: columnsOf({ policy, fields, family }),
    isLabelInNetworkOrder: lookup === 'flow-key' || policy === 0,
    end: isMixed ? 'mixAndHalve' : 'halve',
  };
}

function columnsOf({
  policy,
  fields,
  family,
}: {
  readonly policy: number;
  readonly fields: number;
  readonly family: Family;
}): ReadonlySet<ColumnName> {
  if (policy === 1) return new Set(['src', 'dst', 'sport', 'dport', 'proto']);
  if (policy === 3) return new Set(FIELDS.filter(([, bit]) => fields & bit).map(([name]) => name));
  return new Set(family === 4 ? ['src', 'dst'] : ['src', 'dst', 'proto', 'label']);
}

const FIELDS: readonly (readonly [ColumnName, number])[] = [
  ['src', SOURCE],
  ['dst', DESTINATION],
  ['proto', PROTOCOL],
  ['label', FLOW_LABEL],
  ['sport', SOURCE_PORT],
  ['dport', DESTINATION_PORT],
];
