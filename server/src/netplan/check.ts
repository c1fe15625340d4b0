/** Holds a YAML tree against the key tables and reports what netplan refuses of single keys and values. */
import { codeSpan } from '../base/markdown.ts';
import { createMemo } from '../base/pieces.ts';
import type { Span } from '../base/span.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from '../yaml/types.ts';
import { isMixed, refuseMixed } from './exclusive.ts';
import { renderer } from './keys/common.ts';
import type {
  KeyRow,
  KeyTable,
  MapType,
  ScalarType,
  SequenceType,
  ValueType,
} from './keys/table.ts';
import { readName } from './names.ts';
import { atStart, refuseConflict, refuseCrash, refuseValue } from './refusal.ts';
import type { Refusal, Report } from './refusal.ts';
import { refuseScalar } from './scalar.ts';
import { refuseShape } from './shape.ts';
import { refuseKey, refuseNewKey } from './unknownKey.ts';
import { readAddressWithOptions, readInterfaceAddress } from './values.ts';
import { isOlder, netplanVersions } from './version.ts';

/** A value with the span to mark where the value itself is empty. */
interface Place {
  readonly node: YamlNode | undefined;
  readonly span: Span;
}

/** Checks the entries of a mapping, then what its table demands of them together. */
export function checkMapping(mapping: YamlMapping, table: KeyTable, report: Report): void {
  checkEntries(mapping, table, report);
  table.check?.(mapping, report);
}

/** A mapping with more unknown keys than that is something else altogether: no typing mistake explains it. */
const maxUnknown = 50;

/** Checks each entry of a mapping alone. */
function checkEntries(mapping: YamlMapping, table: KeyTable, report: Report): void {
  checkKeys(mapping, report);
  let nUnknown = 0;
  for (const entry of mapping.entries) {
    const row = table.rows.get(entry.key.text);
    if (row === undefined) {
      if (nUnknown++ < maxUnknown) report(entry.key.span, refuseKey(entry.key, table));
      continue;
    }
    checkAge(entry, row, report);
    checkValue(placeOf(entry), row.type, report);
  }
}

/** Keys are single values everywhere. */
function checkKeys({ oddKeys = [] }: YamlMapping, report: Report): void {
  for (const key of oddKeys)
    report(key.span, {
      ...refuseShape(key, 'scalar'),
      what: 'a key must be a single value',
      todo: 'write a name, and quote it if it holds brackets or braces',
    });
}

const [oldest = '0.106'] = netplanVersions;

function checkAge(entry: YamlEntry, row: KeyRow, report: Report): void {
  if (row.since !== undefined && isOlder(oldest, row.since))
    report(entry.key.span, refuseNewKey(row, row.since));
}

function placeOf(entry: YamlEntry): Place {
  return { node: entry.value, span: entry.key.span };
}

function checkValue(place: Place, type: ValueType, report: Report): void {
  const { node } = place;
  const where = node?.span ?? place.span;
  switch (type.kind) {
    case 'sequence':
      return checkSequence(place, type, report);
    case 'mapping':
      if (node?.kind === 'mapping') return checkMapping(node, type.table, report);
      return report(where, refuseShape(node, 'mapping'));
    case 'definitions':
      if (node?.kind === 'mapping') return checkDefinitions(node, type.table, report);
      return report(where, refuseShape(node, 'mapping'));
    case 'map':
      if (node?.kind === 'mapping') return checkMap(node, type, report);
      return report(where, refuseShape(node, 'mapping'));
    case 'interface-address':
      return checkInterfaceAddress(place, type, report);
    case 'either':
      return checkEither(place, type, report);
    case 'elsewhere':
      return report(where, refuseElsewhere(type));
    default:
      return checkScalar(place, type, report);
  }
}

/** A single value, or what the other type is. */
function checkEither(
  place: Place,
  type: Extract<ValueType, { kind: 'either' }>,
  report: Report,
): void {
  const { node } = place;
  if (node === undefined || node.kind === 'scalar') return checkScalar(place, type.scalar, report);
  const wanted = type.other.kind === 'sequence' ? 'sequence' : 'mapping';
  if (node.kind === wanted) return checkValue(place, type.other, report);
  const { what } = refuseShape(node, 'scalar');
  const todo = wanted === 'sequence' ? 'write one value, or a list' : 'write one value, or keys';
  report(node.span, refuseValue(what, type.netplan, todo));
}

