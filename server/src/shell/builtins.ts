/** Commands that the shell runs itself and whose effect on variables or on the way of the script is modelled. */
import { mayBeFunction } from './assignments.ts';
import { setByName } from './builtins/byName.ts';
import { declare, unset } from './builtins/declare.ts';
import type { BuiltinCall } from './builtins/call.ts';
import { evaluate, runShell, trap } from './builtins/evaluate.ts';
import { getopts, mapfile, read } from './builtins/read.ts';
import {
  exit,
  leaveLoop,
  letBuiltin,
  printf,
  returnBuiltin,
  set,
  shift,
} from './builtins/shellState.ts';
import { sourceFile } from './builtins/source.ts';
import { outcomeOfTest } from './conditions.ts';
import type { Outcome } from './session.ts';

const succeed = (): Outcome => 'success';

const builtins: Readonly<Record<string, (call: BuiltinCall) => Outcome>> = {
  ':': succeed,
  true: succeed,
  false: () => 'failure',
  echo: succeed,
  '[': testBracket,
  test: ({ args, scope }) => outcomeOfTest(args, scope),
  local: declare,
  declare,
  typeset: declare,
  export: declare,
  readonly: declare,
  unset,
  set,
  shift,
  let: letBuiltin,
  printf,
  read,
  mapfile,
  readarray: mapfile,
  getopts,
  return: returnBuiltin,
  exit,
  break: leaveLoop,
  continue: leaveLoop,
  trap,
  cd: changeFolder,
  shopt: () => 'unsure',
};

/** Commands that run others, which write for themselves. */
const runners: Readonly<Record<string, (call: BuiltinCall) => Outcome>> = {
  eval: evaluate,
  '.': sourceFile,
  source: sourceFile,
  sh: runShell,
  bash: runShell,
  dash: runShell,
  ash: runShell,
  su: runShell,
};

/** The outcome of a command, and whether its inner commands have written its output. */
export function runBuiltin(call: BuiltinCall): {
  readonly outcome: Outcome;
  readonly writes: boolean;
} {
  const { name } = call.command;
  if (name !== undefined && Object.hasOwn(builtins, name))
    return { outcome: builtins[name]?.(call) ?? 'unsure', writes: false };
  if (name !== undefined && Object.hasOwn(runners, name))
    return { outcome: runners[name]?.(call) ?? 'unsure', writes: true };
  if (name !== undefined && mayBeFunction(name)) setByName(call);
  return { outcome: 'unsure', writes: false };
}

/** `cd` into the folder of the script succeeds; of any other nothing is known. */
function changeFolder({ args }: BuiltinCall): Outcome {
  const value = args.at(-1)?.value;
  const isOwn = typeof value === 'object' && value.symbol?.startsWith('dirname ') === true;
  return isOwn ? 'success' : 'unsure';
}

function testBracket({ args, scope }: BuiltinCall): Outcome {
  return args.at(-1)?.value === ']' ? outcomeOfTest(args.slice(0, -1), scope) : 'unsure';
}
