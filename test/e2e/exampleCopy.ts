/** A copy of an example host that a journey may edit. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject } from '../../scripts/project.mjs';

export interface ExampleCopy {
  readonly folder: string;
  /** The script that the journeys are about. */
  readonly script: string;
  readonly remove: () => void;
}

/** Copies `examples/NAME` to a temporary folder. */
export function copyExample(name: string): ExampleCopy {
  const root = mkdtempSync(path.join(tmpdir(), 'routelens-example-'));
  const folder = path.join(root, name);
  cpSync(inProject('examples', name), folder, { recursive: true });
  return {
    folder,
    script: path.join(folder, 'usr', 'local', 'sbin', 'uplinks.sh'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
