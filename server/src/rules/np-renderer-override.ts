/** A later file whose `renderer` takes the definitions of an earlier file over to another back end (netplan 1.2: the last one counts for all). */
import { codeSpan } from '../base/markdown.ts';
import { known, type Fact } from '../base/fact.ts';
import { netplanSets, type NetplanFile, type NetplanSet } from '../host/netplanSets.ts';
import { defineRule } from './define.ts';
import { listNames } from './wording.ts';

export const npRendererOverride = defineRule({
  id: 'np-renderer-override',
  severity: 'warning',
  summary: 'A later file changes the renderer of the links of an earlier one',
  fix: 'none',
  check(host, report) {
    for (const set of netplanSets(host)) {
      const last = set.files.findLast(({ netplan }) => netplan.renderer !== undefined);
      const renderer = last?.netplan.renderer;
      const word = known(renderer);
      if (last === undefined || renderer === undefined || word === undefined) continue;
      for (const file of set.files.slice(0, set.files.indexOf(last))) {
        const ids = dependentIds(set, file);
        if (ids.length === 0 || !isSwitched(file, word, last)) continue;
        report(renderer.origin, {
          what: `${codeSpan(word)} takes over ${listNames(ids)} of ${codeSpan(nameOf(file))}`,
          why: `the \`renderer\` of the last file counts for the links of all files that name none of their own; ${codeSpan(nameOf(file))} was written for ${codeSpan(rendererIn(file))}, and that one lets go of them`,
          todo: 'write the `renderer` into the definitions of this file that need it, or at the links that shall keep theirs',
          related: relatedOf(file.netplan.renderer),
        });
      }
    }
  },
});

/** A file that says nothing but the renderer is there to change it; one that says none leaves the choice to others. */
function isSwitched(file: NetplanFile, word: string, last: NetplanFile): boolean {
  if (rendererIn(file) === word) return false;
  return file.netplan.renderer !== undefined || last.netplan.links.length > 0;
}

function rendererIn({ netplan }: NetplanFile): string {
  return known(netplan.renderer) ?? 'networkd';
}

/** Definitions that begin in this file and take the renderer of the network. */
function dependentIds(set: NetplanSet, { file }: NetplanFile): readonly string[] {
  return set.definitions
    .filter(
      ({ kind, parts }) =>
        parts[0]?.file === file.id &&
        kind !== 'modems' &&
        kind !== 'nm-devices' &&
        parts.every(({ link }) => link.renderer === undefined),
    )
    .map(({ id }) => id);
}

function relatedOf(
  renderer: Fact<string> | undefined,
): readonly { readonly origin: Fact<string>['origin']; readonly message: string }[] {
  return renderer === undefined
    ? []
    : [{ origin: renderer.origin, message: 'the earlier file names its renderer here' }];
}

function nameOf({ file }: NetplanFile): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
