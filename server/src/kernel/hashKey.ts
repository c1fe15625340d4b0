/**
 * Where the key of the flow hash comes from.
 * Since 6.11 from the sysctl: proc_fib_multipath_hash_construct_key(), net/ipv4/sysctl_net_ipv4.c, v6.18.
 * With a seed of 0 a random u32 of the boot stands in its place, proc_fib_multipath_hash_rand_seed in the same file.
 * Before 6.11, from one random value at boot: `hashrnd`, net/core/flow_dissector.c, v6.1, which root can read from memory.
 */
import type { HashKey } from './siphash.ts';

/**
 * The key of a value of net.ipv4.fib_multipath_hash_seed: both halves of both keys are the seed.
 * Undefined for 0, which means "a random value of this boot", and for anything that is no u32.
 */
export function keyOfSeed(seed: number): HashKey | undefined {
  if (!Number.isInteger(seed) || seed <= 0 || seed > 0xffff_ffff) return undefined;
  const word = { low: seed, high: seed };
  return { key0: word, key1: word };
}

/** A boot key as two 16-digit hexadecimal words, `K0,K1`. Undefined if the text is something else. */
export function parseHashKey(text: string): HashKey | undefined {
  const match = /^\s*(?:0x)?([0-9a-f]{16})\s*,\s*(?:0x)?([0-9a-f]{16})\s*$/i.exec(text);
  if (match === null) return undefined;
  const [, first = '', second = ''] = match;
  return { key0: halvesOf(first), key1: halvesOf(second) };
}

function halvesOf(digits: string): { low: number; high: number } {
  return {
    low: Number.parseInt(digits.slice(8), 16),
    high: Number.parseInt(digits.slice(0, 8), 16),
  };
}
