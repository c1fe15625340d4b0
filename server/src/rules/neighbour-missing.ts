/** The change or removal of a neighbour entry that is surely not there. */
import { refusalRule } from './refusalRule.ts';

export const neighbourMissing = refusalRule({
  id: 'neighbour-missing',
  summary: 'Change or removal of a neighbour entry that is not there',
  what: 'no such neighbour entry is there',
  why: '`change` and `del` need an entry',
  todo: 'correct the address or the link, or write `replace`',
  place: 'command',
});