function refuseElsewhere({ devices, netplan }: Extract<ValueType, { kind: 'elsewhere' }>): Refusal {
  return refuseConflict(`the key is for ${codeSpan(devices)} only`, netplan, 'remove the key');
}

function checkMap(mapping: YamlMapping, type: MapType, report: Report): void {
  checkKeys(mapping, report);
  for (const entry of mapping.entries) checkValue(placeOf(entry), type.of, report);
  type.check?.(mapping, report);
}

function checkDefinitions(mapping: YamlMapping, table: KeyTable, report: Report): void {
  checkKeys(mapping, report);
  for (const entry of mapping.entries) {
    if (entry.key.text === 'renderer') {
      // Not a definition: the renderer of the definitions below it.
      checkValue(placeOf(entry), renderer, report);
      continue;
    }
    for (const { span, refusal } of refusedOf(entry, table)) report(span, refusal);
  }
}

interface Refused {
  readonly span: Span;
  readonly refusal: Refusal;
}

const refused = createMemo<readonly Refused[]>();

/** What is refused of one definition: it stays the same as long as nobody edits the definition. */
function refusedOf(entry: YamlEntry, table: KeyTable): readonly Refused[] {
  return refused.recall(entry, [table], () => {
    const found: Refused[] = [];
    const report: Report = (span, refusal) => found.push({ span, refusal });
    const refusal = refuseId(entry);
    if (refusal !== undefined) report(entry.key.span, refusal);
    checkValue(placeOf(entry), { kind: 'mapping', table }, report);
    return found;
  });
}

function refuseId(entry: YamlEntry): Refusal | undefined {
  const id = entry.key.text;
  const name = readName(id);
  if ('refusal' in name) return name.refusal;
  if (!/[*[\]?]/.test(id)) return undefined;
  const todo = 'write an id of your choice, and put the pattern under `match:` as `name:`';
  return refuseValue(
    `${codeSpan(id)} is a pattern, not an id`,
    `Definition ID '${id}' must not use globbing`,
    todo,
  );
}

function checkScalar(place: Place, type: ScalarType, report: Report): void {
  const { node } = place;
  if (node !== undefined && node.kind !== 'scalar')
    return report(node.span, refuseShape(node, 'scalar'));
  const refusal = refuseScalar(node?.text ?? '', type);
  if (refusal !== undefined) report(node?.span ?? place.span, refusal);
}

function checkSequence(place: Place, type: SequenceType, report: Report): void {
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
  if (exclusive !== undefined && isMixed(list.items, exclusive))
    report(list.span, refuseMixed(exclusive));
}

type AddressType = Extract<ValueType, { kind: 'interface-address' }>;

/** A scalar, or a mapping from the address to options; netplan looks at the first key of it. */
function checkInterfaceAddress(place: Place, type: AddressType, report: Report): void {
  const { node } = place;
  if (node?.kind === 'sequence') return report(node.span, refuseListInList());
  if (node?.kind === 'mapping') return checkWithOptions(node, type, report);
  const reading = readInterfaceAddress(node?.text ?? '', type.allowsZero ? 0 : 1);
  if ('refusal' in reading) report(node?.span ?? place.span, reading.refusal);
}

function checkWithOptions(mapping: YamlMapping, { options }: AddressType, report: Report): void {
  const [entry] = mapping.entries;
  if (entry === undefined) return report(mapping.span, refuseEmptyAddress());
  const reading = readAddressWithOptions(entry.key.text);
  if ('refusal' in reading) report(entry.key.span, reading.refusal);
  const place = { node: entry.value, span: entry.key.span };
  checkValue(place, { kind: 'mapping', table: options }, report);
}

function refuseListInList(): Refusal {
  return refuseValue(
    'an address must stand here, not a list',
    'expected either scalar or mapping (check indentation)',
    'remove one `- ` or one pair of brackets',
  );
}

function refuseEmptyAddress(): Refusal {
  const why =
    'netplan reads the first key of this mapping and crashes, so no configuration is written at all';
  return refuseCrash('the address is missing', why, 'write an address with a prefix length');
}
