/** The change or removal of a route that is surely not there. */
import { refusalRule } from './refusalRule.ts';

export const routeMissing = refusalRule({
  id: 'route-missing',
  summary: 'Change or removal of a route that is not there',
  what: 'no such route is there',
  why: '`change` and `del` need a route that agrees in all that they name',
  todo: 'correct the destination, the metric or the table, or remove this line',
  place: 'destination',
});
