/** The files whose changes on the disk change answers: those of `workspace/candidates.ts`, as glob patterns. */
import type { FileSystemWatcher } from 'vscode-languageserver/node';

export const watchers: FileSystemWatcher[] = [
  { globPattern: '**/netplan/*.yaml' },
  { globPattern: '**/*.{sh,bash,nft}' },
  { globPattern: '**/{sysctl.conf,nftables.conf,rt_tables,rules.v4,rules.v6}' },
  { globPattern: '**/{sysctl.d,rt_tables.d}/*.conf' },
  { globPattern: '**/{bin,sbin}/*' },
];
