/** Rules as lines of text: what a reader understood, in one place for all tests. */
import { isUnknown } from '../../server/src/base/fact.ts';
import type { Fact, Unknown } from '../../server/src/base/fact.ts';
import { formatPrefix } from '../../server/src/net/prefix.ts';
import type { Prefix } from '../../server/src/net/prefix.ts';
import type {
  BalancedValue,
  ChainPlace,
  LinkMatch,
  NetfilterRule,
  NetfilterStep,
  RuleAction,
  RuleBalance,
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
      const position = step.position === undefined ? '' : ` ${number(step.position)}`;
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
    case 'delete-number':
      return `delete ${number(step.number)}: ${place(step.place)}`;
    case 'zero':
      return `zero: ${place(step.place)}`;
    case 'delete-chain':
      return `delete chain: ${place(step.place)}`;
    case 'rename-chain':
      return `rename: ${place(step.place)} ${name(step.to)}`;
    case 'unmodelled':
      return `unmodelled: ${step.reason}`;
  }
}

function place({ families, table, chain }: ChainPlace): string {
  return `${families.join('')} ${name(table)} ${chain === undefined ? 'all' : name(chain)}`;
}

function number(value: number | Unknown): string {
  return isUnknown(value) ? name(value) : String(value);
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
  for (const { balance, negated, numbers } of match.balance)
    parts.push(
      `${negated ? 'not ' : ''}${renderBalance(balance)}${numbers === undefined ? '' : `=${numbers.map((number) => range(number)).join(',')}`}`,
    );
  if (match.other.length > 0) parts.push(`other[${match.other.join(' | ')}]`);
  return parts;
}

function renderAction(action: RuleAction): string {
  switch (action.kind) {
    case 'snat':
    case 'dnat':
      return `${action.kind} ${action.to === undefined ? '-' : value(action.to, String)}${balanced(action.balanced, (to) => value(to, String))}`;
    case 'set-mark':
    case 'set-ct-mark':
      return `${action.kind} ${value(action.value, hex)}/${hex(action.mask)}${action.maskUnknown === true ? '?' : ''}${balanced(action.balanced, (mark) => value(mark, hex))}`;
    case 'choose':
      return `choose${balanced(action.balanced, renderAction)}`;
    case 'restore-mark':
    case 'save-mark':
      return `${action.kind} ${hex(action.mask)}${action.maskUnknown === true ? '?' : ''}`;
    case 'jump':
      return `${action.isGoto === true ? 'goto' : 'jump'} ${action.chain}`;
    case 'redirect':
      return `redirect ${action.to === undefined ? '-' : value(action.to, String)}`;
    case 'tproxy':
      return `tproxy${action.mark === undefined ? '' : ` ${value(action.mark.value, hex)}/${hex(action.mark.mask)}`}`;
    case 'unmodelled':
      return `(${action.name})`;
    default:
      return action.kind;
  }
}

function balanced<T>(what: BalancedValue<T> | undefined, render: (one: T) => string): string {
  if (what === undefined) return '';
  const choices = what.choices?.map((choice) => `${range(choice)}:${render(choice.value)}`);
  return ` by ${renderBalance(what.balance)}${choices === undefined ? '' : ` {${choices.join(', ')}}`}`;
}

function range({ from, to }: { from: number; to: number }): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

function renderBalance(balance: RuleBalance): string {
  switch (balance.kind) {
    case 'nth':
      return `nth ${value(balance.every, String)} ${value(balance.packet, String)}`;
    case 'probability':
      return `probability ${value(balance.probability, String)}`;
    case 'numgen':
      return `numgen ${balance.mode} ${drawn(balance)}`;
    case 'symhash':
      return `symhash ${drawn(balance)}`;
    case 'jhash':
      return `jhash ${balance.keys.join(' . ')} ${drawn(balance)}${balance.seed === undefined ? '' : ` seed ${value(balance.seed, String)}`}`;
    case 'hmark':
      return `hmark ${drawn(balance)} ${Object.entries(balance.options)
        .map(([option, fact]) => `${option}=${value(fact, String)}`)
        .join(' ')}`;
  }
}

function drawn({ modulus, offset }: { modulus: Fact<number>; offset: Fact<number> }): string {
  return `mod ${value(modulus, String)} + ${value(offset, String)}`;
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
