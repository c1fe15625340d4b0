/** sysctl readings as writes in the order of execution. A `*` stands for every link, as systemd-sysctl and a shell glob read it. */
import type { Document } from '../model.ts';
import type { SysctlReading } from '../../sysctl/types.ts';
import type { HostState } from './state.ts';

export interface SysctlPlace {
  readonly document: Document;
  readonly mayNotRun: boolean;
}

/** Appends the writes of one reading. */
export function applySysctl(
  state: HostState,
  reading: SysctlReading,
  { document, mayNotRun }: SysctlPlace,
): void {
  const file = document.file.id;
  for (const setting of reading.settings) {
    state.sysctls.push({
      key: setting.key,
      value: setting.value,
      origin: { file, span: setting.span },
      keyOrigin: { file, span: setting.keySpan },
      mayNotRun,
    });
  }
}
