/** `ip neigh` as a request: ipneigh_modify(), iproute2 6.1 ip/ipneigh.c. */
import { isUnknown } from '../../../base/fact.ts';
import type { Argument, Grammar, GrammarRow } from '../../../iproute/grammar.ts';
import { flag } from '../../../iproute/rows.ts';
import type { IpNeighCommand } from '../../../iproute/types.ts';
import { parseIprouteAddress } from '../../../net/address.ts';
import { parseIproutePrefix } from '../../../net/prefix.ts';
import type { NeighbourRequest } from '../neighbours.ts';
import type { MachineCommand } from './command.ts';
import { argumentsOf, partsOf, verbOf } from './parts.ts';
import type { Reading } from './reading.ts';

const text: Argument = { kind: 'text' };
const row = (keyword: string, argument: Argument, abbreviates = false): GrammarRow => ({
  keyword,
  argument,
  abbreviates,
  doc: '',
});
const grammar: Grammar = [
  row('lladdr', text),
  row('nud', text),
  row('proxy', text),
  row('router', flag),
  row('managed', flag),
  row('use', flag),
  row('extern_learn', flag),
  row('dev', text),
  row('protocol', text, true),
  row('to', flag),
];

const verbs = [
  'add',
  'change',
  'chg',
  'replace',
  'delete',
  'get',
  'show',
  'lst',
  'list',
  'flush',
  'help',
];
const unread: MachineCommand = { kind: 'unknown', touches: 'neighbours' };
const nothing: MachineCommand = { kind: 'none' };

/** What the command asks of the kernel. */
export function readNeighbourCommand(command: IpNeighCommand, reading: Reading): MachineCommand {
  const verbText = verbOf(reading.shell);
  const found = verbText === undefined ? 'show' : verbs.find((each) => each.startsWith(verbText));
  switch (found) {
    case 'add':
    case 'replace':
      return readNeighbour(found, reading);
    case 'change':
    case 'chg':
      return readNeighbour('change', reading);
    case 'delete':
      return readNeighbour('del', reading);
    case 'flush':
      return readFlush(command, reading);
    default:
      return nothing;
  }
}

/** States that an entry stays in while a script runs. */
const states: ReadonlySet<string> = new Set([
  'permanent',
  'noarp',
  'reachable',
  'stale',
  'none',
  'failed',
]);
/** The kernel asks the network, or another program tells it. */
const asks = ['use', 'managed', 'extern_learn'];

function readFlush({ family }: IpNeighCommand, reading: Reading): MachineCommand {
  const { values, free, isUnknown: hasUnknown } = partsOf(argumentsOf(reading.shell), grammar);
  const [to = 'all', ...more] = free;
  const within = ['all', 'any', 'default'].includes(to) ? undefined : parseIproutePrefix(to);
  const state = values.get('nud');
  const isOther = [...values.keys()].some((word) => !['dev', 'nud', 'to'].includes(word));
  if (hasUnknown || isOther || more.length > 0 || isUnknown(family)) return unread;
  if (within === undefined && to !== 'all' && to !== 'any' && to !== 'default') return unread;
  if (state !== undefined && state !== 'all' && !states.has(state)) return unread;
  return {
    kind: 'flush-neighbours',
    request: { dev: values.get('dev'), family: family ?? within?.address.family, within, state },
    sure: reading.sure,
  };
}

function readNeighbour(verb: NeighbourRequest['verb'], reading: Reading): MachineCommand {
  const parts = partsOf(argumentsOf(reading.shell), grammar);
  const { values, free } = parts;
  const proxy = values.get('proxy');
  const address = parseIprouteAddress(proxy ?? free[0] ?? '');
  const dev = values.get('dev');
  const state = values.get('nud') ?? 'permanent';
  if (parts.isUnknown || address === undefined || dev === undefined) return unread;
  if (!states.has(state) || asks.some((word) => values.has(word))) return unread;
  return {
    kind: 'neighbour',
    dev,
    request: {
      verb,
      address,
      lladdr: values.get('lladdr'),
      state,
      proxy: proxy !== undefined,
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}
