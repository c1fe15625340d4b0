/**
 * Tables, rules and what belongs to them after a line of a script, as text in the form of `ip`.
 * Each entry names the line that it comes from; what may be missing or may be more is said.
 */
import { positionAt } from '../../base/lineIndex.ts';
import { lineIndexOf } from '../../base/sourceFile.ts';
import type { Origin } from '../../base/fact.ts';
import { stateAfter, type StateAfter } from '../../host/machine/stateAfter.ts';
import type { Document, Host } from '../../host/model.ts';
import { addressText, linkText, nexthopText, routesOf, routeText, ruleText } from './lines.ts';

interface Entry {
  readonly text: string;
  readonly origin: Origin | undefined;
  readonly sure: boolean;
}

interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Entries that nobody knows of may stand there, too. */
  readonly isOpen: boolean;
}

/** Undefined for a document whose commands are not replayed. */
export function tablesAfter(host: Host, document: Document, offset: number): string | undefined {
  const state = stateAfter(host, document, endOfLine(document.file.text, offset));
  if (state === undefined) return undefined;
  const place = placeText(host);
  const sections = sectionsOf(state).filter(({ entries, isOpen }) => entries.length > 0 || isOpen);
  return [
    `# ${headline(document, offset, state)}`,
    ...sections.flatMap((section) => ['', ...sectionText(section, place)]),
    '',
  ].join('\n');
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

function headline({ file }: Document, offset: number, { netns }: StateAfter): string {
  const { line } = positionAt(lineIndexOf(file), offset);
  const where = netns === undefined ? '' : `, in the network namespace ${netns}`;
  return `After line ${line + 1} of ${file.path}${where}`;
}

function sectionsOf({ machine }: StateAfter): readonly Section[] {
  const links = [...machine.links.values()];
  const routes = (family: 4 | 6): Section => ({
    title: family === 4 ? 'ip route show table all' : 'ip -6 route show table all',
    entries: routesOf(machine, family).map((route) => ({ ...route, text: routeText(route) })),
    isOpen: !machine.tablesKnown,
  });
  const rules = (family: 4 | 6): Section => ({
    title: family === 4 ? 'ip rule' : 'ip -6 rule',
    entries: machine.rules[family].list.map((rule) => ({
      ...rule,
      text: ruleText(rule),
      // The kernel's own rules stand there unless somebody has removed them.
      sure: rule.sure || rule.origin === undefined,
    })),
    isOpen: !machine.rules[family].known,
  });
  return [
    rules(4),
    routes(4),
    rules(6),
    routes(6),
    {
      title: 'ip nexthop',
      entries: [...machine.nexthops.values()].map((each) => ({ ...each, text: nexthopText(each) })),
      isOpen: false,
    },
    {
      title: 'ip address',
      entries: links.flatMap((link) =>
        link.addresses.map((each) => ({ ...each, text: addressText(link, each) })),
      ),
      isOpen: links.some(({ addressesKnown }) => !addressesKnown),
    },
    {
      title: 'ip link',
      entries: links.map((link) => ({ ...link, text: linkText(link) })),
      isOpen: !machine.linksKnown,
    },
  ];
}

function sectionText(
  { title, entries, isOpen }: Section,
  place: (origin: Origin) => string,
): string[] {
  return [
    `# ${title}`,
    ...entries.map(({ text, origin, sure }) => {
      const notes = [
        ...(origin === undefined ? [] : [place(origin)]),
        ...(sure ? [] : ['may be missing']),
      ];
      return notes.length === 0 ? text : `${text}  # ${notes.join(', ')}`;
    }),
    ...(isOpen ? ['# … and what was there before, which the files do not tell'] : []),
  ];
}

/** `uplinks.sh:12`. */
function placeText(host: Host): (origin: Origin) => string {
  const files = new Map(host.documents.map(({ file }) => [file.id, file]));
  return ({ file: id, span }) => {
    const file = files.get(id);
    if (file === undefined) return 'another file';
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    return `${name}:${positionAt(lineIndexOf(file), span.start).line + 1}`;
  };
}
