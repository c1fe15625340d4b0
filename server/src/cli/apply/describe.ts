/** A plan for people: what would be written and run, and what speaks against it. */
import { runText } from '../../plan/runText.ts';
import type { ChangePlan, HostFacts, PlannedFile, PlanWarning } from '../../plan/types.ts';
import type { Paint } from '../paint.ts';

export function describePlan(
  {
    facts,
    plan,
    digest,
  }: { readonly facts: HostFacts; readonly plan: ChangePlan; readonly digest: string },
  paint: Paint,
): string {
  const netplan = facts.netplan === undefined ? 'no netplan' : `netplan ${facts.netplan}`;
  const lines = [
    `${paint.bold(plan.host)}  ${facts.release}, Linux ${facts.kernel}, ${netplan}`,
    ...plan.files.map((file) => `  ${describeFile(file, paint)}`),
    ...plan.runs.map((run) => `  ${paint.cyan('run')}     ${runText(run)}`),
    ...plan.warnings.map((warning) => `  ${describeWarning(warning, paint)}`),
    `  ${paint.dim(`plan ${digest.slice(0, 12)}`)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function describeFile({ path, content, before, mode }: PlannedFile, paint: Paint): string {
  // A name from a host or a folder may hold anything; a terminal gets it without control characters.
  const name = JSON.stringify(path).slice(1, -1);
  if (content === undefined) return `${paint.red('remove')}  ${name}`;
  if (before === undefined) return `${paint.blue('create')}  ${name} (${mode})`;
  return `${paint.yellow('change')}  ${name}`;
}

function describeWarning({ severity, text, details = [] }: PlanWarning, paint: Paint): string {
  const label = {
    error: paint.red('error'),
    warning: paint.yellow('warning'),
    information: paint.dim('note'),
  };
  return [`${label[severity]}: ${text}`, ...details.map((line) => `      ${line}`)].join('\n');
}
