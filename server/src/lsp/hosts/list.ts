import type { HostEntry, HostsResult } from '../../protocol.ts';
import { targetOf } from './connect.ts';
import type { Surroundings } from './surroundings.ts';

/** `ssh -G` takes some milliseconds a name; a configuration of a thousand hosts is listed without meanings behind these. */
const maxMeanings = 60;

/** `routelens/hosts`: those of the settings, then those of the SSH configuration. */
export async function listHosts(surroundings: Surroundings): Promise<HostsResult> {
  const { files } = surroundings.session;
  const { hosts, sshConfig } = files.settings();
  const { sshNames } = surroundings.remote();
  const named = new Set(hosts.map(({ name }) => name));
  const entries = [
    ...hosts.map(({ name, folder }) => ({ name, folder, origin: 'settings' as const })),
    ...sshNames(sshConfig)
      .filter((name) => !named.has(name))
      .map((name) => ({ name, folder: undefined, origin: 'ssh' as const })),
  ];
  return {
    hosts: await Promise.all(
      entries.map(async ({ name, folder, origin }, index): Promise<HostEntry> => ({
        name,
        origin,
        meaning: index < maxMeanings ? await meaningOf(surroundings, name) : '',
        folder: folder === undefined ? null : (files.folderNamed(folder) ?? null),
      })),
    ),
    folders: files.folders(),
  };
}

async function meaningOf(surroundings: Surroundings, name: string): Promise<string> {
  const meaning = await surroundings.remote().sshMeaning(targetOf(surroundings, name));
  if (meaning === undefined) return '';
  const { user, hostname, port, jump } = meaning;
  const place = port === '22' ? hostname : `${hostname}:${port}`;
  return `${user}@${place}${jump === undefined ? '' : ` by ${jump}`}`;
}
