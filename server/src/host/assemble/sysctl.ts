/**
 * sysctl readings as writes in the order of execution.
 * systemd-sysctl and sysctl(8) leave out of a pattern what any of the files they read together names, with or without a value.
 */
import { isUnknown, unknown, type Fact } from '../../base/fact.ts';
import type { Document, HostSysctl, ScriptStep } from '../model.ts';
import type { SysctlReading, SysctlSetting } from '../../sysctl/types.ts';
import type { HostState } from './state.ts';

/** The sysctl files that count at boot, in their order. */
export type SysctlFiles = readonly Extract<Document, { kind: 'sysctl' }>[];

type Place = Pick<HostSysctl, 'mayNotRun' | 'failureIgnored' | 'except'> & {
  readonly file: string;
};

/** Appends the writes of the files that are read at boot. */
export function applySysctlFiles(state: HostState, files: SysctlFiles, place?: Place): void {
  const except = namedKeys(files.map(({ sysctl }) => sysctl));
  for (const { file, sysctl } of files)
    for (const setting of sysctl.settings)
      push(state, setting, { ...place, file: file.id, except });
}

/** Appends the writes of a command, and those of the files that it reads. */
export function applySysctlStep(
  state: HostState,
  { command, sysctl }: ScriptStep,
  { file, files }: { readonly file: string; readonly files: SysctlFiles },
): void {
  const { conditional: mayNotRun, failureIgnored } = command.context;
  const place = { file, mayNotRun, ...(failureIgnored ? { failureIgnored } : {}) };
  for (const setting of sysctl?.settings ?? []) push(state, setting, place);
  for (const load of sysctl?.loads ?? []) {
    const loaded = filesOf(load, files);
    if (loaded === undefined) state.sysctls.push(anyKey(load, place));
    else applySysctlFiles(state, loaded, place);
  }
}

/** Undefined for a file that is not here. */
function filesOf({ value }: Fact<string>, files: SysctlFiles): SysctlFiles | undefined {
  if (value === 'system') return files;
  if (isUnknown(value) || !value.startsWith('/')) return undefined;
  const found = files.filter(({ file }) => `/${file.path}`.endsWith(value));
  return found.length === 0 ? undefined : found;
}

/** Nobody knows what a file sets that is not here. */
function anyKey({ origin }: Fact<string>, { mayNotRun = false }: Place): HostSysctl {
  const reason = unknown('it is set in a file that is not here');
  return { key: [reason], value: { value: reason, origin }, origin, keyOrigin: origin, mayNotRun };
}

function push(state: HostState, setting: SysctlSetting, { file, except, ...how }: Place): void {
  if (setting.excludes === true) return;
  state.sysctls.push({
    key: setting.key,
    value: setting.value,
    origin: { file, span: setting.span },
    keyOrigin: { file, span: setting.keySpan },
    mayNotRun: false,
    ...(except !== undefined && setting.key.includes('*') ? { except } : {}),
    ...(setting.optional ? { failureIgnored: true } : {}),
    ...how,
  });
}

function namedKeys(readings: readonly SysctlReading[]): ReadonlySet<string> {
  const settings = readings.flatMap((reading) => reading.settings);
  const names = settings.map(({ key }) => key.filter((part): part is string => !isUnknown(part)));
  // A pattern names no key; what is left of a key without its unknown parts is the key of nothing.
  return new Set(names.filter((key) => !key.includes('*')).map((key) => key.join('/')));
}
