/** Entries of `addresses` and `allowed-ips` (handle_generic_addresses of netplan 1.2). */
import type { YamlMapping } from '../yaml/types.ts';
import { checkValue } from './check.ts';
import type { Place } from './check.ts';
import type { ValueType } from './keys/table.ts';
import { refuseCrash, refuseValue } from './refusal.ts';
import type { Refusal, Report } from './refusal.ts';
import { readAddressWithOptions, readInterfaceAddress } from './values.ts';

type AddressType = Extract<ValueType, { kind: 'interface-address' }>;

/** A scalar, or a mapping from the address to options; netplan looks at the first key of it. */
export function checkInterfaceAddress(place: Place, type: AddressType, report: Report): void {
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
