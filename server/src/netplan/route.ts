/** Entries of `routes` and `routing-policy`. */
import type { YamlMapping } from '../yaml/types.ts';
import type { FactReader } from './facts.ts';
import type { NetplanPolicyRule, NetplanRoute } from './types.ts';
import { readDestination, readNetwork, readRouteAddress } from './values.ts';

export function readRoute(mapping: YamlMapping, facts: FactReader): NetplanRoute {
  return {
    ...facts.originOf(mapping.span),
    to: facts.at(mapping, 'to', readDestination),
    via: facts.at(mapping, 'via', readRouteAddress),
    from: facts.at(mapping, 'from', readRouteAddress),
    onLink: facts.boolean(mapping, 'on-link'),
    metric: facts.integer(mapping, 'metric'),
    table: facts.integer(mapping, 'table'),
    type: facts.at(mapping, 'type', lowerCase),
    scope: facts.at(mapping, 'scope', lowerCase),
  };
}

export function readPolicyRule(mapping: YamlMapping, facts: FactReader): NetplanPolicyRule {
  return {
    ...facts.originOf(mapping.span),
    from: facts.at(mapping, 'from', readNetwork),
    to: facts.at(mapping, 'to', readNetwork),
    table: facts.integer(mapping, 'table'),
    priority: facts.integer(mapping, 'priority'),
    mark: facts.integer(mapping, 'mark'),
  };
}

/** netplan compares these words in any case. */
function lowerCase(text: string): { readonly value: string } {
  return { value: text.toLowerCase() };
}
