/** Makes a host with a difference small: files, lines, keys and letters go as long as the difference stays. */
import type { GeneratedFile } from './generate.ts';

type Host = readonly GeneratedFile[];

/** Says of each host whether it still shows the difference. */
export type StillDiffers = (hosts: readonly Host[]) => readonly boolean[];

const maxRounds = 80;

export function shrink(host: Host, stillDiffers: StillDiffers): Host {
  let current = host;
  for (let round = 0; round < maxRounds; round++) {
    const smaller =
      firstThat(byLines(current), stillDiffers) ?? firstThat(byParts(current), stillDiffers);
    if (smaller === undefined) return current;
    current = smaller;
  }
  return current;
}

function firstThat(hosts: readonly Host[], stillDiffers: StillDiffers): Host | undefined {
  const at = stillDiffers(hosts).indexOf(true);
  return at === -1 ? undefined : hosts[at];
}

/** The host without a file, then without runs of lines, the longest first. */
function byLines(host: Host): Host[] {
  const fewer = host.length > 1 ? host.map((_file, i) => host.toSpliced(i, 1)) : [];
  const shorter = host.flatMap(({ text }, i) => {
    const lines = text.split('\n');
    return [32, 16, 8, 4, 2, 1].flatMap((size) =>
      Array.from({ length: Math.max(0, lines.length - size + 1) }, (_, at) =>
        withText(host, i, lines.toSpliced(at, size).join('\n')),
      ),
    );
  });
  return [...fewer, ...shorter];
}

/** The host without one entry in brackets, or without one value. */
function byParts(host: Host): Host[] {
  return host.flatMap(({ text }, i) =>
    [
      /, *[^,[\]{}]*(?=[,\]}])/g,
      /(?<=[[{])[^,[\]{}]*, */g,
      /(?<=[[{])[^,[\]{}]+(?=[\]}])/g,
    ].flatMap((part) =>
      [...text.matchAll(part)].map(({ 0: found, index }) =>
        withText(host, i, text.slice(0, index) + text.slice(index + found.length)),
      ),
    ),
  );
}

function withText(host: Host, i: number, text: string): Host {
  return host.map((file, j) => (i === j ? { ...file, text } : file));
}
