/** A flush that leaves routes behind: by nexthop objects, or nexthops of IPv6 that were appended with another protocol. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const flushIncomplete = refusalRule({
  id: 'flush-incomplete',
  summary: 'Flush that leaves routes behind, as those by nexthop objects',
  what: ({ subject }) =>
    subject === undefined
      ? 'the flush fails, and a nexthop stays that was appended with another `proto` than the route has'
      : `the flush fails, and every route by a nexthop object stays: one is by object ${nameOf(subject)}`,
  why: ({ subject }) =>
    subject === undefined
      ? '`ip` deletes all nexthops of the route with the protocol of the first'
      : '`ip` deletes each route with link and gateway beside the object, which the kernel takes for a contradiction',
  todo: ({ subject }) =>
    subject === undefined
      ? 'append it with the same `proto`, or flush twice'
      : 'delete these routes by their destination first, or delete the nexthop object, and its routes with it',
  place: 'command',
});
