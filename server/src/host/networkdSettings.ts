/**
 * Whether networkd takes away routes and rules that it did not set: `[Network]` of networkd.conf and its drop-ins.
 * networkd.conf(5): `ManageForeignRoutes=` since systemd 246, `ManageForeignRoutingPolicyRules=` since 249, both yes where nothing
 * is written (manager_new(), src/network/networkd-manager.c). The main file comes first and its drop-ins override it, by name
 * whichever folder they are in; of one name the folder below /etc counts, then /run, /usr/local/lib and /usr/lib.
 */
import { readIni } from '../formats/ini.ts';
import type { Host } from './model.ts';

export interface ForeignState {
  readonly removesRoutes: boolean;
  readonly removesRules: boolean;
}

/** Whether a path is one of the files that say it. */
export function isNetworkdSettings(path: string): boolean {
  return placeOf(path) !== undefined;
}

/** `systemd`: the release that runs there; undefined: one that knows both settings. */
export function foreignStateOf({ documents }: Host, systemd?: number): ForeignState {
  const values = new Map<string, boolean>();
  for (const text of textsInOrder(documents.map(({ file }) => file)))
    for (const { section, key, value } of readIni(text).entries) {
      const on = booleanOf(value);
      if (section === 'Network' && on !== undefined) values.set(key, on);
    }
  const removes = (key: string, since: number): boolean =>
    (systemd !== undefined && systemd < since) || values.get(key) !== false;
  return {
    removesRoutes: removes('ManageForeignRoutes', 246),
    removesRules: removes('ManageForeignRoutingPolicyRules', 249),
  };
}

interface Place {
  /** Less is stronger. */
  readonly rank: number;
  /** Empty for the main file. */
  readonly dropIn: string;
}

const folders = ['etc', 'run', 'usr/local/lib', 'usr/lib', 'lib'];

function placeOf(path: string): Place | undefined {
  const [, folder = '', dropIn = ''] =
    /(?:^|\/)(etc|run|usr\/local\/lib|usr\/lib|lib)\/systemd\/networkd\.conf(?:\.d\/([^/]+\.conf))?$/.exec(
      path,
    ) ?? [];
  const rank = folders.indexOf(folder);
  return rank < 0 ? undefined : { rank, dropIn };
}

interface File {
  readonly path: string;
  readonly text: string;
}

function textsInOrder(files: readonly File[]): readonly string[] {
  const strongest = new Map<string, { readonly rank: number; readonly text: string }>();
  for (const { path, text } of files) {
    const place = placeOf(path);
    if (place === undefined) continue;
    const before = strongest.get(place.dropIn);
    if (before === undefined || place.rank < before.rank)
      strongest.set(place.dropIn, { rank: place.rank, text });
  }
  return [...strongest]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, { text }]) => text);
}

/** parse_boolean(), src/basic/parse-util.c; networkd passes over any other word. */
function booleanOf(text: string): boolean | undefined {
  if (/^(?:1|yes|y|true|t|on)$/i.test(text)) return true;
  return /^(?:0|no|n|false|f|off)$/i.test(text) ? false : undefined;
}
