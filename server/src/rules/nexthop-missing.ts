/** The use of a nexthop object that is surely not there. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const nexthopMissing = refusalRule({
  id: 'nexthop-missing',
  summary: 'Nexthop object that is not there',
  what: ({ subject }) => `no nexthop object ${nameOf(subject)} is there`,
  why: 'it was never made, or it has gone: with its link, or because the link lost its carrier',
  todo: 'make the nexthop object before this line, or correct the number',
  place: 'command',
});
