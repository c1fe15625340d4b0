/**
 * What a write below `net/ipv4/conf` or `net/ipv6/conf` changes, besides the file that is written.
 * Follows devinet_conf_proc(), devinet_copy_dflt_conf(), inet_forward_change() and inetdev_init() of net/ipv4/devinet.c, and
 * addrconf_fixup_forwarding(), addrconf_disable_ipv6(), addrconf_fixup_linkdown(), addrconf_sysctl_addr_gen_mode(),
 * addrconf_sysctl_force_forwarding() and ipv6_add_dev() of net/ipv6/addrconf.c, v6.18.
 */
import type { ConfCell, ConfFolder, ConfTree, ConfWrite } from './confTypes.ts';

/** A tree without links, in which nothing is known. */
export function createConfTree<W>(family: 4 | 6): ConfTree<W> {
  return { family, all: createFolder(), default: createFolder(), links: new Map() };
}

function createFolder<W>(): ConfFolder<W> {
  return { cells: new Map(), pinned: new Set(), isPinned: false };
}

/** A new link begins with what `default` has at that moment. */
export function addConfLink<W>(tree: ConfTree<W>, name: string): void {
  tree.links.set(name, {
    cells: new Map(tree.default.cells),
    pinned: new Set(tree.default.pinned),
    isPinned: false,
  });
}

/** inet_set_ifa() and rtm_to_ifaddr(), net/ipv4/devinet.c: with its first address a link keeps all it has. */
export function pinConfLink<W>(tree: ConfTree<W>, name: string): void {
  const folder = tree.links.get(name);
  if (folder !== undefined) folder.isPinned = true;
}

/** The folder of `all`, `default` or a link. */
export function confFolder<W>(tree: ConfTree<W>, name: string): ConfFolder<W> | undefined {
  if (name === 'all') return tree.all;
  return name === 'default' ? tree.default : tree.links.get(name);
}

/** Carries out a write with a value that the kernel takes. A link that does not exist is passed over. */
export function writeConf<W>(tree: ConfTree<W>, write: ConfWrite<W>): void {
  const folder = confFolder(tree, write.folder);
  if (folder === undefined) return;
  const before = folder.cells.get(write.name);
  folder.cells.set(write.name, { value: write.value, by: write.by });
  if (tree.family === 6) return spreadIpv6(tree, write, before);
  if (write.name === 'forwarding') spreadForwarding(tree, write, before);
  else if (!flushing.has(write.name)) spreadDefault(tree, folder, write);
}

/**
 * A write that the kernel refuses for its value. devinet_conf_proc() does not look whether the value was taken: the setting
 * counts as written, and `default` is handed on as it is.
 */
export function refuseConf<W>(tree: ConfTree<W>, folder: string, name: string): void {
  const cell = confFolder(tree, folder)?.cells.get(name);
  if (tree.family === 4 && name !== 'forwarding' && cell !== undefined)
    writeConf(tree, { folder, name, ...cell });
}

/** DEVINET_SYSCTL_FLUSHING_ENTRY: a write to `default` changes new links only, and pins nothing. */
const flushing: ReadonlySet<string> = new Set([
  'disable_policy',
  'disable_xfrm',
  'drop_unicast_in_l2_multicast',
  'promote_secondaries',
  'route_localnet',
]);

/** devinet_conf_proc(): `default` reaches the links for which nobody wrote the setting and which never had an address. */
function spreadDefault<W>(tree: ConfTree<W>, folder: ConfFolder<W>, write: ConfWrite<W>): void {
  folder.pinned.add(write.name);
  if (folder !== tree.default) return;
  for (const link of tree.links.values())
    if (!link.isPinned && !link.pinned.has(write.name))
      link.cells.set(write.name, { value: write.value, by: write.by });
}

/** inet_forward_change(): a new value of `all` (or `ip_forward`) goes to `default` and every link, and decides on redirects. */
function spreadForwarding<W>(
  tree: ConfTree<W>,
  { folder, value, by }: ConfWrite<W>,
  before: ConfCell<W> | undefined,
): void {
  if (folder !== 'all' || (before?.value !== undefined && before.value === value)) return;
  // Nobody knows whether a write over an unknown value changes anything.
  const isCertain = value !== undefined && before?.value !== undefined;
  const cell = { value: isCertain ? value : undefined, by };
  tree.default.cells.set('forwarding', cell);
  for (const link of tree.links.values()) {
    link.cells.set('forwarding', cell);
    link.pinned.add('forwarding');
  }
  const redirects = isCertain ? Number(value === 0) : undefined;
  tree.all.cells.set('accept_redirects', { value: redirects, by });
}

/** True if a write to `all` goes to `default` (not for `force_forwarding`) and every link. */
export function isThroughAll(family: 4 | 6, name: string): boolean {
  return family === 6 ? throughAll.has(name) : name === 'forwarding';
}

/** Settings of which a write to `all` goes to `default` and every link. */
const throughAll: ReadonlySet<string> = new Set([
  'addr_gen_mode',
  'disable_ipv6',
  'force_forwarding',
  'forwarding',
  'ignore_routes_with_linkdown',
]);

function spreadIpv6<W>(
  tree: ConfTree<W>,
  { folder, name, value, by }: ConfWrite<W>,
  before: ConfCell<W> | undefined,
): void {
  if (folder !== 'all' || !throughAll.has(name)) return;
  const cell = { value, by };
  if (name !== 'force_forwarding') tree.default.cells.set(name, cell);
  // addrconf_sysctl_force_forwarding() leaves `default` alone, and does nothing at all where nothing changes.
  else if (before?.value !== undefined && before.value === value) return;
  for (const link of tree.links.values()) {
    link.cells.set(name, cell);
    // addrconf_forward_change(): a host that does not forward at all forces no link to forward either.
    if (name === 'forwarding' && value === 0) link.cells.set('force_forwarding', { value: 0, by });
  }
}
