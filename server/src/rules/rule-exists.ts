/** A policy rule that a command before has added. */
import { refusalRule } from './refusalRule.ts';

export const ruleExists = refusalRule({
  id: 'rule-exists',
  summary: 'Policy rule that is there already',
  what: 'the same policy rule is there already',
  why: 'the kernel refuses a second rule of the same priority, selectors and table; a selector that is left out agrees with any',
  todo: 'remove this line, or give it another priority',
  place: 'command',
});
