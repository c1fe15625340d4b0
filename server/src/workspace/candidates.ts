/**
 * Which files are worth opening, by name alone: whoever walks a disk asks here before it reads.
 * The list is that of `docs/cli.md`. What a file is, once it is read, says `host/fileKind.ts`.
 */

/** Files that are parts of a host whatever they hold; those of routing daemons only say that there is one. */
const knownFiles =
  /(?:^|\/)(?:netplan\/[^/]+\.yaml|[^/]+\.nft|nftables\.conf|sysctl\.conf|sysctl\.d\/[^/]+\.conf|rt_tables|rt_tables\.d\/[^/]+\.conf|cloud\/cloud\.cfg\.d\/[^/]+\.cfg|systemd\/networkd\.conf|systemd\/networkd\.conf\.d\/[^/]+\.conf|iptables\/rules\.v[46]|ufw\/(?:before|after|user)6?\.rules|(?:frr|quagga|bird)\/[^/]+\.conf|bird6?\.conf)$/;

/** Files with a grammar of their own: ifupdown, networkd, wg-quick, units of the administrator, cron. */
const settingsFiles =
  /(?:^|\/)(?:network\/interfaces|interfaces\.d\/[^/]+|systemd\/network\/[^/]+\.(?:network|netdev)(?:\.d\/[^/]+\.conf)?|wireguard\/[^/]+\.conf|etc\/crontab|cron\.d\/[^/]+|crontabs\/[^/]+)$/;
const unitFiles = /\.(?:service|socket|mount)(?:\.d\/[^/]+\.conf)?$/;

/** Scripts that other programs run when a link comes or goes, which need no `#!`. */
const hooks =
  /(?:^|\/)(?:if-(?:pre-up|up|down|post-down)\.d|networkd-dispatcher\/[a-z-]+\.d|NetworkManager\/dispatcher\.d(?:\/[a-z-]+\.d)?|dhclient-(?:enter|exit)-hooks\.d|ip(?:v6)?-(?:pre-up|up|down)\.d)\/[^/]+$|\/rc\.local$/;

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
  if (knownFiles.test(path) || settingsFiles.test(path)) return true;
  if (hooks.test(path) || unitFiles.test(path)) return !foreignFolders.test(path);
  if (!scriptNames.test(path) || foreignFolders.test(path)) return false;
  return !packagePrograms.test(path) || localPrograms.test(path) || /\.(?:sh|bash)$/.test(path);
}

/** True for a file that is read whatever its first line is. */
export function isKnownWithoutShebang(path: string): boolean {
  return path.endsWith('/rt_tables') || settingsFiles.test(path) || hooks.test(path);
}

/** True if a walk over a disk need not enter a folder of this path. */
export function isForeignFolder(path: string): boolean {
  return foreignFolders.test(`${path}/`);
}
