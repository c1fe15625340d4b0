/**
 * The documents that the server is told about. Languages decide, then the names of the other files that make up a host;
 * the server itself looks at the text and stays silent about YAML and shell text that has nothing to do with routing.
 */
import * as vscode from 'vscode';

const languages = ['netplan', 'iproute-batch', 'shellscript', 'yaml'];

const hostFiles = [
  '**/*.nft',
  '**/nftables.conf',
  '**/sysctl.conf',
  '**/sysctl.d/*.conf',
  '**/rt_tables',
  '**/rt_tables.d/*.conf',
  '**/iptables/rules.v[46]',
  '**/ufw/{before,after,user,before6,after6,user6}.rules',
  '**/network/interfaces',
  '**/interfaces.d/*',
  '**/network/if-*.d/*',
  '**/systemd/network/*.{network,netdev}',
  '**/systemd/network/*.{network,netdev}.d/*.conf',
  '**/*.service',
  '**/*.service.d/*.conf',
  '**/wireguard/*.conf',
  '**/{crontab,rc.local}',
  '**/{cron.d,crontabs}/*',
  '**/networkd-dispatcher/*.d/*',
  '**/NetworkManager/dispatcher.d/**',
];

export interface DocumentFilter {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/** Disk and unsaved documents, and the file systems of the open folders; not the old side of a diff. */
export function documentSelector(): DocumentFilter[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const schemes = new Set(['file', 'untitled', ...folders.map((folder) => folder.uri.scheme)]);
  return [...schemes].flatMap((scheme) => [
    ...languages.map((language) => ({ scheme, language })),
    ...hostFiles.map((pattern) => ({ scheme, pattern })),
  ]);
}
