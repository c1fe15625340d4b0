/** Whether a host runs what its netplan files say: what is missing, a sentence each. Surplus is no difference: others may have set it. */
import { known } from '../base/fact.ts';
import type { Host } from '../host/model.ts';
import {
  expectedAddresses,
  expectedRoutes,
  expectedRules,
  type ExpectedAddress,
  type ExpectedRule,
} from './expected.ts';
import { expectedBonds, otherBonds, type ExpectedBond } from './planned.ts';
import { routeText, tableText } from './routeText.ts';
import type { FactRoute, HostFacts } from './types.ts';

/** What is to be seen on the host, detached from the texts that say so. */
export interface Expectation {
  readonly links: readonly string[];
  readonly addresses: readonly ExpectedAddress[];
  readonly routes: readonly FactRoute[];
  readonly rules: readonly ExpectedRule[];
  readonly bonds: readonly ExpectedBond[];
  readonly tables: ReadonlyMap<string, number>;
}

export function expectationOf(host: Host): Expectation {
  return {
    links: host.links.flatMap(({ name, language }) =>
      language === 'netplan' ? (known(name) ?? []) : [],
    ),
    addresses: expectedAddresses(host),
    routes: expectedRoutes(host),
    rules: expectedRules(host),
    bonds: expectedBonds(host),
    tables: new Map(host.tableNames),
  };
}

export function compareRunning(expected: Expectation, facts: HostFacts): readonly string[] {
  return [
    ...missingLinks(expected, facts),
    ...missingAddresses(expected, facts),
    ...missingRoutes(expected, facts),
    ...missingRules(expected, facts),
    ...otherBonds(expected.bonds, facts.bonds).map(
      (name) => `the bond ${name} runs with other parameters than the files say`,
    ),
  ];
}

function missingLinks({ links }: Expectation, facts: HostFacts): readonly string[] {
  const present = new Set(facts.links.map(({ name }) => name));
  return links.filter((link) => !present.has(link)).map((link) => `the host has no link ${link}`);
}

function missingAddresses({ addresses }: Expectation, facts: HostFacts): readonly string[] {
  const text = ({ link, address, length }: ExpectedAddress): string =>
    `${address}/${length} on ${link}`;
  const present = new Set(facts.addresses.map(text));
  return addresses
    .map(text)
    .filter((each) => !present.has(each))
    .map((each) => `the address ${each} is not there`);
}

function missingRoutes({ routes, tables }: Expectation, facts: HostFacts): readonly string[] {
  const present = new Set(facts.routes.map((route) => routeText(route, tables)));
  return routes
    .map((route) => routeText(route, tables))
    .filter((text) => !present.has(text))
    .map((text) => `the route ${text} is not there`);
}

function missingRules({ rules, tables }: Expectation, facts: HostFacts): readonly string[] {
  const running = facts.rules.map(({ family, priority, text }) => ({
    family,
    priority,
    text: text.replace(/lookup (\S+)$/, (_, table: string) => `lookup ${tableText(table, tables)}`),
  }));
  return rules
    .filter(
      (rule) =>
        !running.some(
          (each) =>
            each.family === rule.family &&
            each.text === rule.text &&
            (rule.priority === undefined || each.priority === rule.priority),
        ),
    )
    .map(({ priority, text }) => {
      const where = priority === undefined ? '' : `${priority}: `;
      return `the policy rule ${where}${text} is not there`;
    });
}
