/** The value of an option of a stanza; what a template fills in is not known. */
import { unknown } from '../../base/fact.ts';
import type { PlacedValue } from '../implied.ts';
import type { InterfaceOption } from './lines.ts';

export function valueOf({ value, valueSpan }: InterfaceOption): PlacedValue {
  return {
    value: isHole(value) ? unknown('it is filled in by a template') : value,
    span: valueSpan,
  };
}

export function isHole(value: string): boolean {
  return /\{\{|\{%|@\w+@|\$\{|<%|\$\w/.test(value);
}
