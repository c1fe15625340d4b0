/** `ip neigh` as a request: ipneigh_modify(), iproute2 6.1 ip/ipneigh.c. */
import type { Argument, Grammar, GrammarRow } from '../../../iproute/grammar.ts';
import { flag } from '../../../iproute/rows.ts';
import { parseIprouteAddress } from '../../../net/address.ts';
import type { NeighbourRequest } from '../neighbours.ts';
import type { MachineCommand } from './command.ts';
import { argumentsOf, partsOf } from './parts.ts';
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
export function readNeighbourCommand(
  verbText: string | undefined,
  reading: Reading,
): MachineCommand {
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
      return unread;
    default:
      return nothing;
  }
}

function readNeighbour(verb: NeighbourRequest['verb'], reading: Reading): MachineCommand {
  const parts = partsOf(argumentsOf(reading.shell), grammar);
  const { values, free } = parts;
  const proxy = values.get('proxy');
  const address = parseIprouteAddress(proxy ?? free[0] ?? '');
  const dev = values.get('dev');
  if (parts.isUnknown || address === undefined || dev === undefined) return unread;
  return {
    kind: 'neighbour',
    dev,
    request: {
      verb,
      address,
      lladdr: values.get('lladdr'),
      state: values.get('nud') ?? 'permanent',
      proxy: proxy !== undefined,
      sure: reading.sure,
      origin: reading.origin,
    },
  };
}
