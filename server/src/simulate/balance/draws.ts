/** From the balancer of a rule to a draw, or the reason why its numbers cannot be told. */
import { isUnknown, known } from '../../base/fact.ts';
import type { Fact } from '../../base/fact.ts';
import { sharesOf } from '../../kernel/balance.ts';
import type { Hmark } from '../../kernel/balance.ts';
import { parseUnsignedC } from '../../net/address.ts';
import type { RuleBalance } from '../../netfilter/types.ts';
import type { Draw } from './types.ts';

export interface ReadDraw {
  readonly draw: Draw;
  /** What is added to the number before the rule compares it. */
  readonly offset: number;
}

/** xt_statistic compares 31 random bits. */
const CHANCES = 2 ** 31;
/** More members than a preview can show. */
export const MAX_NUMBERS = 1024;

export function readDraw(balance: RuleBalance): ReadDraw | { readonly why: string } {
  switch (balance.kind) {
    case 'nth':
      return readCounted('statistic nth', { kind: 'counter' }, [balance.every]);
    case 'probability':
      return readChance(balance.probability);
    case 'numgen': {
      const kind = balance.mode === 'inc' ? 'counter' : 'chance';
      return readCounted(`numgen ${balance.mode}`, { kind }, [balance.modulus, balance.offset]);
    }
    case 'symhash':
      return readCounted('symhash', { kind: 'symhash' }, [balance.modulus, balance.offset]);
    case 'jhash':
      return readJhash(balance);
    case 'hmark':
      return readHmark(balance);
  }
}

/** The numbers that match of `nth` and `probability`, whose balancer itself says yes or no. */
export function matchingNumbers(
  balance: RuleBalance,
): { readonly from: number; readonly to: number } | undefined {
  if (balance.kind === 'nth') {
    const packet = known(balance.packet);
    return packet === undefined ? undefined : { from: packet, to: packet };
  }
  const probability = balance.kind === 'probability' ? known(balance.probability) : undefined;
  const shares =
    probability === undefined ? undefined : sharesOf({ kind: 'probability', probability });
  if (shares === undefined || 'kind' in shares) return undefined;
  return { from: 0, to: Math.round((shares[1] ?? 0) * CHANCES) - 1 };
}

function readCounted(
  text: string,
  source: Draw['source'],
  [modulus, offset]: readonly [Fact<number>, Fact<number>?],
): ReadDraw | { readonly why: string } {
  const unknown = [modulus, offset].find((fact) => fact !== undefined && isUnknown(fact.value));
  if (unknown !== undefined && isUnknown(unknown.value))
    return { why: `a number of ${text} is not known: ${unknown.value.reason}` };
  const value = known(modulus) ?? 0;
  const answer = sharesOf({ kind: 'nth', every: value });
  if ('kind' in answer) return { why: `${text} takes a number from 1 to 4294967295, not ${value}` };
  return { draw: { text, source, modulus: value }, offset: known(offset) ?? 0 };
}

function readChance(probability: Fact<number>): ReadDraw | { readonly why: string } {
  if (isUnknown(probability.value))
    return { why: `the probability is not known: ${probability.value.reason}` };
  const answer = sharesOf({ kind: 'probability', probability: probability.value });
  if ('kind' in answer) return { why: answer.reason };
  const draw = { text: 'statistic random', source: { kind: 'chance' }, modulus: CHANCES } as const;
  return { draw, offset: 0 };
}

function readJhash(
  balance: Extract<RuleBalance, { readonly kind: 'jhash' }>,
): ReadDraw | { readonly why: string } {
  const { keys, seed, modulus, offset } = balance;
  if (seed !== undefined && isUnknown(seed.value))
    return { why: `the seed of jhash is not known: ${seed.value.reason}` };
  return readCounted('jhash', { kind: 'jhash', keys, seed: known(seed) }, [modulus, offset]);
}

function readHmark(
  balance: Extract<RuleBalance, { readonly kind: 'hmark' }>,
): ReadDraw | { readonly why: string } {
  const { modulus, offset } = balance;
  return readCounted('HMARK', { kind: 'hmark', ...hmarkRule(balance) }, [modulus, offset]);
}

const DEFAULTS: Readonly<Record<string, readonly number[]>> = {
  'src-prefix': [32, 128],
  'dst-prefix': [32, 128],
  'sport-mask': [0xffff],
  'dport-mask': [0xffff],
};
const NAMED = new Set(['tuple', 'mod', 'offset', 'rnd', 'proto-mask']);
const FIELDS = ['src', 'dst', 'sport', 'dport'] as const;

function hmarkRule({ options, seed, modulus }: Extract<RuleBalance, { readonly kind: 'hmark' }>): {
  readonly rule: Hmark | undefined;
  readonly why: string;
} {
  const values = Object.entries(options).map(([name, fact]) => [name, known(fact)] as const);
  const odd = values.find(([name, value]) => !isModelled(name, value));
  if (odd !== undefined)
    return { rule: undefined, why: `\`--hmark-${odd[0]}\` of HMARK is not modelled` };
  const given = new Map(values);
  const fields = (given.get('tuple') ?? '').split(',').map((field) => field.trim());
  const tuple = FIELDS.filter(
    (field) => fields.includes(field) || given.has(`${field}-prefix`) || given.has(`${field}-mask`),
  );
  const found = { modulus: known(modulus), seed: known(seed) };
  if (found.modulus === undefined || found.seed === undefined)
    return { rule: undefined, why: 'the seed of HMARK is not known' };
  const protoMask = parseUnsignedC(given.get('proto-mask') ?? '0') ?? 0;
  return { rule: { modulus: found.modulus, seed: found.seed, tuple, protoMask }, why: '' };
}

function isModelled(name: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (name === 'tuple')
    return value.split(',').every((field) => FIELDS.some((one) => one === field.trim()));
  const defaults = DEFAULTS[name];
  return defaults === undefined
    ? NAMED.has(name)
    : defaults.includes(parseUnsignedC(value) ?? Number.NaN);
}
