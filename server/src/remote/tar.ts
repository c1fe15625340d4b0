/** Files as one stream, by the package `nanotar`, which is known here only. */
import { createTar, parseTar } from 'nanotar';

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

/** The regular files of a tar; what cannot be read is left out. */
export function readTar(data: Uint8Array): readonly TarFile[] {
  try {
    // The parser reads the whole buffer behind the bytes, and that of a `Buffer` may be shared with others.
    const own = new Uint8Array(data);
    return parseTar(own).flatMap(({ name, type, data: content }) =>
      type === 'file' ? [{ name, content: content ?? new Uint8Array() }] : [],
    );
  } catch {
    return [];
  }
}
