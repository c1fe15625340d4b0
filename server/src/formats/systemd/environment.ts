/** What a unit puts into the environment and into `%i`. systemd.exec(5), systemd.unit(5) "Specifiers". */
import { unknown, type Unknown } from '../../base/fact.ts';
import type { IniEntry } from '../ini.ts';

export type Bindings = ReadonlyMap<string, string | Unknown>;

/**
 * The variables of `Environment=`. Where `EnvironmentFile=` brings others they may be overridden, so that none is known.
 * An empty `Environment=` takes all back.
 */
export function environmentOf(entries: readonly IniEntry[]): Bindings {
  if (entries.some(({ key }) => key === 'EnvironmentFile' || key === 'PassEnvironment'))
    return new Map();
  const variables = new Map<string, string | Unknown>();
  for (const { key, value } of entries) {
    if (key !== 'Environment') continue;
    if (value === '') variables.clear();
    for (const [, double, single, plain] of value.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)) {
      const [, name, text = ''] = /^(\w+)=(.*)$/s.exec(double ?? single ?? plain ?? '') ?? [];
      if (name !== undefined)
        variables.set(
          name,
          /[%\\]|\{\{|@\w+@/.test(text) ? unknown('systemd puts parts of it in') : text,
        );
    }
  }
  return variables;
}

/** `%i` of `wan@eth0.service` is `eth0`; that of the template `wan@.service` is not known. */
export function specifiersOf(path: string): Bindings {
  const unit = /([^/]+?)\.(?:service|timer|socket)(?:\.d\/[^/]+)?$/.exec(path)?.[1];
  if (unit === undefined) return new Map();
  const [, prefix = unit, instance] = /^([^@]*)@(.*)$/.exec(unit) ?? [];
  const own: string | Unknown =
    instance === undefined || instance === ''
      ? unknown('it is the instance of the unit', '%i')
      : instance;
  return new Map<string, string | Unknown>([
    ['i', own],
    [
      'I',
      typeof own === 'string' && /[-\\]/.test(own) ? unknown('systemd unescapes it', '%I') : own,
    ],
    ['p', prefix],
    ['N', unit],
  ]);
}
