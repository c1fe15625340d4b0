/**
 * Commands that `ip` refuses before it asks the kernel: they install nothing, so nothing is spread over their nexthops.
 * Follows the findings of the `iproute-` rules, so that a preview never shows what the diagnostics deny.
 */
import type { Origin } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import { stepsOf } from '../host/commands.ts';
import type { Host } from '../host/model.ts';
import type { IpCommand } from '../iproute/types.ts';

/** Why `ip` refuses the command, a clause; undefined if it takes it. */
export function refusalOfCommand({ problems, unexpected }: IpCommand): string | undefined {
  const [problem] = problems;
  if (problem !== undefined) return problem.what;
  const [word] = unexpected;
  return word === undefined ? undefined : `${codeSpan(word.text)} is no word that it knows here`;
}

/** The same for the command that stands at a place of a host. */
export function refusalAt(host: Host, { file, span }: Origin): string | undefined {
  const document = host.documents.find((one) => one.file.id === file);
  if (document === undefined) return undefined;
  const step = stepsOf(document).find(
    ({ ip }) => ip?.span.start === span.start && ip.span.end === span.end,
  );
  return step?.ip === undefined ? undefined : refusalOfCommand(step.ip);
}
