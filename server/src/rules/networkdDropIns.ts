import type { Host } from '../host/model.ts';

/**
 * Whether a drop-in for what netplan writes for networkd (`10-netplan-ID.network.d/`, `10-netplan-ID.netdev.d/`) sets one of the
 * keys: then netplan does not have the last word on them (systemd.network(5), systemd.netdev(5)).
 */
export function setByDropIn({ documents }: Host, id: string, keys: readonly string[]): boolean {
  const folders = ['network', 'netdev'].map((unit) => `/10-netplan-${id}.${unit}.d/`);
  const key = new RegExp(`^[ \\t]*(?:${keys.join('|')})[ \\t]*=`, 'm');
  return documents.some(
    ({ kind, file }) =>
      kind === 'networkd' &&
      folders.some((folder) => `/${file.path}`.includes(folder)) &&
      key.test(file.text),
  );
}

/** Tables that files of networkd name for routes of DHCP, of routers or of their own; undefined where one is named by a word. */
export function tablesOfNetworkd(host: Host): readonly string[] | undefined {
  const tables = host.documents
    .filter(({ kind }) => kind === 'networkd')
    .flatMap(({ file }) => [...file.text.matchAll(/^[ \t]*(?:Route)?Table[ \t]*=[ \t]*(\S+)/gm)])
    .map(([, table = '']) => table);
  return tables.every((table) => /^\d+$/.test(table)) ? tables : undefined;
}
