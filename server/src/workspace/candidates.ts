/**
 * Which files are worth opening, by name alone: whoever walks a disk asks here before it reads.
 * The list is that of `docs/cli.md`. What a file is, once it is read, says `host/fileKind.ts`.
 */

/** Files that are parts of a host whatever they hold. */
const knownFiles =
  /(?:^|\/)(?:netplan\/[^/]+\.yaml|[^/]+\.nft|nftables\.conf|sysctl\.conf|sysctl\.d\/[^/]+\.conf|rt_tables|rt_tables\.d\/[^/]+\.conf|cloud\/cloud\.cfg\.d\/[^/]+\.cfg|iptables\/rules\.v[46]|network\/interfaces|interfaces\.d\/[^/]+|systemd\/network\/[^/]+\.network)$/;

/** Folders of packages, caches and devices: nobody writes routing configuration there, except where netplan and sysctl look. */
const foreignFolders =
  /(?:^|\/)(?:\.git|node_modules|usr\/(?:share|include|src|libexec)|var\/(?:lib|cache|log|spool)|usr\/lib(?:32|64)?\/(?!sysctl\.d\/|netplan\/|$)[^/]+)\/|^\/?(?:proc|sys|dev|boot|lib(?:32|64)?\/(?!sysctl\.d\/|netplan\/|$)[^/]+)\//;

/** Programs that a distribution installs, as far as they have no ending. */
const packagePrograms = /(?:^|\/)(?:usr\/)?s?bin\/[^/]+$/;
const localPrograms = /(?:^|\/)(?:local|opt|home|root)\/(?:[^/]+\/)*s?bin\/[^/]+$/;

/** Shell scripts may stand anywhere; a name without an ending needs a first look at the text. */
const scriptNames = /(?:^|\/)(?:[^/]+\.(?:sh|bash)|[^/.][^/.]*)$/;

/** True if a file of this path may be a part of a host. Paths have slashes. */
export function isCandidatePath(path: string): boolean {
  if (knownFiles.test(path)) return true;
  if (!scriptNames.test(path) || foreignFolders.test(path)) return false;
  return !packagePrograms.test(path) || localPrograms.test(path) || /\.(?:sh|bash)$/.test(path);
}

/** True if a walk over a disk need not enter a folder of this path. */
export function isForeignFolder(path: string): boolean {
  return foreignFolders.test(`${path}/`);
}
