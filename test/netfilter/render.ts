/** Rules as lines of text: what a reader understood, in one place for all tests. */
import { isUnknown } from '../../server/src/base/fact.ts';
import type { Fact, Unknown } from '../../server/src/base/fact.ts';
import { formatPrefix } from '../../server/src/net/prefix.ts';
import type { Prefix } from '../../server/src/net/prefix.ts';
import type {
  LinkMatch,
  NetfilterRule,
  NetfilterStep,
  RuleAction,
  RuleMatch,
} from '../../server/src/netfilter/types.ts';

export function renderRules(rules: readonly NetfilterRule[]): string {
  return rules.map(renderRule).join('\n');
}

/** Steps in order, rules with what happens to them. */
export function renderSteps(steps: readonly NetfilterStep[]): string {
  return steps.map(renderStep).join('\n');
}

function renderStep(step: NetfilterStep): string {
  switch (step.kind) {
    case 'rule': {
      const position = step.position === undefined ? '' : ` ${step.position}`;
      return `${step.insert}${position}: ${renderRule(step.rule)}`;
    }
    case 'chain': {
      const { table, chain, hook, type, priority, policy, families } = step.chain;
      const base = [type, hook, priority, policy].filter((part) => part !== undefined).join(' ');
      return `chain: ${families.join('')} ${name(table)} ${name(chain)} ${base === '' ? '-' : base}`;
    }
    case 'flush': {
      const { families, table, chain } = step.flush;
      return `flush: ${families.join('')} ${table === undefined ? 'all' : name(table)} ${chain === undefined ? 'all' : name(chain)}`;
    }
    case 'unmodelled':
      return `unmodelled: ${step.reason}`;
  }
}

function renderRule(rule: NetfilterRule): string {
  const place = `${rule.families.join('')} ${name(rule.table)} ${name(rule.chain)} ${rule.hook} ${rule.priority ?? '-'}`;
  return [place, ...renderMatch(rule.match), '->', rule.actions.map(renderAction).join(', ')]
    .join(' ')
    .trim();
}

function renderMatch(match: RuleMatch): readonly string[] {
  const parts: string[] = [];
  if (match.iif !== undefined) parts.push(`iif${links(match.iif)}`);
  if (match.oif !== undefined) parts.push(`oif${links(match.oif)}`);
  if (match.source !== undefined) parts.push(`from${prefixes(match.source)}`);
  if (match.destination !== undefined) parts.push(`to${prefixes(match.destination)}`);
  if (match.mark !== undefined) parts.push(`mark${mark(match.mark)}`);
  if (match.ctMark !== undefined) parts.push(`ctmark${mark(match.ctMark)}`);
  if (match.ctStates !== undefined) parts.push(`state=${match.ctStates.join(',')}`);
  if (match.other.length > 0) parts.push(`other[${match.other.join(' | ')}]`);
  return parts;
}

function renderAction(action: RuleAction): string {
  switch (action.kind) {
    case 'snat':
    case 'dnat':
      return `${action.kind} ${action.to === undefined ? '-' : value(action.to, String)}`;
    case 'set-mark':
    case 'set-ct-mark':
      return `${action.kind} ${value(action.value, hex)}/${hex(action.mask)}${action.maskUnknown === true ? '?' : ''}`;
    case 'restore-mark':
    case 'save-mark':
      return `${action.kind} ${hex(action.mask)}${action.maskUnknown === true ? '?' : ''}`;
    case 'jump':
      return `jump ${action.chain}`;
    case 'unmodelled':
      return `(${action.name})`;
    default:
      return action.kind;
  }
}

function links({ negated, names }: LinkMatch): string {
  return `${negated ? '!=' : '='}${names.map((fact) => value(fact, String)).join(',')}`;
}

function prefixes({
  negated,
  prefixes: list,
}: {
  negated: boolean;
  prefixes: readonly Fact<Prefix>[];
}): string {
  return `${negated ? '!=' : '='}${list.map((fact) => value(fact, formatPrefix)).join(',')}`;
}

function mark({
  negated,
  value: fact,
  mask,
}: {
  negated: boolean;
  value: Fact<number>;
  mask: number;
}): string {
  return `${negated ? '!=' : '='}${value(fact, hex)}/${hex(mask)}`;
}

function value<T>(fact: Fact<T>, render: (known: T) => string): string {
  return isUnknown(fact.value) ? name(fact.value) : render(fact.value);
}

function name(text: string | Unknown): string {
  return isUnknown(text) ? `$${text.symbol ?? '?'}` : text;
}

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}
