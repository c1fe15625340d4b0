/** The line of history, with the period of the configured kernel in bold. */
import type { Situation } from './situation.ts';

interface Period {
  readonly text: string;
  readonly since: string;
  /** First version that does no longer behave so; undefined: still true. */
  readonly until: string | undefined;
}

const ipv4Periods: readonly Period[] = [
  { text: 'Route cache until 3.5', since: '2.6', until: '3.6' },
  { text: 'per packet 3.6 to 4.3', since: '3.6', until: '4.4' },
  { text: 'flow hash since 4.4', since: '4.4', until: undefined },
  { text: 'ports as an option since 4.12', since: '4.12', until: undefined },
  { text: 'a seed of your own since 6.11', since: '6.11', until: undefined },
];

const ipv6Periods: readonly Period[] = [
  { text: 'Multipath since 3.8', since: '3.8', until: undefined },
  { text: 'hash without weights until 4.15', since: '3.8', until: '4.16' },
  { text: 'weights since 4.16', since: '4.16', until: undefined },
  { text: 'ports as an option since 4.17', since: '4.17', until: undefined },
  { text: 'a seed of your own since 6.11', since: '6.11', until: undefined },
];

/** "History. route cache until 3.5 · … · **flow hash since 4.4** · …". */
export function history({ family, isSince }: Situation): string {
  const periods = family === 4 ? ipv4Periods : ipv6Periods;
  const holds = ({ since, until }: Period): boolean =>
    isSince(since) && (until === undefined || !isSince(until));
  const texts = periods.map((period) => (holds(period) ? `**${period.text}**` : period.text));
  return `**History.** ${texts.join(' · ')}`;
}
