/** A route that has the name (destination, tos, metric, table) of one that a command before has added. */
import { refusalRule } from './refusalRule.ts';

export const routeExists = refusalRule({
  id: 'route-exists',
  summary: 'Second route with the same destination and metric',
  what: 'a route with this destination, metric and table is there already',
  why: 'that is what names a route, and `add` makes new routes only: this one is never installed',
  todo: 'write `replace`, give it another metric, or write both as `nexthop` of one route',
  place: 'destination',
});
