/** A host tree on the disk, read as the product reads it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../server/src/host/model.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import type { Finding } from '../../server/src/rules/define.ts';
import { hostOfFixture } from '../support/analyze.ts';

/** The host of a folder that holds `etc/`. */
export function hostOfFolder(folder: string): Host {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(folder.replace(/\/$/, '').length), text: readFileSync(path, 'utf8') };
    });
  return hostOfFixture({ files, options: new Map() });
}

export function findingsInFolder(folder: string): readonly Finding[] {
  return checkHost(hostOfFolder(folder));
}
