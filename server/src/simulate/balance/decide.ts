/** Which member balancing rules give one flow to: exact where the rule itself gives the seed of its hash. */
import { hmark, nftJhash } from '../../kernel/balance.ts';
import type { Flow } from '../../net/flow.ts';
import type { FlowDecision } from '../types.ts';
import { outcomeOf } from './types.ts';
import type { Draw, GroupBalance } from './types.ts';
import { hashedValues } from './values.ts';

export function decideBalance({ steps, rest }: GroupBalance, flow: Flow): FlowDecision {
  let member = rest;
  for (const step of steps) {
    if (step.isForRest && member !== rest) continue;
    // One outcome for every number, as with a modulus of 1, is certain without the number.
    const number = step.draw.modulus === 1 ? 0 : numberOf(step.draw, flow);
    if (number === 'not-seen') continue;
    if (typeof number !== 'number') return { member: null, why: number.why };
    const outcome = outcomeOf(step, number);
    if (outcome === undefined) continue;
    member = outcome.member;
    if (step.ends) break;
  }
  return { member };
}

/** True if every number of the group is that of a hash whose seed is known. */
export function isExact({ steps }: GroupBalance): boolean {
  return steps.every(({ draw: { source, modulus } }) => {
    if (source.kind === 'always' || modulus === 1) return true;
    if (source.kind === 'jhash') return source.seed !== undefined;
    return source.kind === 'hmark' && source.rule !== undefined;
  });
}

function numberOf(
  { text, source, modulus }: Draw,
  flow: Flow,
): number | 'not-seen' | { readonly why: string } {
  switch (source.kind) {
    case 'always':
      return 0;
    case 'counter':
      return { why: `${text} counts packets, whatever flow they belong to` };
    case 'chance':
      return { why: `${text} is drawn for each packet anew` };
    case 'symhash':
      return { why: 'symhash is keyed with a random value of each boot' };
    case 'jhash':
      return jhashNumber(source, modulus, flow);
    case 'hmark': {
      if (source.rule === undefined) return { why: source.why };
      const mark = hmark(flow, { ...source.rule, offset: 0 });
      return typeof mark === 'number' ? mark : { why: mark.reason };
    }
  }
}

function jhashNumber(
  { keys, seed }: Extract<Draw['source'], { readonly kind: 'jhash' }>,
  ...[modulus, flow]: readonly [number, Flow]
): number | 'not-seen' | { readonly why: string } {
  if (seed === undefined)
    return { why: 'without `seed` jhash has a random one at each load of the rule' };
  const values = hashedValues(keys, flow);
  if (values === 'not-seen' || 'why' in values) return values;
  const number = nftJhash(values, { modulus, seed });
  return typeof number === 'number' ? number : { why: number.reason };
}
