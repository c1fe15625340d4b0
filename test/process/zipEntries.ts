/**
 * The names in a zip archive, from its central directory (APPNOTE.TXT 4.3.12 and 4.3.16).
 * Enough for a `.vsix`: no zip64, no spanning.
 */

export interface ZipEntry {
  readonly name: string;
  /** In bytes, before compression. */
  readonly size: number;
}

const endOfDirectory = 0x06054b50;

/** All entries, in the order of the archive. */
export function zipEntries(archive: Buffer): readonly ZipEntry[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error('not a zip archive');
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let nLeft = archive.readUInt16LE(end + 10); nLeft > 0; nLeft--) {
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, size: archive.readUInt32LE(at + 24) });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}
