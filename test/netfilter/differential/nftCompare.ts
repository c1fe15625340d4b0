/**
 * Our chains and rules beside those of `nft -j list ruleset`: tables, hooks, priorities, policies, order, and of each
 * rule links, addresses, marks, states, NAT and verdicts. What is not modelled is left out on both sides.
 */
import { isUnknown } from '../../../server/src/base/fact.ts';
import { assembleNetfilter } from '../../../server/src/host/assemble/netfilter.ts';
import { formatPrefix } from '../../../server/src/net/prefix.ts';
import type {
  NetfilterRule,
  NetfilterStep,
  RuleAction,
} from '../../../server/src/netfilter/types.ts';
import { listedChains, vmapText } from './nftListed.ts';
import type { ListedRule, MarkWrite } from './nftListed.ts';

/** Undefined: alike. */
export function compareRuleset(steps: readonly NetfilterStep[], json: string): string | undefined {
  const listed = listedChains(json);
  const ours = new Map(
    assembleNetfilter(steps).chains.map((chain) => {
      const { tableFamily, table, name, base, policy, rules } = chain;
      const head =
        base === undefined
          ? '-'
          : `${base.chainType} ${base.hook} ${base.priority} ${policy ?? 'accept'}`;
      return [
        [tableFamily, table, name].map((part) => textOf(part)).join(' '),
        { head, rules: inOrder(rules) },
      ] as const;
    }),
  );
  for (const key of new Set([...listed.keys(), ...ours.keys()])) {
    const [left, right] = [ours.get(key), listed.get(key)];
    if (left === undefined || right === undefined)
      return `${key}: ${left === undefined ? 'only in nft' : 'only ours'}`;
    if (left.head !== right.head) return `${key}: ${left.head} beside ${right.head}`;
    if (left.rules.length !== right.rules.length)
      return `${key}: ${left.rules.length} rules beside ${right.rules.length}`;
    for (const [i, rule] of left.rules.entries()) {
      const other = right.rules[i];
      const difference = other === undefined ? 'no rule' : compareRule(rule, other);
      if (difference !== undefined) return `${key} rule ${i}: ${difference}`;
    }
  }
  return undefined;
}

/** The rules that one map makes stand in the order of their keys; the kernel keeps the elements in an order of its own. */
function inOrder(rules: readonly NetfilterRule[]): readonly NetfilterRule[] {
  return rules
    .map((rule, i) => {
      const isSame = (other: NetfilterRule): boolean =>
        other.origin.span.start === rule.origin.span.start;
      const first =
        i -
        rules
          .slice(0, i)
          .toReversed()
          .findIndex((other) => !isSame(other));
      const { iif = '', oif = '', mark = '', ctMark = '' } = matchParts(rule);
      const key = [iif, oif, mark, ctMark].join(' ');
      return { rule, group: rules.slice(0, i).every(isSame) ? 0 : first, key };
    })
    .toSorted((a, b) => a.group - b.group || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ rule }) => rule);
}

function compareRule(rule: NetfilterRule, listed: ListedRule): string | undefined {
  const ours = matchParts(rule);
  for (const name of new Set([...Object.keys(ours), ...Object.keys(listed.match)])) {
    const [left, right] = [ours[name], listed.match[name]];
    // The elements of a named set are those of the moment; only that there is a condition is compared.
    const isMark = name === 'mark' || name === 'ctMark';
    const isSet = right?.includes('@') === true && (left !== undefined || isMark);
    if (left !== right && !isSet) return `${name} ${left} beside ${right}`;
  }
  const actions = withVmaps(
    rule.actions.filter(
      ({ kind }, i) => !(kind === 'restore-mark' && rule.actions[i - 1]?.kind === 'set-mark'),
    ),
  );
  if (actions.length !== listed.actions.length)
    return `${actions.map((one) => (typeof one === 'string' ? one : one.kind)).join()} beside ${JSON.stringify(listed.actions)}`;
  for (const [i, action] of actions.entries()) {
    const other = listed.actions[i];
    const isAlike =
      typeof action === 'string' || typeof other === 'string' || other === undefined
        ? (typeof action === 'string' ? action : actionText(action)) === other
        : writesAlike(action, other);
    if (!isAlike) return `${JSON.stringify(action)} beside ${JSON.stringify(other)}`;
  }
  return undefined;
}

