/** Links, tables, marks and nexthop objects in `ip` commands, by what the grammar tables say of each word. */
import { isUnknown, type Origin } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import { parseNumber } from '../../iproute/scalars.ts';
import type { ShellCommand, ShellWord } from '../../shell/types.ts';
import { rolesOf, type WordRole } from '../ipWords.ts';
import { ipScripts } from './scripts.ts';
import { markKey, tableKey } from './keys.ts';
import type { Speller } from './spelling.ts';
import type { Name, NamePlace } from './types.ts';

export function ipNames(host: Host, spell: Speller): readonly NamePlace[] {
  return ipScripts(host).flatMap(({ file, commands }) =>
    commands.flatMap((command) => namesOfCommand(command, { host, file, spell })),
  );
}

interface Reading {
  readonly host: Host;
  readonly file: string;
  readonly spell: Speller;
}

function namesOfCommand(command: ShellCommand, { host, file, spell }: Reading): NamePlace[] {
  const roles = rolesOf(command);
  let verb: string | undefined;
  let object: string | undefined;
  // After `type KIND` a `dev` is the link below, but after `peer` it is the other end of a pair.
  let isBelow = false;
  return command.words.flatMap((word, index) => {
    const role = roles[index] ?? { kind: 'free' };
    if (role.kind === 'object') object = role.object;
    if (role.kind === 'verb') verb = role.verb?.verb;
    if (role.kind === 'keyword' && role.row.argument.kind === 'select') isBelow = true;
    if (role.kind === 'keyword' && role.row.keyword === 'peer') isBelow = false;
    const origin: Origin = { file, span: word.span };
    return namesOfWord(word, role, { object, host }).flatMap(({ name, value }) =>
      spell(origin, value).map((spelling): NamePlace => ({
        ...name,
        ...spelling,
        role: defines(name, { object, verb, role, isBelow }) ? 'definition' : 'reference',
      })),
    );
  });
}

interface Valued {
  readonly name: Name;
  /** The characters that name it. */
  readonly value: string | number;
}

interface Asked {
  readonly object: string | undefined;
  readonly host: Host;
}

function namesOfWord(
  { value }: ShellWord,
  role: WordRole,
  { object, host }: Asked,
): readonly Valued[] {
  if (isUnknown(value) || value === '') return [];
  if (role.kind !== 'value') return [];
  switch (role.row.argument.kind) {
    case 'device':
      return [{ name: { kind: 'link', key: value }, value }];
    case 'table': {
      const key = tableKey(value, host.tableNames);
      return key === undefined ? [] : [{ name: { kind: 'table', key }, value }];
    }
    case 'fwmark': {
      const number = parseNumber(value.split('/')[0] ?? '');
      return number === undefined
        ? []
        : [{ name: { kind: 'mark', key: markKey(number) }, value: number }];
    }
    default: {
      const isId =
        role.row.keyword === 'nhid' || (object === 'nexthop' && role.row.keyword === 'id');
      const number = isId ? parseNumber(value) : undefined;
      return number === undefined
        ? []
        : [{ name: { kind: 'nexthop', key: String(number) }, value }];
    }
  }
}

interface Standing {
  readonly object: string | undefined;
  readonly verb: string | undefined;
  readonly role: WordRole;
  readonly isBelow: boolean;
}

/** `ip link add NAME`, `ip nexthop add id N`; everything else uses a name that exists already. */
function defines(name: Name, { object, verb, role, isBelow }: Standing): boolean {
  if (verb !== 'add' && verb !== 'replace') return false;
  if (name.kind === 'nexthop') return object === 'nexthop' && isRow(role, 'id');
  return (
    name.kind === 'link' &&
    object === 'link' &&
    (isRow(role, 'name') || (!isBelow && isRow(role, 'dev')))
  );
}

function isRow(role: WordRole, keyword: string): boolean {
  return role.kind === 'value' && role.row.keyword === keyword;
}
