/**
 * What a setting below `conf` is for one link, after all writes of the host in their order: those of `all` that go through to
 * the links, `ip_forward`, and how `all` and the link decide together.
 */
import { known } from '../base/fact.ts';
import { combinationOf, combine, type Combination } from '../sysctl/combine.ts';
import { addConfLink, createConfTree, pinConfLink, writeConf } from '../sysctl/confTree.ts';
import type { ConfTree } from '../sysctl/confTypes.ts';
import { parseSysctlInteger } from '../sysctl/integer.ts';
import type { Host, HostSysctl } from './model.ts';
import { canonicalKey, isRefused, maybeWritten } from './sysctl.ts';

export interface LinkSetting {
  readonly all: number | undefined;
  readonly link: number | undefined;
  readonly allWrite: HostSysctl | undefined;
  readonly linkWrite: HostSysctl | undefined;
  readonly combination: Combination;
  /** What counts for packets; undefined where the files do not tell it. */
  readonly effective: number | undefined;
  /** False where a write that cannot be read may change it. */
  readonly isCertain: boolean;
}

export interface LinkKey {
  readonly family: 4 | 6;
  readonly link: string;
  readonly name: string;
}

/** Both halves of a setting of one link. `default` counts for links that come later, which nobody can tell of a link. */
export function linkSetting(host: Host, { family, link, name }: LinkKey): LinkSetting {
  const tree = treeOf(host, family, link);
  const folder = tree.links.get(link);
  const all = tree.all.cells.get(name);
  const own = folder?.cells.get(name);
  const combination = combinationOf(family, name);
  const key = (of: string): readonly string[] => ['net', `ipv${family}`, 'conf', of, name];
  return {
    all: all?.value,
    link: own?.value,
    allWrite: all?.by,
    linkWrite: own?.by,
    combination,
    effective: combine(combination, {
      all: all?.value,
      link: own?.value,
      forwarding: folder?.cells.get('forwarding')?.value,
    }),
    isCertain: !maybeWritten(host, key('all')) && !maybeWritten(host, key(link)),
  };
}

function treeOf(host: Host, family: 4 | 6, link: string): ConfTree<HostSysctl> {
  const tree = createConfTree<HostSysctl>(family);
  addConfLink(tree, link);
  // Whether `default` came before the link is not known.
  pinConfLink(tree, link);
  // Nothing forwards until somebody says so.
  for (const folder of [tree.all, tree.links.get(link)])
    folder?.cells.set('forwarding', { value: 0, by: undefined });
  for (const write of host.sysctls) apply(tree, write, { host, link });
  return tree;
}

function apply(
  tree: ConfTree<HostSysctl>,
  write: HostSysctl,
  { host, link }: { readonly host: Host; readonly link: string },
): void {
  const [net, family, conf, folder, name, ...more] = canonicalKey(write.key);
  if (net !== 'net' || family !== `ipv${tree.family}` || conf !== 'conf' || more.length > 0) return;
  if (typeof folder !== 'string' || typeof name !== 'string' || isRefused(host.kernel, write))
    return;
  const text = known(write.value);
  const value = text === undefined ? undefined : parseSysctlInteger(text);
  for (const one of folder === '*' ? ['all', link] : [folder])
    if (write.except?.has(`net/ipv${tree.family}/conf/${one}/${name}`) !== true)
      writeConf(tree, { folder: one, name, value, by: write });
}
