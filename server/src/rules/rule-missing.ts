/** The removal of a policy rule that is surely not there. */
import { refusalRule } from './refusalRule.ts';

export const ruleMissing = refusalRule({
  id: 'rule-missing',
  summary: 'Removal of a policy rule that is not there',
  what: 'no such policy rule is there',
  why: '`del` needs a rule that agrees in all that it names',
  todo: 'correct the selectors, or remove this line',
  place: 'command',
});
