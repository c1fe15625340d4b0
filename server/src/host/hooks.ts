/**
 * Scripts that another program runs when a link comes or goes: ifupdown, networkd-dispatcher, NetworkManager, pppd, dhclient,
 * dhcpcd, and `rc.local`. Their folder tells what they are, and whether they set up or undo.
 */

const hook =
  /(?:^|\/)(?:network\/if-(?:pre-up|up|down|post-down)\.d\/[^/]+|networkd-dispatcher\/[a-z-]+\.d\/[^/]+|NetworkManager\/dispatcher\.d\/(?:[a-z-]+\.d\/)?[^/]+|ppp\/ip(?:v6)?-(?:pre-up|up|down)(?:\.local|\.d\/[^/]+)?|dhclient-(?:enter|exit)-hooks(?:\.d\/[^/]+)?|dhcpcd\.(?:enter-hook|exit-hook)|rc\.local)$/;

const undoing =
  /(?:^|\/)(?:network\/if-(?:down|post-down)\.d|networkd-dispatcher\/(?:off|no-carrier|degraded)\.d|dispatcher\.d\/pre-down\.d|ppp\/ip(?:v6)?-down(?:\.local|\.d)?)(?:\/|$)/;

/** True for a path where such a script stands; it need not begin with `#!`. */
export function isHook(path: string): boolean {
  return hook.test(path);
}

/** True if the script runs when a link goes: what it does is not how the host is set up. */
export function isDownHook(path: string): boolean {
  return undoing.test(path);
}
