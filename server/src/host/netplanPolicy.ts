/**
 * netplan's `routing-policy` rules in the terms of `ip rule`: their tables, and whether one packet may fit two of them.
 */
import { isUnknown, known, type Fact } from '../base/fact.ts';
import { prefixCovers, type Prefix } from '../net/prefix.ts';
import type { HostPolicyRule } from './model.ts';
import { policyRulesOf, type PlacedPolicyRule } from './netplanLinks.ts';
import type { NetplanPolicyRule } from '../netplan/types.ts';
import { withKeys, type NetplanDefinition, type NetplanSet } from './netplanSets.ts';
import { integerAt } from './netplanTree.ts';
import { mainTable } from './table.ts';

export interface PolicyRuleOfLink extends PlacedPolicyRule {
  readonly definition: NetplanDefinition;
  /** As text, so that it compares with the tables of scripts; undefined where it cannot be known. */
  readonly table: string | undefined;
}

/** All policy rules of a set. A rule of a VRF without a table gets that of the VRF (adopt_and_validate_vrf_routes, validation.c, 1.2). */
export function policyRulesIn(set: NetplanSet): readonly PolicyRuleOfLink[] {
  return withKeys(set, 'routing-policy').flatMap((definition) => {
    const rules = policyRulesOf(definition);
    const own = definition.kind === 'vrfs' ? integerAt(definition, ['table']) : undefined;
    return rules.map((placed) => ({
      ...placed,
      definition,
      table: tableOf(placed.rule.table ?? own),
    }));
  });
}

function tableOf(fact: Fact<number> | undefined): string | undefined {
  if (fact === undefined) return String(mainTable);
  const table = known(fact);
  return table === undefined ? undefined : String(table);
}

/** What tells which packets a rule is for, in netplan and in scripts. */
export type Selectors = Pick<HostPolicyRule, 'from' | 'to'>;

export type Overlap = 'yes' | 'no' | 'unknown';

/** Whether one packet may fit both rules, as far as their addresses tell. */
export function overlapOf(a: Selectors, b: Selectors): Overlap {
  const families = [a.from, a.to, b.from, b.to]
    .map(familyOf)
    .filter((family) => family !== undefined);
  if (new Set(families).size > 1) return 'no';
  const parts = [overlapOfPrefixes(a.from, b.from), overlapOfPrefixes(a.to, b.to)];
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

type Selector = Fact<Prefix | 'all'> | undefined;

function familyOf(selector: Selector): 4 | 6 | undefined {
  const value = known(selector);
  return value === undefined || value === 'all' ? undefined : value.address.family;
}

function overlapOfPrefixes(a: Selector, b: Selector): Overlap {
  if (a === undefined || b === undefined || a.value === 'all' || b.value === 'all') return 'yes';
  if (isUnknown(a.value) || isUnknown(b.value)) return 'unknown';
  return prefixCovers(a.value, b.value) || prefixCovers(b.value, a.value) ? 'yes' : 'no';
}

/**
 * True if every packet of one rule fits the other too and they lead to different tables, so that their order decides.
 * Rules that only meet, `from` one address and `to` another one, are left alone: their authors mean different traffic.
 */
export function areRivals(a: PolicyRuleOfLink, b: PolicyRuleOfLink): boolean {
  if (a.table === undefined || b.table === undefined || a.table === b.table) return false;
  if (overlapOf(a.rule, b.rule) === 'no') return false;
  return isWithin(a.rule, b.rule) || isWithin(b.rule, a.rule);
}

function isWithin(inner: NetplanPolicyRule, outer: NetplanPolicyRule): boolean {
  return (
    isCovered(inner.from, outer.from) &&
    isCovered(inner.to, outer.to) &&
    (outer.mark === undefined || isSame(inner.mark, outer.mark))
  );
}

function isCovered(inner: NetplanPolicyRule['from'], outer: NetplanPolicyRule['from']): boolean {
  if (outer === undefined) return true;
  const [part, whole] = [known(inner), known(outer)];
  if (whole === undefined || (part === undefined && inner !== undefined)) return false;
  if (part === undefined) return whole.length === 0;
  return prefixCovers(whole, part);
}

/** netplan's marks have no mask, so another mark is another packet. */
function isSame(a: Fact<number> | undefined, b: Fact<number>): boolean {
  const value = known(a);
  return value !== undefined && value === known(b);
}
