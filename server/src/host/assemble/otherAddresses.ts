/**
 * Ways to an address that the model does not follow: DHCP clients, ifconfig, ifup, NetworkManager, sourced files, and
 * what ifupdown and networkd files leave open. Where one of them may give a link an address, nobody can say that a gateway is off its networks.
 */
import { isUnknown, known } from '../../base/fact.ts';
import type { IpCommand } from '../../iproute/types.ts';
import type { ShellCommand } from '../../shell/types.ts';
import { scriptOf, executedSteps } from '../commands.ts';
import type { Document, HostRoute } from '../model.ts';
import { isNetplanTemplate } from '../netplanDocument.ts';

/** Programs that give addresses to the link that they name, or to any link if they name none. */
const addressPrograms: ReadonlySet<string> = new Set([
  'connmanctl',
  'dhclient',
  'dhcpcd',
  'ifconfig',
  'ifup',
  'networkctl',
  'nmcli',
  'openvpn',
  'pppd',
  'pon',
  'udhcpc',
  'wg-quick',
]);

/** Commands after which anything may have happened. */
const anything: ReadonlySet<string> = new Set([
  '.',
  'source',
  'eval',
  'netplan',
  'service',
  'systemctl',
]);

/** True if the link of a route in a script may have an address that is written nowhere as `ip address` or netplan. */
export function mayGetAddress(
  documents: readonly Document[],
  route: HostRoute,
  link: string | undefined,
): boolean {
  return documents.some((document) => {
    if (isNetplanTemplate(document)) return true;
    if (executedSteps(document).some(({ ip }) => givesUnknown(ip, link))) return true;
    const isOwn = document.file.id === route.origin.file;
    return (scriptOf(document)?.commands ?? []).some((command) =>
      isOwn ? gives(command, link) : givesByProgram(command, link),
    );
  });
}

/** A file of settings that gives an address nobody knows, or one to a link that it does not name. */
function givesUnknown(ip: IpCommand | undefined, link: string | undefined): boolean {
  if (ip?.object !== 'address' || ip.implied !== true) return false;
  const dev = known(ip.dev);
  return dev === undefined || (dev === link && known(ip.address) === undefined);
}

function gives(command: ShellCommand, link: string | undefined): boolean {
  return (
    (command.name !== undefined && anything.has(command.name)) || givesByProgram(command, link)
  );
}

function givesByProgram({ name, words }: ShellCommand, link: string | undefined): boolean {
  if (name === undefined || !addressPrograms.has(name)) return false;
  const args = words.slice(1).map(({ value }) => value);
  // `eth0:1` is a label of an address of `eth0`.
  const named = args.flatMap((value) =>
    typeof value === 'string' && /^[a-z][\w.-]*\d/.test(value) ? [value.replace(/:.*/, '')] : [],
  );
  return named.length === 0 || args.some((value) => isUnknown(value)) || named.includes(link ?? '');
}
