/**
 * Bonds as `ip link` commands make them, those that settings of ifupdown and networkd stand for included: `add … type bond`,
 * members by `master`, settings by `set … type bond`. Whatever the bond was made by, a later command may change it.
 */
import { identityOf, isUnknown, unknown, type Fact, type Origin } from '../../base/fact.ts';
import type { IpLinkCommand } from '../../iproute/types.ts';
import { bondHashPolicies, bondModes } from '../bonds.ts';
import type { HostBond, HostLink } from '../model.ts';
import type { HostState } from './state.ts';

/**
 * A setting of a file may come before the file that makes its bond: networkd and ifupdown see to the order themselves, and in which
 * order scripts run is a guess. Within one script it is the order of the text.
 */
export interface WaitingCommand {
  readonly command: IpLinkCommand;
  readonly file: string;
}

/** The bond of an `add`; undefined where the same settings have made it already (`inet` and `inet6` of one link). */
export function madeBond(
  state: HostState,
  command: IpLinkCommand,
  file: string,
): { readonly bond?: HostBond } | undefined {
  if (command.kind?.value !== 'bond') return {};
  const name = identityOf(command.dev);
  const isThere = state.links.some((link) => isOpenBond(state, link, name));
  if (command.implied === true && isThere) {
    // Of a bond that is there already the driver makes no other.
    if (command.incomplete !== true) change(state, name, (bond) => configured(bond, command, file));
    return undefined;
  }
  const origin = { file, span: command.span };
  const bare: HostBond = {
    mode: undefined,
    hashPolicy: undefined,
    primary: undefined,
    members: [],
    origin,
  };
  return { bond: configured(bare, command, file) };
}

/** Applies what waited for a bond that is there now, made in `by`. */
export function wakeWaiting(state: HostState, by: string): void {
  const waiting = state.waitingForBond.splice(0);
  for (const { command, file } of waiting)
    if (command.implied === true || file !== by) setOfBond(state, command, file);
    else state.waitingForBond.push({ command, file });
}

/** `ip link set` of a member or of the bond itself. */
export function setOfBond(state: HostState, command: IpLinkCommand, file: string): void {
  const { dev, master, kind, noMaster, implied } = command;
  if (dev === undefined) return;
  const bondName = kind?.value === 'bond' ? identityOf(dev) : identityOf(master);
  const isFound = state.links.some((link) => isOpenBond(state, link, bondName));
  if (bondName !== undefined && !isFound) {
    state.waitingForBond.push({ command, file });
    if (implied === true) return;
  }
  if (kind?.value === 'bond') change(state, bondName, (bond) => configured(bond, command, file));
  if ((master !== undefined || noMaster) && !command.context.conditional) leave(state, dev);
  if (isFound && master !== undefined)
    change(state, bondName, (bond) => joined(bond, dev, command.context.loop));
}

/** `ip link del`: what comes after it says nothing of this bond. */
export function closeBond(state: HostState, command: IpLinkCommand): void {
  if (command.context.conditional) return;
  const name = identityOf(command.dev);
  for (const link of state.links) if (isOpenBond(state, link, name)) state.goneBonds.add(link);
}

function isOpenBond(state: HostState, link: HostLink, name: string | undefined): boolean {
  return (
    link.bond !== undefined &&
    name !== undefined &&
    identityOf(link.name) === name &&
    !state.goneBonds.has(link)
  );
}

/** Branches may make the same bond in two ways: the change is for each of them. */
function change(
  state: HostState,
  name: string | undefined,
  make: (bond: HostBond) => HostBond,
): void {
  for (const [index, link] of state.links.entries())
    if (link.bond !== undefined && isOpenBond(state, link, name))
      state.links[index] = { ...link, bond: make(link.bond) };
}

function leave(state: HostState, dev: Fact<string>): void {
  const name = identityOf(dev);
  if (name === undefined) return;
  for (const [index, link] of state.links.entries()) {
    const { bond } = link;
    const holds = bond?.members.some((member) => identityOf(member) === name) === true;
    if (bond === undefined || !holds || state.goneBonds.has(link)) continue;
    const members = bond.members.filter((member) => identityOf(member) !== name);
    state.links[index] = { ...link, bond: { ...bond, members } };
  }
}

/** A name that is equal to nothing, or changes with each round, stands for any number of links. */
function joined(bond: HostBond, dev: Fact<string>, inLoop: boolean): HostBond {
  const name = identityOf(dev);
  if (isUnknown(dev.value) && (name === undefined || inLoop))
    return { ...bond, openMembers: dev.value.reason };
  if (bond.members.some((member) => identityOf(member) === name)) return bond;
  return { ...bond, members: [...bond.members, dev] };
}

/** The bond with the settings of a command; what may not run makes a setting unknown. */
function configured(bond: HostBond, command: IpLinkCommand, file: string): HostBond {
  const origin = { file, span: command.span };
  const isNew = command.verb !== 'set';
  const setting = (keyword: string, before: Fact<string> | undefined): Fact<string> | undefined => {
    const written = command.settings.findLast((word) => word.keyword === keyword)?.values[0];
    if (written !== undefined)
      return command.context.conditional && !isNew
        ? maybe(written.origin)
        : named(keyword, written);
    return command.incomplete === true
      ? { value: unknown('the command is not read to the end'), origin }
      : before;
  };
  return {
    ...bond,
    mode: setting('mode', bond.mode),
    hashPolicy: setting('xmit_hash_policy', bond.hashPolicy),
    primary: setting('primary', bond.primary),
  };
}

function maybe(origin: Origin): Fact<string> {
  return { value: unknown('the command that sets it may not run'), origin };
}

const tables: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['mode', bondModes],
  ['xmit_hash_policy', bondHashPolicies],
]);

/** `ip` and the driver take a place in the list as well as a name (get_index(), iproute2 6.1 lib/utils.c). */
function named(keyword: string, { value, origin }: Fact<string>): Fact<string> {
  const place = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : -1;
  return { value: tables.get(keyword)?.[place] ?? value, origin };
}
