/** What a definition under `bonds` says of its members and of the choice between them (netplan 1.2, src/parse.c: bond_params_handlers). */
import type { Fact } from '../base/fact.ts';
import type { YamlMapping } from '../yaml/types.ts';
import { itemsOf, mappingsOf } from './entries.ts';
import type { FactReader } from './facts.ts';
import type { NetplanBond } from './types.ts';

/** Reads the bond part of a definition. */
export function readBond(mapping: YamlMapping, facts: FactReader): NetplanBond {
  const parameters = mappingsOf(mapping, 'parameters');
  const last = (key: string): Fact<string> | undefined =>
    parameters.map((each) => facts.text(each, key)).findLast((fact) => fact !== undefined);
  return {
    mode: last('mode'),
    hashPolicy: last('transmit-hash-policy'),
    primary: last('primary'),
    interfaces: itemsOf(mapping, 'interfaces').flatMap((item) =>
      item.kind === 'scalar' ? [facts.textOf(item)] : [],
    ),
  };
}
