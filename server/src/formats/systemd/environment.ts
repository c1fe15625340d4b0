/** What a unit puts into the environment and into `%i`. systemd.exec(5), systemd.unit(5) "Specifiers". */
import { unknown, type Unknown } from '../../base/fact.ts';
import type { IniEntry } from '../ini.ts';
import { readEnvironmentFile } from './environmentFile.ts';
import { splitQuoted } from './quoted.ts';

export type Bindings = ReadonlyMap<string, string | Unknown>;

export interface EnvironmentQuestion {
  /** Of the unit and its drop-ins, in the order in which systemd reads them. */
  readonly entries: readonly IniEntry[];
  readonly specifiers: Bindings;
  /** The texts that a path or pattern of `EnvironmentFile=` names, or undefined where they are not known. */
  readonly findFiles: (path: string) => readonly string[] | undefined;
}

/**
 * The variables that are known. Files count after `Environment=`, whatever their order in the unit (exec_child(),
 * src/core/execute.c, v252); a file that is not here may set any variable, those of later files excepted.
 * Whether `-` stands before it or not, a file that is missing here may be there on the host.
 */
export function environmentOf(question: EnvironmentQuestion): Bindings {
  const variables = new Map(assignmentsOf(question));
  for (const path of environmentFiles(question)) {
    const texts = path === undefined ? undefined : question.findFiles(path);
    if (texts === undefined) variables.clear();
    for (const text of texts ?? [])
      for (const [name, value] of readEnvironmentFile(text))
        variables.set(name, isHole(value) ? filledIn : value);
  }
  for (const { key, value } of question.entries)
    if (key === 'UnsetEnvironment')
      for (const word of splitQuoted(value, { escapes: true }))
        variables.delete(word.replace(/=.*/s, ''));
  return variables;
}

const filledIn = unknown('it is filled in by a template');

function isHole(text: string): boolean {
  return /\{\{|\{%|<%|@\w+@/.test(text);
}

/** `Environment=`, of which an empty one takes all back. */
function assignmentsOf({ entries, specifiers }: EnvironmentQuestion): Bindings {
  const variables = new Map<string, string | Unknown>();
  for (const { key, value } of entries) {
    if (key !== 'Environment') continue;
    if (value === '') variables.clear();
    for (const word of splitQuoted(value, { escapes: true })) {
      const [, name, text = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
      if (name === undefined) continue;
      const whole = isHole(text) ? undefined : withSpecifiers(text, specifiers);
      variables.set(name, whole ?? unknown('systemd puts parts of it in'));
    }
  }
  return variables;
}

/** The paths or patterns of `EnvironmentFile=` in their order; undefined for one of which a part is not known. */
export function environmentFiles({
  entries,
  specifiers,
}: Pick<EnvironmentQuestion, 'entries' | 'specifiers'>): readonly (string | undefined)[] {
  const own = entries.filter(({ key }) => key === 'EnvironmentFile');
  return own
    .slice(own.findLastIndex(({ value }) => value === '') + 1)
    .map(({ value }) => withSpecifiers(value.replace(/^-/, ''), specifiers))
    .map((path) =>
      path !== undefined && path.startsWith('/') && !isHole(path) ? path : undefined,
    );
}

/** Undefined where a specifier is not known. */
function withSpecifiers(text: string, specifiers: Bindings): string | undefined {
  let isKnown = true;
  const whole = text.replaceAll(/%(.?)/gs, (_all, name: string) => {
    const value = name === '%' ? '%' : specifiers.get(name);
    if (typeof value === 'string') return value;
    isKnown = false;
    return '';
  });
  return isKnown ? whole : undefined;
}

/** Of the system manager. systemd.unit(5), "Specifiers", v252. */
const folders: readonly (readonly [string, string])[] = [
  ['t', '/run'],
  ['S', '/var/lib'],
  ['C', '/var/cache'],
  ['L', '/var/log'],
  ['E', '/etc'],
  ['T', '/tmp'],
  ['V', '/var/tmp'],
];

/** `%i` of `wan@eth0.service` is `eth0`; that of the template `wan@.service` is not known. */
export function specifiersOf(path: string): Bindings {
  const [, unit, suffix = ''] =
    /([^/]+?)(\.(?:service|timer|socket|mount))(?:\.d\/[^/]+)?$/.exec(path) ?? [];
  if (unit === undefined) return new Map();
  const [, prefix = unit, instance] = /^([^@]*)@(.*)$/.exec(unit) ?? [];
  const isTemplate = instance === '';
  const own: string | Unknown =
    instance === undefined || isTemplate
      ? unknown('it is the instance of the unit', '%i')
      : instance;
  const name: string | Unknown = isTemplate ? unknown('it has the instance in it') : unit;
  return new Map<string, string | Unknown>([
    ['i', own],
    ['I', unescaped(own, '%I')],
    ['p', prefix],
    ['P', unescaped(prefix, '%P')],
    ['j', prefix.slice(prefix.lastIndexOf('-') + 1)],
    ['N', name],
    ['n', typeof name === 'string' ? `${name}${suffix}` : name],
    ...(/(?:^|\/)systemd\/system\//.test(path) ? folders : []),
  ]);
}

function unescaped(value: string | Unknown, symbol: string): string | Unknown {
  return typeof value === 'string' && /[-\\]/.test(value)
    ? unknown('systemd unescapes it', symbol)
    : value;
}
