/** The only caller of the netfilter readers in tests: a text in, lines of text out. */
import type { Problem } from '../../server/src/base/problem.ts';
import { assembleNetfilter } from '../../server/src/host/assemble/netfilter.ts';
import { readNetfilterCommand, readNftFile } from '../../server/src/netfilter/read.ts';
import type { NetfilterStep } from '../../server/src/netfilter/types.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { renderRules, renderSteps } from './render.ts';

/** The steps of all commands of a script. */
export function stepsOfScript(script: string): readonly NetfilterStep[] {
  return parseShell(script).commands.flatMap(
    (command) => readNetfilterCommand(command, 'script')?.steps ?? [],
  );
}

/** What the tools refuse of the commands of a script. */
export function problemsOfScript(script: string): readonly Problem[] {
  return parseShell(script).commands.flatMap(
    (command) => readNetfilterCommand(command, 'script')?.problems ?? [],
  );
}

/** What each command of a script does. */
export function readScript(script: string): string {
  return renderSteps(stepsOfScript(script));
}

/** The rules that stand after a script. */
export function rulesAfter(script: string): string {
  const { rules, incomplete } = assembleNetfilter(stepsOfScript(script));
  return renderRules(rules) + (incomplete ? '\nincomplete' : '');
}

/** The rules of nft statements in a chain `c` at prerouting, mangle. */
export function readNftRules(rules: string): string {
  const text = `table inet t {\nchain c {\ntype filter hook prerouting priority mangle;\n${rules}\n}\n}\n`;
  const { steps } = readNftFile(text, 'file');
  return renderRules(steps.flatMap((step) => (step.kind === 'rule' ? [step.rule] : []))).replaceAll(
    '46 t c prerouting -150 ',
    '',
  );
}
