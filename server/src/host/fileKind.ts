/**
 * Which files are parts of a host and how each is read, by path first and by a first look at the text second.
 * Follows the list in `docs/cli.md`; a shell script is ours only if it calls a tool that changes routing.
 */
import type { FileKind } from './model.ts';

/** Tools whose commands are read; any of them makes a script worth opening. */
const routingTool =
  /(?:^|[\s;&|(`"'/=])(?:ip|bridge|tc|ip6?tables(?:-restore)?|nft|sysctl|netplan|conntrack)["']?[ \t]|\/proc\/sys\/net\/|\$\{?(?:IP|IPT|IPTABLES|NFT)\}?["']?[ \t]/m;

const shebang = /^#!\s*\S*(?:\/|\s)(?:ba|da|k|z|a)?sh\b/;
const nftShebang = /^#!\s*\S*nft\b/;

/** True if the text looks as if it called one of the tools that RouteLens reads. Cheap: one regular expression. */
export function callsRoutingTool(text: string): boolean {
  return routingTool.test(text);
}

/** A top-level `network:` mapping, the mark of a netplan file outside a `netplan` folder. */
export function hasNetworkMapping(text: string): boolean {
  return /^network:[ \t]*(?:#.*|\{.*)?$/m.test(text);
}

/** How a file is read, or `other` if it is no part of a host. `path` is slash-separated. */
export function fileKindOf(path: string, text: string, languageId?: string): FileKind {
  if (languageId === 'netplan') return 'netplan';
  const byPath = kindByPath(path);
  if (byPath !== undefined) return byPath;
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (/\.ya?ml$/.test(base) || languageId === 'yaml')
    return hasNetworkMapping(text) ? 'netplan' : 'other';
  if (nftShebang.test(text)) return 'nft';
  const isShell = languageId === 'shellscript' || /\.(?:sh|bash)$/.test(base) || shebang.test(text);
  return isShell && callsRoutingTool(text) ? 'shell' : 'other';
}

function kindByPath(path: string): FileKind | undefined {
  if (/(?:^|\/)netplan\/[^/]+\.yaml$/.test(path)) return 'netplan';
  if (/(?:^|\/)(?:sysctl\.conf|sysctl\.d\/[^/]+\.conf)$/.test(path)) return 'sysctl';
  if (/(?:^|\/)(?:[^/]+\.nft|nftables\.conf)$/.test(path)) return 'nft';
  if (/(?:^|\/)iptables\/rules\.v[46]$/.test(path)) return 'iptables-restore';
  if (/(?:^|\/)(?:rt_tables|rt_tables\.d\/[^/]+\.conf)$/.test(path)) return 'rt_tables';
  // Not read, but whether cloud-init may write the network says something about the netplan files.
  if (/(?:^|\/)cloud\/cloud\.cfg(?:\.d\/[^/]+\.cfg)?$/.test(path)) return 'other';
  return undefined;
}
