/** The files of the workspace that belong to a host, and where each of them goes. */
import { deploymentOf, type Places } from '../../plan/deployment.ts';
import type { HostTree, PlanWishes } from '../../remote/prepare.ts';
import type { HostFolder } from '../session.ts';
import { settingOf } from './connect.ts';
import type { Surroundings } from './surroundings.ts';

export interface Belonging {
  readonly tree: HostTree;
  readonly wishes: PlanWishes;
  /** The URI of the file that goes to a path on the host. */
  readonly uriOf: (path: string) => string | undefined;
}

/** Undefined where the folder holds nothing that configures a host. */
export function belongingOf(
  surroundings: Surroundings,
  host: string,
  folder: string,
): Belonging | undefined {
  const { files } = surroundings.session;
  const found = files.folder(folder);
  if (found === undefined || found.files.length === 0) return undefined;
  const setting = settingOf(surroundings, host);
  const places = placesOf(found, setting?.files ?? new Map());
  const { netplan } = files.settings();
  const uris = new Map(
    found.files.flatMap(({ id, path, text }): readonly [string, string][] => {
      const deployment = deploymentOf(path, text, places);
      return deployment === undefined ? [] : [[deployment.path, id]];
    }),
  );
  return {
    tree: {
      files: found.files,
      isTree: found.isTree,
      deployed: new Set(found.files.map(({ id }) => id)),
      tooLarge: found.tooLarge,
    },
    wishes: {
      host,
      scripts: setting?.run ?? [],
      removals: setting?.remove ?? [],
      places,
      kernel: files.kernel(),
      ...(setting?.renderer === undefined ? {} : { renderer: setting.renderer }),
      ...(netplan === undefined ? {} : { netplanVersion: netplan }),
    },
    uriOf: (path) => uris.get(path),
  };
}

/** The settings name files below the folder; a file outside of a root tree has the name of its folder in front. */
function placesOf({ files, uri }: HostFolder, named: ReadonlyMap<string, string>): Places {
  return new Map(
    [...named].flatMap(([name, target]): readonly [string, string][] => {
      const id = `${uri.replace(/\/$/, '')}/${name.split('/').map(encodeURIComponent).join('/')}`;
      const file = files.find((each) => each.id === id);
      return file === undefined ? [] : [[file.path, target]];
    }),
  );
}