/** A verdict map that is no choice of ours stands as its verdicts with a mark behind them; here it is one text. */
function withVmaps(actions: readonly RuleAction[]): readonly (RuleAction | string)[] {
  const folded: (RuleAction | string)[] = [];
  for (const action of actions) {
    if (action.kind !== 'unmodelled' || action.name !== 'vmap') folded.push(action);
    else {
      const start = folded.findLastIndex((one) => !isVerdict(one)) + 1;
      const verdicts = folded
        .splice(start)
        .flatMap((one) => (typeof one === 'string' ? [] : [actionText(one)]));
      folded.push(vmapText(verdicts));
    }
  }
  return folded;
}

function isVerdict(action: RuleAction | string): boolean {
  return typeof action !== 'string' && ['accept', 'drop', 'return', 'jump'].includes(action.kind);
}

function matchParts({ match }: NetfilterRule): Readonly<Record<string, string>> {
  const parts: Record<string, string> = {};
  const sign = (negated: boolean): string => (negated ? '!' : '');
  for (const side of ['iif', 'oif'] as const) {
    const link = match[side];
    if (link !== undefined)
      parts[side] =
        sign(link.negated) +
        link.names
          .map(({ value }) => textOf(value))
          .toSorted()
          .join();
  }
  for (const side of ['source', 'destination'] as const) {
    const address = match[side];
    if (address === undefined) continue;
    const texts = address.prefixes.map(({ value }) =>
      isUnknown(value) ? '?' : formatPrefix(value),
    );
    parts[side] = sign(address.negated) + texts.toSorted().join();
  }
  for (const key of ['mark', 'ctMark'] as const) {
    const mark = match[key];
    if (mark !== undefined)
      parts[key] = `${sign(mark.negated)}${textOf(mark.value.value)}/${mark.mask}`;
  }
  if (match.ctStates !== undefined) parts['states'] = match.ctStates.toSorted().join();
  return parts;
}

function actionText(action: RuleAction): string {
  switch (action.kind) {
    case 'jump':
      return `${action.isGoto === true ? 'goto' : 'jump'} ${action.chain}`;
    case 'snat':
    case 'dnat':
      return `${action.kind} ${textOf(action.to?.value ?? '').replace(/-.*$/, '')}`;
    default:
      return action.kind;
  }
}

const samples = [
  { mark: 0, ctMark: 0 },
  { mark: 0xdead_beef, ctMark: 0x1234_5678 },
  { mark: 0xffff_ffff, ctMark: 0x0f0f_0f0f },
];

/** Both write the same for sample marks; what we call unknown may be anything. */
function writesAlike(action: RuleAction, write: MarkWrite): boolean {
  const isPacket = action.kind === 'set-mark' || action.kind === 'restore-mark';
  if (isPacket !== (write.key === 'mark')) return false;
  if (action.kind === 'restore-mark' && write.mappedFrom === 'ctMark') return true;
  if (action.kind === 'save-mark' && write.mappedFrom === 'mark') return true;
  return samples.every((sample) => {
    const value = write.value(sample);
    if (value === undefined)
      return 'value' in action && action.value !== undefined && isUnknown(action.value.value);
    switch (action.kind) {
      case 'set-mark':
      case 'set-ct-mark': {
        if (isUnknown(action.value.value)) return true;
        const before = isPacket ? sample.mark : sample.ctMark;
        return ((before & ~action.mask) | action.value.value) >>> 0 === value;
      }
      case 'restore-mark':
        return (value & action.mask) === (sample.ctMark & action.mask);
      case 'save-mark':
        return (value & action.mask) === (sample.mark & action.mask);
      default:
        return false;
    }
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
