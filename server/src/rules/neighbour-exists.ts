/** A neighbour entry that a command before has made. */
import { refusalRule } from './refusalRule.ts';

export const neighbourExists = refusalRule({
  id: 'neighbour-exists',
  summary: 'Neighbour entry that is there already',
  what: 'this neighbour entry is there already',
  why: '`add` makes new entries only',
  todo: 'write `replace`',
  place: 'command',
});
