/** What of a folder would not reach the host as it is. Nothing is left out of an apply, or changed on its way, in silence. */
import type { PlannedFile, PlanWarning } from './types.ts';

export interface Unsendable {
  /** Paths below the root of the host. */
  readonly tooLarge: readonly string[];
  readonly planned: readonly PlannedFile[];
}

/** Errors: half of a change is none. */
export function unsendableWarnings({ tooLarge, planned }: Unsendable): readonly PlanWarning[] {
  const altered = planned.flatMap(({ path, content }) =>
    content !== undefined && hasReplacement(content) ? [path] : [],
  );
  return [
    ...warning(
      tooLarge,
      'is too large to be read (more than 5 MB), so the host would not get it: take it out of the folder, or copy it by hand',
    ),
    ...warning(
      altered,
      'holds bytes that are no UTF-8, and would reach the host with other ones: save it as UTF-8',
    ),
  ];
}

function warning(paths: readonly string[], text: string): readonly PlanWarning[] {
  return paths.map((path) => ({ kind: 'unsendable', severity: 'error', text: `${path} ${text}` }));
}

/** The text of a file whose bytes cannot be read holds U+FFFD in their place: EF BF BD. */
function hasReplacement(content: Uint8Array): boolean {
  for (let at = content.indexOf(0xef); at !== -1; at = content.indexOf(0xef, at + 1))
    if (content[at + 1] === 0xbf && content[at + 2] === 0xbd) return true;
  return false;
}
