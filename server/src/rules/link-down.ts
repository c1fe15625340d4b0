/** A route or a nexthop object over a link that the script has set down, or never up. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const linkDown = refusalRule({
  id: 'link-down',
  summary: 'Route or nexthop over a link that is down',
  what: ({ subject }) => `${nameOf(subject)} is down here`,
  why: 'routes need a link that is up, and the kernel refuses the command',
  todo: ({ subject }) => `set ${nameOf(subject)} up before this line`,
  place: 'dev',
});
