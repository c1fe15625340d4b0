/** `ip address` and `ip link` commands as changes of links and their addresses. */
import { identityOf, isUnknown, unknown } from '../../base/fact.ts';
import type { IpAddressCommand, IpLinkCommand } from '../../iproute/types.ts';
import { formatPrefix } from '../../net/prefix.ts';
import { closeBond, madeBond, setOfBond, wakeWaiting } from './bond.ts';
import type { HostState } from './state.ts';

/** Applies one `ip address` command. */
export function applyAddress(state: HostState, command: IpAddressCommand, file: string): void {
  const link = identityOf(command.dev);
  switch (command.verb) {
    case 'add':
    case 'replace':
    case 'change':
      return addAddress(state, command, file);
    case 'del':
    case 'flush': {
      if (command.context.conditional || link === undefined) return;
      const { address } = command;
      if (command.verb === 'del' && (address === undefined || isUnknown(address.value))) return;
      const gone =
        address === undefined || isUnknown(address.value) ? undefined : formatPrefix(address.value);
      state.addresses = state.addresses.filter((held) => {
        if (identityOf(held.link) !== link || isUnknown(held.prefix.value)) return true;
        return gone !== undefined && formatPrefix(held.prefix.value) !== gone;
      });
      return;
    }
    default:
  }
}

/** What was not read may be the link or the address: then it may be any. */
function addAddress(state: HostState, command: IpAddressCommand, file: string): void {
  const origin = { file, span: command.span };
  const unread = { value: unknown('the command is not read to the end'), origin };
  const isWhole = command.incomplete !== true;
  const link = command.dev ?? (isWhole ? undefined : unread);
  const address = command.address ?? (isWhole ? undefined : unread);
  if (link === undefined || address === undefined) return;
  state.addresses.push({
    link,
    prefix: { value: address.value, origin },
    peer: command.peer,
    family: isUnknown(address.value)
      ? unknown('the address is unknown')
      : address.value.address.family,
    language: command.implied === true ? 'settings' : 'iproute',
  });
}

/** Applies one `ip link` command: new links become known by name and kind. */
export function applyLink(state: HostState, command: IpLinkCommand, file: string): void {
  if (command.verb === 'set') setOfBond(state, command, file);
  if (command.verb === 'del') closeBond(state, command);
  if (command.verb !== 'add' || command.dev === undefined) return;
  const made = madeBond(state, command, file);
  if (made === undefined) return;
  const kind =
    command.kind === undefined || isUnknown(command.kind.value) ? undefined : command.kind.value;
  state.links.push({
    name: command.dev,
    kind,
    language: command.implied === true ? 'settings' : 'iproute',
    dhcp4: false,
    ...made,
  });
  if (made.bond !== undefined) wakeWaiting(state, file);
  if (command.master !== undefined) setOfBond(state, { ...command, kind: undefined }, file);
}
