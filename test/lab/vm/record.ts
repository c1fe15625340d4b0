/**
 * Records what one kernel in a virtual machine decides, as `test/vectors/kernel-*.json`. Only the kernel is asked here;
 * `test/kernel/kernelVectors.test.ts` compares the simulator with it. `scripts/verify-kernels.mjs` starts this.
 */
import { writeFileSync } from 'node:fs';
import { createDraw } from '../../kernel/draw.ts';
import type { KernelVectors } from '../../kernel/kernelVectors.ts';
import { layLinks } from '../../kernel/lab.ts';
import { recordBonds } from './bonds.ts';
import { bootGuest } from './guest.ts';
import type { GuestFiles } from './guest.ts';
import { recordRouters } from './routers.ts';

export interface Recording extends GuestFiles {
  readonly package: string;
  readonly output: string;
  readonly nDecisions: number;
  readonly randomSeed: number;
}

export function recordKernel(recording: Recording): KernelVectors {
  const { output, nDecisions, randomSeed } = recording;
  const guest = bootGuest(recording);
  try {
    const release = guest.run(['busybox', 'uname', '-r']).trim();
    const kernel = sourceVersion(guest.run(['busybox', 'uname', '-v']), release);
    console.log(`${release} (${kernel}) has booted`);
    layLinks(guest.run);
    const draw = createDraw(randomSeed);
    const routers = recordRouters({ guest, draw, kernel, nDecisions });
    // Before its first use the key is zero.
    const bootKey = guest.run(['boot-key']);
    const common = { release, package: recording.package, kernel, bootKey, routers };
    // What is there already is kept if the bonds fail.
    writeFileSync(output, textOf({ ...common, bonds: [] }));
    const vectors = { ...common, bonds: recordBonds(guest, draw, kernel) };
    writeFileSync(output, textOf(vectors));
    return vectors;
  } finally {
    guest.remove();
  }
}

/** Debian tells the version of the source in `uname -v`: `#1 SMP … Debian 6.1.192-2 (2026-…)`. */
function sourceVersion(text: string, release: string): string {
  const found = /Debian (\d+\.\d+\.\d+)/.exec(text)?.[1] ?? /^\d+\.\d+\.\d+/.exec(release)?.[0];
  if (found === undefined) throw new Error(`no version in ${text}`);
  return found;
}

/** One router or bond a line, so that a difference between two recordings can be read. */
function textOf({ routers, bonds, ...rest }: KernelVectors): string {
  const head = JSON.stringify(rest).slice(0, -1);
  const lines = (list: readonly unknown[]): string =>
    list.map((one) => JSON.stringify(one)).join(',\n');
  return `${head},\n"routers":[\n${lines(routers)}\n],\n"bonds":[\n${lines(bonds)}\n]}\n`;
}
