/** An analysis as text, down to each place, to compare two of them. */
import { netplanSets } from '../../server/src/host/netplanSets.ts';
import type { HostAnalysis } from '../../server/src/workspace/analyzer.ts';

export function shownWhole({ host, findings, groups }: HostAnalysis): string {
  const { netplan } = host;
  // Definitions know each other, in circles.
  const definitions = netplan.definitions.map(
    ({ id, kind, place, scalars, lists, sections, backend }) => ({
      id,
      kind,
      place,
      scalars,
      lists,
      sections,
      backend,
    }),
  );
  const sets = netplanSets(host).map(({ files, hidden, ...set }) => ({
    ...set,
    files: files.map(({ file }) => file.id),
    hidden: hidden.map(({ file, by }) => [file.file.id, by.file.id]),
  }));
  const choices = new Map<unknown, number>();
  return JSON.stringify(
    { findings, groups, host: { ...host, netplan: { ...netplan, definitions } }, sets },
    (key, value: unknown) => (key === 'choice' ? numberOf(value, choices) : show(key, value)),
    1,
  );
}

/** Of a choice of a script only counts which commands share it. */
function numberOf(choice: unknown, choices: Map<unknown, number>): number {
  const number = choices.get(choice) ?? choices.size;
  choices.set(choice, number);
  return number;
}

function show(key: string, value: unknown): unknown {
  // The memory for the next version.
  if (key === 'blocks') return undefined;
  if (value instanceof Map) return [...value.entries()];
  return value instanceof Set ? [...value] : value;
}
