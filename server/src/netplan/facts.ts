/** Values of a mapping as facts: typed, with their places. What netplan refuses is unknown here, and a problem elsewhere. */
import type { Fact, Origin } from '../base/fact.ts';
import { unknown } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import type { Span } from '../base/span.ts';
import { maskedHole } from '../base/template.ts';
import type { YamlMapping, YamlScalar } from '../yaml/types.ts';
import { scalarOf } from './entries.ts';
import type { Reading } from './values.ts';
import { readBoolean, readInteger } from './values.ts';

export interface FactReader {
  readonly originOf: (span: Span) => Origin;
  /** A scalar as a typed fact. */
  readonly fact: <T>(scalar: YamlScalar, read: (text: string) => Reading<T>) => Fact<T>;
  /** The scalar under a key as a typed fact; undefined if the key is absent, empty or no scalar. */
  readonly at: <T>(
    mapping: YamlMapping,
    key: string,
    read: (text: string) => Reading<T>,
  ) => Fact<T> | undefined;
  readonly boolean: (mapping: YamlMapping, key: string) => Fact<boolean> | undefined;
  readonly integer: (mapping: YamlMapping, key: string) => Fact<number> | undefined;
  readonly text: (mapping: YamlMapping, key: string) => Fact<string> | undefined;
  readonly textOf: (scalar: YamlScalar) => Fact<string>;
}

/** Makes the readers for one file. */
export function createFactReader(fileId: string): FactReader {
  const originOf = (span: Span): Origin => ({ file: fileId, span });
  const fact: FactReader['fact'] = (scalar, read) => {
    const origin = originOf(scalar.span);
    const hole = maskedHole(scalar.text);
    if (hole !== undefined)
      return { value: unknown('it is filled in by a template', hole.symbol), origin };
    const reading = read(scalar.text);
    const value =
      'value' in reading ? reading.value : unknown(`netplan refuses ${codeSpan(scalar.text)}`);
    return { value, origin };
  };
  const at: FactReader['at'] = (mapping, key, read) => {
    const scalar = scalarOf(mapping, key);
    return scalar === undefined ? undefined : fact(scalar, read);
  };
  return {
    originOf,
    fact,
    at,
    boolean: (mapping, key) => at(mapping, key, readBoolean),
    integer: (mapping, key) => at(mapping, key, readInteger),
    text: (mapping, key) => at(mapping, key, asText),
    textOf: (scalar) => fact(scalar, asText),
  };
}

function asText(text: string): Reading<string> {
  return { value: text };
}
