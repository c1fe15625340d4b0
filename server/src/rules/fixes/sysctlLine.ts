/** Writing a sysctl beside one that is there already, in the language of that file. */
import type { Fix } from '../define.ts';
import type { Host, HostSysctl } from '../../host/model.ts';
import { documentOf, insertLineAfter } from './lines.ts';

/** A fix that adds `key = value` after an existing write: a line of sysctl.d, or a `sysctl -w` command in a script. */
export function addSysctlFix(
  host: Host,
  beside: HostSysctl,
  setting: { key: readonly string[]; value: string },
): Fix | undefined {
  const kind = documentOf(host, beside.origin.file)?.kind;
  const name = sysctlName(setting.key);
  const line =
    kind === 'sysctl' ? `${name} = ${setting.value}` : `sysctl -w ${name}=${setting.value}`;
  const edit = insertLineAfter(host, beside.origin, line);
  return edit === undefined
    ? undefined
    : { title: `Add ${name} = ${setting.value}`, safe: false, edits: [edit] };
}

/** A fix that changes the value of an existing write. */
export function changeSysctlFix(write: HostSysctl, value: string): Fix {
  const { origin } = write.value;
  const edit = { file: origin.file, edits: [{ span: origin.span, newText: value }] };
  return { title: `Set it to ${value}`, safe: false, edits: [edit] };
}

/** Dots between the parts, or slashes where a link name holds a dot (`eno4.100`), as sysctl(8) reads them. */
export function sysctlName(key: readonly string[]): string {
  return key.some((segment) => segment.includes('.')) ? key.join('/') : key.join('.');
}
