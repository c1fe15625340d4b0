/** A flush that leaves routes behind, because a nexthop object stands for their nexthops. */
import { nameOf, refusalRule } from './refusalRule.ts';

export const flushIncomplete = refusalRule({
  id: 'flush-incomplete',
  summary: 'Flush that leaves routes by nexthop objects behind',
  what: ({ subject }) =>
    `the flush fails, and every route by a nexthop object stays: one is by object ${nameOf(subject)}`,
  why: '`ip` deletes each route with link and gateway beside the object, which the kernel takes for a contradiction',
  todo: 'delete these routes by their destination first, or delete the nexthop object, and its routes with it',
  place: 'command',
});
