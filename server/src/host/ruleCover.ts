/** Whether one policy rule takes every packet that another one takes: fib_rule_match(), net/core/fib_rules.c, fib4_rule_match(), net/ipv4/fib_rules.c, v6.18. */
import { identityOf, known, type Fact } from '../base/fact.ts';
import { prefixCovers, type Prefix } from '../net/prefix.ts';
import type { HostPolicyRule } from './model.ts';

/** False also where it cannot be known. */
export function covers(outer: HostPolicyRule, inner: HostPolicyRule): boolean {
  // Hosts with many rules have many pairs: the selector that differs most comes first.
  return (
    coversPrefix(outer.from, inner.from) &&
    isWhole(outer) &&
    isWhole(inner) &&
    outer.otherSelectors.length === 0 &&
    coversPrefix(outer.to, inner.to) &&
    isSameLink(outer.iif, inner.iif) &&
    isSameLink(outer.oif, inner.oif) &&
    coversMark(outer.fwmark, inner.fwmark)
  );
}

function isWhole({ not, incomplete }: HostPolicyRule): boolean {
  return !not && incomplete !== true;
}

function coversPrefix(
  outer: Fact<Prefix | 'all'> | undefined,
  inner: Fact<Prefix | 'all'> | undefined,
): boolean {
  if (isAll(outer)) return true;
  const whole = known(outer);
  const part = known(inner);
  if (whole === undefined || whole === 'all' || part === undefined || part === 'all') return false;
  return prefixCovers(whole, part);
}

function isAll(selector: Fact<Prefix | 'all'> | undefined): boolean {
  if (selector === undefined) return true;
  const value = known(selector);
  return value === 'all' || value?.length === 0;
}

function isSameLink(outer: Fact<string> | undefined, inner: Fact<string> | undefined): boolean {
  if (outer === undefined) return true;
  const name = identityOf(outer);
  return name !== undefined && name === identityOf(inner);
}

/** (mark ^ value) & mask is 0 for a packet that matches. */
function coversMark(outer: HostPolicyRule['fwmark'], inner: HostPolicyRule['fwmark']): boolean {
  if (outer === undefined) return true;
  if (inner === undefined) return false;
  const [value, mask] = [known(outer.value), known(outer.mask)];
  const [innerValue, innerMask] = [known(inner.value), known(inner.mask)];
  if (value === undefined || mask === undefined) return false;
  if (innerValue === undefined || innerMask === undefined) return false;
  return (mask & ~innerMask) === 0 && ((value ^ innerValue) & mask) === 0;
}
