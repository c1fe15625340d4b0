/** Files as one stream. They are written by the package `nanotar`, which is known here only. */
import { createTar } from 'nanotar';

export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** A tar of regular files. Names are short and plain: what a name may not hold stands in a file. */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  return createTar(
    files.map(({ name, content }) => ({ name, data: content })),
    {
      attrs: { mode: '600', mtime: 0 },
    },
  );
}

const BLOCK = 512;

/**
 * The regular files of a tar as GNU tar writes it (tar(5), "GNU Tar Archives"), names to the last byte: `nanotar` takes a
 * backslash for a slash and follows `..`. Ends where the archive ends or breaks off.
 */
export function readTar(data: Uint8Array): readonly TarFile[] {
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= data.length;) {
    const header = data.subarray(at, at + BLOCK);
    const size = sizeIn(header);
    const end = at + BLOCK + size;
    if (header[0] === 0 || !isHeader(header) || end > data.length) break;
    const content = new Uint8Array(data.subarray(at + BLOCK, end));
    const kind = textUpToNul(header.subarray(156, 157));
    if (kind === 'L') longName = textUpToNul(content);
    else {
      const name = longName ?? textUpToNul(header.subarray(0, 100));
      if (kind === '0' || kind === '') files.push({ name, content });
      // The name of a link's target comes between both.
      if (kind !== 'K') longName = undefined;
    }
    at += BLOCK * (1 + Math.ceil(size / BLOCK));
  }
  return files;
}

function isHeader(header: Uint8Array): boolean {
  return textUpToNul(header.subarray(257, 262)) === 'ustar';
}

/** Octal digits. A larger file has another form, and does not come. */
function sizeIn(header: Uint8Array): number {
  const digits = /^[0-7]+/.exec(textUpToNul(header.subarray(124, 136)).trim())?.[0];
  return digits === undefined ? Number.POSITIVE_INFINITY : Number.parseInt(digits, 8);
}

function textUpToNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    end === -1 ? bytes : bytes.subarray(0, end),
  );
}
