/** Ids that a new definition may have: those of other files, those that are named but not defined, links that scripts name. */
import { known } from '../../base/fact.ts';
import type { Host } from '../../host/model.ts';
import type { NetplanLinkKind } from '../../netplan/types.ts';
import type { Candidate } from '../completion/netplan.ts';
import type { Context } from './context.ts';
import { definitionsWith, filesWith, type NetplanDocument } from './definitions.ts';
import { idsIn } from './references.ts';

export interface IdQuestion {
  readonly host: Host;
  readonly document: NetplanDocument;
  readonly context: Context;
  readonly section: NetplanLinkKind | undefined;
}

export function idCandidates(question: IdQuestion): readonly Candidate[] {
  const { host, document, context, section } = question;
  const definitions = definitionsWith(host, document);
  const defined = new Set(definitions.map(({ id }) => id));
  const details = new Map<string, string>();
  for (const { id, kind } of definitions)
    if (kind === section) details.set(id, 'defined in another place too');
  for (const file of filesWith(host, document).files)
    for (const { id, kind } of idsIn(file))
      if (kind === 'reference' && !defined.has(id)) details.set(id, 'named, but not defined');
  if (section === 'ethernets')
    for (const name of scriptLinks(host))
      if (!defined.has(name) && !details.has(name)) details.set(name, 'named in a script');
  const { begun, hasColon, isFlow, column } = context;
  const typed = document.file.text.slice(begun.start, begun.end);
  return [...details]
    .filter(([id]) => !context.siblings.has(id) && id !== typed)
    .map(([label, detail]) => ({
      label,
      kind: 'link',
      detail,
      ...(hasColon
        ? {}
        : {
            insert: `${label}:`,
            ...(isFlow ? {} : { snippet: `${label}:\n${' '.repeat(column + 2)}$0` }),
          }),
    }));
}

/** Links that ip commands write, in their order. */
function scriptLinks(host: Host): readonly string[] {
  const names = [
    ...host.links.filter(({ language }) => language === 'iproute').map(({ name }) => known(name)),
    ...host.addresses
      .filter(({ language }) => language === 'iproute')
      .map(({ link }) => known(link)),
    ...host.routesEverAdded
      .filter(({ language }) => language === 'iproute')
      .flatMap(({ nexthops }) => nexthops.map(({ dev }) => known(dev))),
  ];
  return names.filter((name) => name !== undefined).filter((name) => name !== 'lo');
}
