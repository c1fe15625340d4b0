/**
 * Which files are parts of a host and how each is read, by path first and by a first look at the text second.
 * Follows the list in `docs/cli.md`; a shell script is ours only if it calls a tool that changes routing.
 */
import { isHook } from './hooks.ts';
import type { FileKind } from './model.ts';
import { isNetplanText } from './netplanText.ts';
import { isNetworkdSettings } from './networkdSettings.ts';
import { callsRoutingTool } from './routingTool.ts';
import { settingsKindOf } from './settingsKind.ts';

const shebang = /^#!\s*\S*(?:\/|\s)(?:ba|da|k|z|a)?sh\b/;
const nftShebang = /^#!\s*\S*nft\b/;

/** How a file is read, or `other` if it is no part of a host. `path` is slash-separated. */
export function fileKindOf(path: string, text: string, languageId?: string): FileKind {
  if (languageId === 'netplan') return 'netplan';
  const byPath = kindByPath(path);
  if (byPath !== undefined) return byPath;
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (/\.ya?ml$/.test(base) || languageId === 'yaml')
    return isNetplanText(text) ? 'netplan' : 'other';
  if (isIpBatch(base, text, languageId)) return 'ip-batch';
  if (nftShebang.test(text)) return 'nft';
  const bySections = settingsKindOf(path, text);
  if (bySections !== undefined) return bySections;
  return looksLikeShell(path, text, languageId) && callsRoutingTool(text) ? 'shell' : 'other';
}

/** A shell script by its language, its name, its first line, or its folder. */
export function looksLikeShell(path: string, text: string, languageId?: string): boolean {
  return (
    languageId === 'shellscript' ||
    /\.(?:sh|bash)$/.test(path) ||
    shebang.test(text) ||
    (isHook(path) && !text.startsWith('#!'))
  );
}

function kindByPath(path: string): FileKind | undefined {
  if (/(?:^|\/)netplan\/[^/]+\.yaml$/.test(path)) return 'netplan';
  if (/(?:^|\/)(?:sysctl\.conf|sysctl\.d\/[^/]+\.conf)$/.test(path)) return 'sysctl';
  if (/(?:^|\/)(?:[^/]+\.nft|nftables\.conf)$/.test(path)) return 'nft';
  if (/(?:^|\/)(?:iptables\/rules\.v[46]|ufw\/(?:before|after|user)6?\.rules)$/.test(path))
    return 'iptables-restore';
  if (/(?:^|\/)(?:rt_tables|rt_tables\.d\/[^/]+\.conf)$/.test(path)) return 'rt_tables';
  // Not read as commands; what networkd takes away follows from them.
  if (isNetworkdSettings(path)) return 'other';
  // Not read, but whether cloud-init may write the network says something about the netplan files.
  if (/(?:^|\/)cloud\/cloud\.cfg(?:\.d\/[^/]+\.cfg)?$/.test(path)) return 'other';
  return undefined;
}

/** `#!/sbin/ip -batch`: the line is a comment to `ip`. */
const batchShebang = /^#!\s*\S*\bip\s.*-b(?:a(?:t(?:c(?:h)?)?)?)?\b/;

function isIpBatch(base: string, text: string, languageId: string | undefined): boolean {
  return languageId === 'iproute-batch' || /\.ip-?batch$/.test(base) || batchShebang.test(text);
}
