/** Which policy and key decide: options first, then the host's sysctl lines, then the kernel's defaults. */
import { isUnknown, known } from '../base/fact.ts';
import { ALL_FIELDS, DEFAULT_FIELDS } from '../kernel/customFields.ts';
import { keyOfSeed } from '../kernel/hashKey.ts';
import { knownLayouts } from '../kernel/profiles.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { HashKey } from '../kernel/siphash.ts';
import type { Group } from './types.ts';

export interface HashInForce {
  readonly kernel: KernelProfile;
  readonly policy: number;
  /** Fields of policy 3. */
  readonly fields: number;
  /** null: a random value of each boot. */
  readonly seed: number | null;
  /** undefined: not known, so no flow is predictable. */
  readonly key: HashKey | undefined;
  /** Why the key is not known: a clause for one flow. */
  readonly unknownBecause: string;
  readonly notes: readonly string[];
}

interface Asked {
  readonly policy?: number;
  readonly fields?: number;
  readonly seed?: number;
  readonly hashKey?: HashKey;
}

export function readHashInForce(group: Group, kernel: KernelProfile, asked: Asked): HashInForce {
  const policy = readPolicy(group, kernel, asked);
  const seed = readSeed(group, kernel, asked);
  const fields = policy.value === 3 ? readFields(group, asked) : KNOWN_DEFAULT;
  const isPolicyKnown = policy.isKnown && fields.isKnown;
  return {
    kernel,
    policy: policy.value,
    fields: fields.value,
    seed: seed.value,
    key: isPolicyKnown ? seed.key : undefined,
    unknownBecause: isPolicyKnown
      ? seed.unknownBecause
      : 'the files do not tell the hash policy and its fields',
    notes: [policy.note, fields.note, seed.note].filter((note) => note !== undefined),
  };
}

interface Policy {
  readonly value: number;
  readonly isKnown: boolean;
  readonly note?: string;
}

function readPolicy({ policy, family }: Group, kernel: KernelProfile, asked: Asked): Policy {
  const name = `net.ipv${family}.fib_multipath_hash_policy`;
  if (asked.policy !== undefined) return { value: asked.policy, isKnown: true };
  if (policy === undefined) return { value: 0, isKnown: true };
  if (isUnknown(policy.value)) {
    return {
      value: 0,
      isKnown: false,
      note: `The value of \`${name}\` is not known; 0, the default, is taken.`,
    };
  }
  const policies = family === 4 ? kernel.ipv4Policies : kernel.ipv6Policies;
  if (policies.includes(policy.value)) return { value: policy.value, isKnown: true };
  const refusal =
    policies.length === 0 ? `has no \`${name}\`` : `refuses ${policy.value} for \`${name}\``;
  return {
    value: 0,
    isKnown: true,
    note: `Kernel ${kernel.version} ${refusal}, so the hash is that of policy 0.`,
  };
}

const KNOWN_DEFAULT: Policy = { value: DEFAULT_FIELDS, isKnown: true };

function readFields({ fields, family }: Group, asked: Asked): Policy {
  const name = `net.ipv${family}.fib_multipath_hash_fields`;
  if (asked.fields !== undefined) return { value: asked.fields, isKnown: true };
  if (fields === undefined) return KNOWN_DEFAULT;
  if (isUnknown(fields.value)) {
    const note = `The value of \`${name}\` is not known; 7, the default, is taken.`;
    return { value: DEFAULT_FIELDS, isKnown: false, note };
  }
  if (fields.value >= 1 && fields.value <= ALL_FIELDS)
    return { value: fields.value, isKnown: true };
  const note = `The kernel refuses ${fields.value} for \`${name}\`, so the fields are 7, the default.`;
  return { ...KNOWN_DEFAULT, note };
}

interface Seed {
  readonly value: number | null;
  readonly key: HashKey | undefined;
  readonly unknownBecause: string;
  readonly note?: string;
}

const SEED_NAME = '`net.ipv4.fib_multipath_hash_seed`';

function readSeed(group: Group, kernel: KernelProfile, { seed: askedSeed, hashKey }: Asked): Seed {
  const value = askedSeed ?? known(group.seed) ?? 0;
  const key = keyOfSeed(value);
  if (kernel.hasSeed && key !== undefined) return { value, key, unknownBecause: '' };
  const unknown = { value: null, key: undefined, unknownBecause: reasonOfUnknown(group, kernel) };
  if (hashKey !== undefined && kernel.hasKnownLayout) return { ...unknown, key: hashKey };
  if (group.family === 6 && kernel.ipv6Multipath === 'modulo') {
    const note = `Kernel ${kernel.version} takes the IPv6 hash modulo the number of nexthops: every nexthop gets the same share, whatever its weight.`;
    return { ...unknown, note };
  }
  const reason = noteOnSeed(group, kernel, { value, hasKey: hashKey !== undefined });
  return { ...unknown, note: `${reason} The shares are means over many keys.` };
}

function reasonOfUnknown({ family }: Group, { ipv6Multipath, version }: KernelProfile): string {
  return family === 6 && ipv6Multipath === 'modulo'
    ? `kernel ${version} takes a hash modulo the number of nexthops, which is not known bit for bit`
    : 'the key of the hash is random at each boot';
}

function noteOnSeed(
  { seed }: Group,
  kernel: KernelProfile,
  given: { value: number; hasKey: boolean },
): string {
  if (given.hasKey)
    return `A boot key gives exact answers for kernels whose hashed message could be compared (${knownLayouts}), not for ${kernel.version}.`;
  if (!kernel.hasSeed) {
    const start = given.value === 0 ? '' : `Kernel ${kernel.version} has no ${SEED_NAME}. `;
    return `${start}The hash is keyed with a random value of each boot, and the seed sysctl came with kernel 6.11.`;
  }
  if (seed !== undefined && isUnknown(seed.value)) return `The value of ${SEED_NAME} is not known.`;
  if (given.value !== 0)
    return `${given.value} is no value of ${SEED_NAME}, which takes 1 to 4294967295.`;
  return `Without ${SEED_NAME} the hash is keyed with a random value of each boot.`;
}
