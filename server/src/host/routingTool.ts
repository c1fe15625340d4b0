/** A first look at a text: does it call a tool that changes routing? */

/** Tools whose commands are read; any of them makes a script worth opening. */
const routingTool =
  /(?:^|[\s;&|(`"'/=])(?:ip|bridge|tc|ip6?tables(?:-restore)?|nft|sysctl|netplan|conntrack|ifenslave)["']?[ \t]|\broute[ \t]+add[ \t]|\bifconfig[ \t]+\S{1,40}[ \t]+[\d$]|\/proc\/sys\/net\/|\/sys\/class\/net\/[^\s"]{0,40}bonding|\$\{?(?:IP|IPT|IPTABLES|NFT)\}?["']?[ \t]/m;

/** True if the text looks as if it called one of the tools that RouteLens reads. Cheap: one regular expression. */
export function callsRoutingTool(text: string): boolean {
  return routingTool.test(text);
}
