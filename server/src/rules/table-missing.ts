/** A command on a routing table that no route has made. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const tableMissing = refusalRule({
  id: 'table-missing',
  summary: 'Routing table that holds no route',
  what: ({ subject }) => `no route has made table ${nameOf(subject)} yet`,
  why: 'a table is there from its first route on, and the kernel refuses to search or empty one that is not',
  todo: 'add a route to the table before this line, or correct its number',
  place: 'command',
});
