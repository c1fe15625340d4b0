/** All that talks to hosts, for a bundle of its own: most people who look at files never load it. */
export { applyChange } from './applyChange.ts';
export { startAskpass } from './askpass.ts';
export { createGuard } from './guard.ts';
export { judgedPlan } from './judged.ts';
export { payloadOf } from './payload.ts';
export { sshMeaning } from './sshMeaning.ts';
export { sshNames } from './sshNames.ts';
export { undoPlan } from './undo.ts';
