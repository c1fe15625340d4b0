/**
 * Ways to an address that the model does not follow: DHCP clients, ifconfig, ifup, NetworkManager, sourced files, ifupdown
 * and networkd files. Where one of them may give a link an address, nobody can say that a gateway is off its networks.
 */
import { isUnknown } from '../../base/fact.ts';
import type { ShellCommand } from '../../shell/types.ts';
import type { Document, HostRoute } from '../model.ts';

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

const interfaceFiles =
  /(?:^|\/)(?:network\/interfaces|interfaces\.d\/[^/]+|systemd\/network\/[^/]+\.network)$/;

/** True if the link of a route in a script may have an address that is written nowhere as `ip address` or netplan. */
export function mayGetAddress(
  documents: readonly Document[],
  route: HostRoute,
  link: string | undefined,
): boolean {
  return documents.some((document) => {
    if (interfaceFiles.test(document.file.path)) return true;
    if (document.kind !== 'shell') return false;
    const isOwn = document.file.id === route.origin.file;
    return document.script.commands.some((command) =>
      isOwn ? gives(command, link) : givesByProgram(command, link),
    );
  });
}

function gives(command: ShellCommand, link: string | undefined): boolean {
  return (
    (command.name !== undefined && anything.has(command.name)) || givesByProgram(command, link)
  );
}

function givesByProgram({ name, words }: ShellCommand, link: string | undefined): boolean {
  if (name === undefined || !addressPrograms.has(name)) return false;
  const args = words.slice(1).map(({ value }) => value);
  const named = args.filter((value) => !isUnknown(value) && /^[a-z][\w.-]*\d/.test(value));
  return named.length === 0 || args.some((value) => isUnknown(value)) || named.includes(link ?? '');
}
