/** Lists: each entry, and the list as a whole. netplan gives the start of the list as the place of a bad entry. */
import { codeSpan } from '../base/markdown.ts';
import type { YamlNode, YamlSequence } from '../yaml/types.ts';
import { checkEntries, checkValue } from './check.ts';
import type { Place } from './check.ts';
import type { SequenceType } from './keys/table.ts';
import { atStart, refuseConflict, refuseValue } from './refusal.ts';
import type { Report } from './refusal.ts';
import { refuseShape } from './shape.ts';

export function checkSequence(place: Place, type: SequenceType, report: Report): void {
  const list = place.node;
  if (list?.kind !== 'sequence')
    return report(list?.span ?? place.span, refuseShape(list, 'sequence'));
  checkLength(list, type, report);
  for (const item of list.items) {
    const inList = withListStart(item, list, report);
    if (type.of.kind === 'mapping' && item.kind === 'mapping') {
      checkEntries(item, type.of.table, report);
      type.of.table.check?.(item, inList);
    } else checkValue({ node: item, span: item.span }, type.of, inList);
  }
  checkExclusive(list, type, report);
}

/** What is marked at the beginning of the list needs no second place. */
function withListStart(item: YamlNode, list: YamlSequence, report: Report): Report {
  const reportAtStart = atStart(list.span, report);
  return (span, refusal) =>
    (item === list.items[0] && span.start === item.span.start ? report : reportAtStart)(
      span,
      refusal,
    );
}

function checkLength(list: YamlSequence, { length, empty }: SequenceType, report: Report): void {
  if (empty !== undefined && list.items.length === 0)
    report(list.span, refuseValue('the list is empty', empty, 'write an entry, or remove the key'));
  if (length === undefined || list.items.length === length.count) return;
  const todo = `write ${length.count} entries`;
  const what = `the list has ${list.items.length} entries instead of ${length.count}`;
  report(list.span, refuseValue(what, length.netplan, todo));
}

function checkExclusive(list: YamlSequence, { exclusive }: SequenceType, report: Report): void {
  if (exclusive === undefined) return;
  const words = list.items.map((item) => (item.kind === 'scalar' ? item.text.toLowerCase() : ''));
  if (!words.includes(exclusive) || words.every((text) => text === exclusive)) return;
  const netplan = `'${exclusive}' is an exclusive flag for wakeonwlan`;
  const what = `${codeSpan(exclusive)} stands beside other words`;
  report(list.span, refuseConflict(what, netplan, 'write it alone, or remove it'));
}
