/** `parameters` of a bridge. Times are in seconds unless a suffix says otherwise. */
import { codeSpan } from '../../base/markdown.ts';
import type { YamlMapping } from '../../yaml/types.ts';
import { atStart, refuseCrash, refuseValue } from '../refusal.ts';
import type { Refusal, Report } from '../refusal.ts';
import { readInteger } from '../values.ts';
import { boolean, integer, keyTable, row, text } from './table.ts';

export const bridgeParameters = keyTable('bridge parameters', [
  row(
    'stp',
    boolean,
    'Spanning tree protocol: closes loops between bridges. Any `parameters:` switch it on.',
    { default: 'true' },
  ),
  row(
    'priority',
    integer,
    'Priority in the election of the root bridge, 0 to 65535; the lowest wins.',
  ),
  row('forward-delay', text, 'Seconds in the listening and in the learning state.'),
  row('hello-time', text, 'Seconds between two hello packets.'),
  row('max-age', text, 'Seconds after which a silent bridge counts as gone.'),
  row('ageing-time', text, 'Seconds for which the bridge remembers where a hardware address is.'),
  row('aging-time', text, 'Another spelling of `ageing-time`.'),
  row(
    'path-cost',
    { kind: 'map', keys: 'reference', of: text, check: checkPathCosts },
    'Cost of each port for the spanning tree, by the id of the port.',
  ),
  row(
    'port-priority',
    { kind: 'map', keys: 'reference', of: text, check: checkPortPriorities },
    'Priority of each port, 0 to 63, by the id of the port.',
  ),
]);

const maxPortPriority = 63;
/** handle_bridge_path_cost asserts that the cost is lower. */
const crashingCost = 4_294_967_295;

function checkPathCosts(mapping: YamlMapping, report: Report): void {
  checkPorts(mapping, report, (text) => {
    const reading = readInteger(text);
    if ('refusal' in reading && !/^[0-9]+$/.test(text)) return reading.refusal;
    if ('value' in reading && Number(reading.value) < crashingCost) return undefined;
    const why = 'netplan stops with an assertion failure, so no configuration is written at all';
    const what = `the cost ${codeSpan(text)} is too large`;
    return { ...refuseCrash(what, why, 'write a smaller number'), since: '1.1' };
  });
}

function checkPortPriorities(mapping: YamlMapping, report: Report): void {
  checkPorts(mapping, report, (text) => {
    const reading = readInteger(text);
    if ('value' in reading && Number(reading.value) <= maxPortPriority) return undefined;
    const netplan = `invalid port priority value (must be between 0 and 63): ${text}`;
    return refuseValue(
      `${codeSpan(text)} is not a number from 0 to 63`,
      netplan,
      'write a number from 0 to 63',
    );
  });
}

function checkPorts(
  mapping: YamlMapping,
  report: Report,
  refuse: (text: string) => Refusal | undefined,
): void {
  for (const [i, entry] of mapping.entries.entries()) {
    if (entry.value !== undefined && entry.value.kind !== 'scalar') continue;
    const refusal = refuse(entry.value?.text ?? '');
    const reportAt = i === 0 ? report : atStart(mapping.span, report);
    if (refusal !== undefined) reportAt(entry.value?.span ?? entry.key.span, refusal);
  }
}
