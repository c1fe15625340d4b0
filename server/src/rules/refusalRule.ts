/** Rules for one kind of refusal: the machine model finds it (`host/machine/`), the rule words it, the kernel has the last word. */
import type { Origin } from '../base/fact.ts';
import { codeSpan } from '../base/markdown.ts';
import { refusedCommands, type RefusedCommand } from '../host/machine/refusals.ts';
import type { MachineRefusal, RefusalKind } from '../host/machine/types.ts';
import { defineRule, type Related, type Report, type Rule } from './define.ts';

type Words = string | ((refusal: MachineRefusal) => string);

interface RefusalRule {
  readonly id: RefusalKind;
  readonly summary: string;
  readonly what: Words;
  readonly why: Words;
  readonly todo: Words;
  /** What is underlined. */
  readonly place: 'command' | 'destination' | 'dev';
}

/** The name that a refusal is about. */
export function nameOf(subject: string | undefined): string {
  return codeSpan(subject ?? '?');
}

/** `Error: Invalid scope.` without what stands around it. */
export function reasonOf(says: string): string {
  return says.replace(/^(?:Error: |RTNETLINK answers: )/, '').replace(/\.$/, '');
}

export function refusalRule({ id, summary, what, why, todo, place }: RefusalRule): Rule {
  return defineRule({
    id,
    severity: 'error',
    summary,
    fix: 'none',
    check(host, report) {
      for (const refused of refusedCommands(host)) {
        const { refusal } = refused;
        if (refusal.kind !== id) continue;
        const words = {
          what: textOf(what, refusal),
          why: textOf(why, refusal),
          todo: textOf(todo, refusal),
        };
        report(placeOf(refused, place), refusalReport(refused, words));
      }
    },
  });
}

/** The wording with the kernel's own words behind it, and with what it comes from. */
export function refusalReport(
  refused: RefusedCommand,
  { what, why, todo }: Pick<Report, 'what' | 'why' | 'todo'>,
): Report {
  return { what, why: `${why}: ${codeSpan(refused.refusal.says)}`, todo, ...withCause(refused) };
}

function textOf(words: Words, refusal: MachineRefusal): string {
  return typeof words === 'string' ? words : words(refusal);
}

/** Which file takes effect first is a guess, so what another file has made is a warning. */
function withCause({ refusal, file }: RefusedCommand): Pick<Report, 'related' | 'severity'> {
  const { cause } = refusal;
  if (cause === undefined) return {};
  const related: readonly Related[] = [{ origin: cause, message: 'it comes from here' }];
  return cause.file === file ? { related } : { related, severity: 'warning' };
}

function placeOf({ command, file }: RefusedCommand, place: RefusalRule['place']): Origin {
  if (place === 'destination' && command.object === 'route') {
    const { destinationSpan, span } = command;
    return { file, span: destinationSpan ?? span };
  }
  if (place === 'dev') {
    const dev = devOf(command);
    if (dev?.file === file) return dev;
  }
  return { file, span: command.span };
}

function devOf(command: RefusedCommand['command']): Origin | undefined {
  if (command.object === 'route')
    return command.nexthops.find(({ dev }) => dev !== undefined)?.dev?.origin;
  return 'dev' in command ? command.dev?.origin : undefined;
}
