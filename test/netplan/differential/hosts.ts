/** The host of a seed: made along the key tables, the same with damage, or a text of this project with damage. */
import type { NetplanVersion } from '../../../server/src/netplan/version.ts';
import { generateFiles } from './generate.ts';
import type { GeneratedFile } from './generate.ts';
import { mutate } from './mutate.ts';
import { createRandom } from './random.ts';
import { mistakenScenarios, scenarios } from './scenarios.ts';

type Host = readonly GeneratedFile[];

export interface HostOptions {
  readonly own: readonly Host[];
  /** Keys and words that this version does not know are rare. */
  readonly target: NetplanVersion;
}

export function hostOf(seed: number, { own, target }: HostOptions): Host {
  if (seed % 3 === 1) return generateFiles(seed, target);
  const random = createRandom(seed ^ 0x5e_ed);
  if (random.chance(0.12)) return random.pick(mistakenScenarios);
  const files =
    seed % 3 === 2
      ? generateFiles(seed, target)
      : random.pick([...own, ...scenarios, ...scenarios]);
  // Now and then as it is.
  if (random.chance(0.02)) return files;
  const damaged = random.below(files.length);
  return files.map((file, i) =>
    i === damaged ? { ...file, text: mutate(file.text, random) } : file,
  );
}
