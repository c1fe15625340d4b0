/** The files whose changes on the disk change answers: those of `workspace/candidates.ts`, as glob patterns. */
import type { FileSystemWatcher } from 'vscode-languageserver/node';

export const watchers: FileSystemWatcher[] = [
  { globPattern: '**/netplan/*.yaml' },
  { globPattern: '**/*.{sh,bash,nft}' },
  {
    globPattern:
      '**/{sysctl.conf,nftables.conf,bird.conf,bird6.conf,rt_tables,rules.v4,rules.v6,ufw/*.rules}',
  },
  { globPattern: '**/{sysctl.d,rt_tables.d,frr,quagga,bird}/*.conf' },
  { globPattern: '**/{bin,sbin}/*' },
  { globPattern: '**/network/interfaces' },
  {
    globPattern: '**/{interfaces.d,if-up.d,if-pre-up.d,if-down.d,if-post-down.d,cron.d,crontabs}/*',
  },
  { globPattern: '**/systemd/network/**' },
  { globPattern: '**/systemd/{networkd.conf,networkd.conf.d/*.conf}' },
  { globPattern: '**/*.{service,socket,mount}' },
  { globPattern: '**/*.service.d/*.conf' },
  { globPattern: '**/{networkd-dispatcher,dispatcher.d}/**' },
  { globPattern: '**/wireguard/*.conf' },
  { globPattern: '**/{crontab,rc.local}' },
];
