/**
 * Holds a YAML tree against the key tables and reports what netplan refuses.
 * Keys that no table has are skipped: the tables are not whole yet.
 */
import type { Span } from '../base/span.ts';
import { assertNever } from '../base/assertNever.ts';
import { codeSpan } from '../base/markdown.ts';
import type { YamlEntry, YamlMapping, YamlNode, YamlSequence } from '../yaml/types.ts';
import type { KeyTable, ValueType } from './keys/table.ts';
import { renderer } from './keys/definition.ts';
import { refuseValue } from './refusal.ts';
import type { Refusal, Report } from './refusal.ts';
import {
  readAddress,
  readAddressWithOptions,
  readBoolean,
  readDestination,
  readInteger,
  readInterfaceAddress,
  readNetwork,
  readTypeOfService,
  readVersion,
  readWord,
} from './values.ts';

/** Checks the entries of a mapping, then what its table demands of them together. */
export function checkMapping(mapping: YamlMapping, table: KeyTable, report: Report): void {
  checkEntries(mapping, table, report);
  table.check?.(mapping, report);
}

function checkEntries(mapping: YamlMapping, table: KeyTable, report: Report): void {
  for (const entry of mapping.entries) {
    const row = table.rows.get(entry.key.text);
    if (row !== undefined)
      checkValue({ node: entry.value, span: entry.key.span }, row.type, report);
  }
}

/** A value with the span to mark where the value itself is empty. */
interface Place {
  readonly node: YamlNode | undefined;
  readonly span: Span;
}

function checkValue(place: Place, type: ValueType, report: Report): void {
  switch (type.kind) {
    case 'any':
      return;
    case 'sequence':
      return checkSequence(place, type.of, report);
    case 'mapping':
      if (place.node?.kind === 'mapping') return checkMapping(place.node, type.table, report);
      return report(place.node?.span ?? place.span, refuseShape(place.node, 'mapping'));
    case 'definitions':
      if (place.node?.kind === 'mapping') return checkDefinitions(place.node, type.table, report);
      return report(place.node?.span ?? place.span, refuseShape(place.node, 'mapping'));
    case 'interface-address':
      return checkInterfaceAddress(place, report);
    default:
      return checkScalar(place, type, report);
  }
}

function checkSequence(place: Place, of: ValueType, report: Report): void {
  const list = place.node;
  if (list?.kind !== 'sequence')
    return report(list?.span ?? place.span, refuseShape(list, 'sequence'));
  for (const item of list.items) {
    const reportInList = isOnLaterLine(item, list) ? withListStart(list, report) : report;
    if (of.kind === 'mapping' && item.kind === 'mapping') {
      checkEntries(item, of.table, report);
      of.table.check?.(item, reportInList);
    } else checkValue({ node: item, span: item.span }, of, reportInList);
  }
}

function isOnLaterLine(item: YamlNode, list: YamlSequence): boolean {
  return !list.flow && item !== list.items[0];
}

/** netplan gives the start of the list as the place of a bad entry. */
function withListStart(list: YamlSequence, report: Report): Report {
  const span = { start: list.span.start, end: list.span.start + 1 };
  const related = [{ span, message: 'netplan reports the error at the start of the list' }];
  return (place, refusal) => report(place, { ...refusal, related });
}

function checkDefinitions(mapping: YamlMapping, table: KeyTable, report: Report): void {
  for (const entry of mapping.entries) {
    if (entry.key.text === 'renderer') {
      // Not a definition: the renderer of the definitions below it.
      checkValue({ node: entry.value, span: entry.key.span }, renderer, report);
      continue;
    }
    const refusal = refuseId(entry);
    if (refusal !== undefined) report(entry.key.span, refusal);
    checkValue({ node: entry.value, span: entry.key.span }, { kind: 'mapping', table }, report);
  }
}

function refuseId(entry: YamlEntry): Refusal | undefined {
  const id = entry.key.text;
  if (!/^[!-~]+$/.test(id)) {
    return refuseValue(
      `${codeSpan(id)} is not a name`,
      `Invalid name '${id}'`,
      'write letters, digits and punctuation, without spaces',
    );
  }
  if (!/[*[\]?]/.test(id)) return undefined;
  const todo = 'write an id of your choice, and put the pattern under `match:` as `name:`';
  return refuseValue(
    `${codeSpan(id)} is a pattern, not an id`,
    `Definition ID '${id}' must not use globbing`,
    todo,
  );
}

/** A scalar, or a mapping from the address to options; netplan looks at the first key of it. */
function checkInterfaceAddress(place: Place, report: Report): void {
  const { node } = place;
  if (node?.kind === 'sequence') return report(node.span, refuseListInList());
  if (node?.kind !== 'mapping') return checkScalar(place, { kind: 'interface-address' }, report);
  const key = node.entries[0]?.key;
  if (key === undefined) return report(node.span, refuseEmptyAddress());
  const reading = readAddressWithOptions(key.text);
  if ('refusal' in reading) report(key.span, reading.refusal);
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
  return {
    rule: 'netplan-invalid-value',
    what: 'the address is missing',
    why,
    todo: 'write an address with a prefix length',
  };
}

type ScalarType = Exclude<ValueType, { kind: 'any' | 'sequence' | 'mapping' | 'definitions' }>;

function checkScalar(place: Place, type: ScalarType, report: Report): void {
  if (place.node !== undefined && place.node.kind !== 'scalar')
    return report(place.node.span, refuseShape(place.node, 'scalar'));
  const refusal = refusalOf(place.node?.text ?? '', type);
  if (refusal !== undefined) report(place.node?.span ?? place.span, refusal);
}

function refusalOf(text: string, type: ScalarType): Refusal | undefined {
  const reading = readScalar(text, type);
  return reading !== undefined && 'refusal' in reading ? reading.refusal : undefined;
}

function readScalar(
  text: string,
  type: ScalarType,
): { readonly value: unknown } | { readonly refusal: Refusal } | undefined {
  switch (type.kind) {
    case 'text':
      return undefined;
    case 'boolean':
      return readBoolean(text);
    case 'integer':
      return readInteger(text);
    case 'type-of-service':
      return readTypeOfService(text);
    case 'word':
      return readWord(text, type);
    case 'version':
      return readVersion(text);
    case 'address':
      return readAddress(text, type.family);
    case 'interface-address':
      return readInterfaceAddress(text);
    case 'network':
      return readNetwork(text);
    case 'destination':
      return readDestination(text);
    default:
      return assertNever(type);
  }
}

const shapes = {
  scalar: {
    words: 'a single value',
    netplan: 'expected scalar',
    todo: 'write one value behind the colon',
  },
  sequence: {
    words: 'a list',
    netplan: 'expected sequence',
    todo: 'write a list: `[a, b]`, or lines that start with `- `',
  },
  mapping: {
    words: 'keys with values',
    netplan: 'expected mapping (check indentation)',
    todo: 'write `key: value` lines below, indented deeper',
  },
} as const;

function refuseShape(node: YamlNode | undefined, wanted: keyof typeof shapes): Refusal {
  const { words, netplan, todo } = shapes[wanted];
  const found =
    node === undefined || (node.kind === 'scalar' && node.text === '')
      ? 'nothing'
      : shapes[node.kind].words;
  return refuseValue(`${words} must stand here, not ${found}`, netplan, todo);
}
