/**
 * Files that hold settings and commands in a grammar of their own, by path and, where names are shared with other programs
 * (Podman has `.network` files, too), by what stands in them.
 */
import { callsRoutingTool } from './routingTool.ts';
import type { SettingsKind } from './model.ts';

const interfaces = /(?:^|\/)(?:network\/interfaces|interfaces\.d\/[^/]+)$/;
const networkd = /(?:^|\/)systemd\/network\/[^/]+\.(?:network|netdev)(?:\.d\/[^/]+\.conf)?$/;
const networkdName = /\.(?:network|netdev)$/;
const unit = /\.(?:service|socket|mount)(?:\.d\/[^/]+\.conf)?$/;
const cron = /(?:^|\/)(?:crontab|cron\.d\/[^/]+|crontabs\/[^/]+)$/;
const wireguard = /(?:^|\/)wireguard\/[^/]+\.conf$/;

/** The kind of such a file, or undefined for any other. A unit or a table of cron counts only if it calls our tools. */
export function settingsKindOf(path: string, text: string): SettingsKind | undefined {
  if (interfaces.test(path) || (/(?:^|\/)interfaces$/.test(path) && /^\s*iface\s/m.test(text)))
    return 'interfaces';
  if (networkd.test(path)) return 'networkd';
  if (networkdName.test(path) && /^\s*\[(?:Match|NetDev)\]/m.test(text)) return 'networkd';
  if (wireguard.test(path)) return 'wg-quick';
  if (
    path.endsWith('.conf') &&
    /^\s*\[Interface\]/im.test(text) &&
    /^\s*PrivateKey\s*=/im.test(text)
  )
    return 'wg-quick';
  if (unit.test(path) && /^\s*Exec[A-Z]\w*\s*=/m.test(text) && callsRoutingTool(text))
    return 'unit';
  return cron.test(path) && callsRoutingTool(text) ? 'cron' : undefined;
}
