/** Every sentence of the page of a plan, in English; `{0}` and `{1}` are filled in by the page. */

export const planEnglish = {
  title: 'Change of {0}',
  titleUndo: 'Undo on {0}',
  nothing: 'The host has it already: nothing to do.',
  noNetplan: 'no netplan',
  filesTitle: 'Files',
  create: 'create',
  change: 'change',
  remove: 'remove',
  showDiff: 'Show diff',
  showDiffOf: 'Show diff of {0}',
  runsTitle: 'Then the host runs',
  warningsTitle: 'What speaks against it',
  noWarnings: 'Nothing that can be seen from here speaks against it.',
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
  probesTitle: 'Has to work before it is kept',
  promise: 'It rolls back by itself after {0} seconds unless you keep it then.',
  apply: 'Apply to {0}…',
  again: 'Make the plan again',
  progressTitle: 'What happens',
  rollsBackIn: 'Rolls back by itself in {0} s',
  works: 'It works. Keep it?',
  keep: 'Keep',
  rollBack: 'Roll back now',
  kept: 'Kept',
  rolledBack: 'Rolled back: {0}',
  notStarted: 'Nothing was done: {0}',
  unknown: 'It is not known what became of it: {0}',
  failed: 'Nothing was done: {0}',
  filesAsPlanned: 'The files on the host are as planned, byte for byte.',
  filesAsBefore: 'The files on the host are as before, byte for byte.',
  differing: 'These files are not as they should be:',
  missing: 'The files say it, but it does not run:',
  running: 'What the files say is what runs.',
  log: 'Output of the host',
  digest: 'Plan {0}',
} as const;

export type PlanStrings = { readonly [Key in keyof typeof planEnglish]: string };

/** The sentences in the language of the editor. */
export function translatedPlanStrings(translate: (text: string) => string): PlanStrings {
  const entries = Object.entries(planEnglish).map(([key, text]): [string, string] => [
    key,
    translate(text),
  ]);
  return { ...planEnglish, ...Object.fromEntries(entries) };
}
