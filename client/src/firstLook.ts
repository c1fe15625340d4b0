/**
 * The cheap look at a document that decides whether the language server is worth starting.
 * It may say yes too often, since the server reads properly, but never no to a file that the server reports on.
 */

const routingTool =
  /(?:^|[\s;&|(`"'/=])(?:ip|bridge|tc|ip6?tables(?:-restore)?|nft|sysctl|netplan|conntrack)["']?[ \t]|\/proc\/sys\/net\/|\$\{?(?:IP|IPT|IPTABLES|NFT)\}?["']?[ \t]/m;

const networkMapping = /^network:[ \t]*(?:#.*|\{.*)?$/m;

/** Files that are ours by their names, whatever language the editor takes them for. */
const settingsFile =
  /\/(?:network\/interfaces|interfaces\.d\/[^/]+|systemd\/network\/[^/]+\.(?:network|netdev)|wireguard\/[^/]+\.conf|sysctl\.conf|sysctl\.d\/[^/]+\.conf|[^/]+\.nft|nftables\.conf|rules\.v[46]|ufw\/(?:before|after|user)6?\.rules)$/;

/** What the look needs to know of a document; `getText` is called only where the language leaves it open. */
export interface LookedAt {
  readonly languageId: string;
  readonly uri?: { readonly path: string };
  getText(): string;
}

/** True if the language server has something to say about this document. */
export function isRoutingDocument(document: LookedAt): boolean {
  switch (document.languageId) {
    case 'netplan':
    case 'iproute-batch':
      return true;
    case 'shellscript':
      return routingTool.test(document.getText());
    case 'yaml':
      return networkMapping.test(document.getText());
    default:
      return settingsFile.test(document.uri?.path ?? '');
  }
}
