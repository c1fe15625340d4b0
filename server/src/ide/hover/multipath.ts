/**
 * The hover on a multipath route: who chooses the nexthop on the configured kernel, what is remembered and what is not,
 * what breaks a connection, and what to do about it. Facts as in `docs/kernel/who-chooses-the-nexthop.md`.
 */
import { codeSpan } from '../../base/markdown.ts';
import { touchesSpan } from '../../base/span.ts';
import {
  familyOf,
  formatShare,
  multipathCommands,
  nameNexthop,
  sharesOf,
} from '../multipathCommand.ts';
import type { MultipathCommand } from '../multipathCommand.ts';
import { nameKernel } from '../kernelVersion.ts';
import { nexthopPage } from '../ruleDocs.ts';
import type { Hover, Place } from '../types.ts';
import { advice } from './multipath/advice.ts';
import { breakage } from './multipath/breakage.ts';
import { choice } from './multipath/choice.ts';
import { history } from './multipath/history.ts';
import { memory } from './multipath/memory.ts';
import { readSituation } from './multipath/situation.ts';

/** Answers on every word of the command up to its last nexthop; words such as `table` or `metric` explain themselves. */
export function hoverMultipath(place: Place): Hover | undefined {
  const found = multipathCommands(place.document).find(({ command }) =>
    touchesSpan(command.span, place.offset),
  );
  if (found === undefined) return undefined;
  const word = found.command.words.find(({ span }) => touchesSpan(span, place.offset));
  if (word === undefined || !isAboutNexthops(found, place.offset)) return undefined;
  return { span: word.span, markdown: explain(place, found) };
}

function isAboutNexthops({ command, route }: MultipathCommand, offset: number): boolean {
  if (route.nexthops.some(({ span }) => touchesSpan(span, offset))) return true;
  const head = command.words.findIndex(({ value }) => value === 'route' || value === 'r');
  return command.words.slice(0, head + 3).some(({ span }) => touchesSpan(span, offset));
}

function explain(place: Place, { route }: MultipathCommand): string {
  const situation = readSituation(place, { family: familyOf(route), nexthops: route.nexthops });
  const shares = sharesOf(route.nexthops);
  const members = route.nexthops.map(
    (nexthop, i) => `${codeSpan(nameNexthop(nexthop))} ${formatShare(shares[i])}`,
  );
  return [
    `${members.join(' · ')} — ${nameKernel(situation.kernel)}`,
    choice(situation),
    ...(situation.era === 'none' ? [] : [memory(situation), breakage(situation)]),
    advice(situation),
    history(situation),
    `[Who chooses the nexthop, kernel by kernel](${nexthopPage})`,
  ].join('\n\n');
}
