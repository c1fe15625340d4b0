/** Shell text inside of another file, as commands of that file. */
import type { Unknown } from '../base/fact.ts';
import { parseShell } from '../shell/parse.ts';
import type { CommandContext, ShellCommand, ShellScript } from '../shell/types.ts';
import type { PlacedText } from '../base/placedText.ts';

export interface ShellPart {
  readonly fileText: string;
  readonly text: PlacedText;
  readonly variables: ReadonlyMap<string, string | Unknown>;
  /** What stands around every command of the part. */
  readonly context: CommandContext;
}

/** Reads the part; what its commands say of themselves is added to the context around them. */
export function readShellPart({ fileText, text, variables, context }: ShellPart): ShellScript {
  const script = parseShell(text.text, { fileText, locate: text.locate, variables });
  const placed = (command: ShellCommand): ShellCommand => within(context, command);
  return {
    ...script,
    commands: script.commands.map(placed),
    executed: script.executed.map(placed),
  };
}

function within(context: CommandContext, command: ShellCommand): ShellCommand {
  const own = command.context;
  return {
    ...command,
    context: {
      ...context,
      ...own,
      ...(context.caseLabel === undefined ? {} : { caseLabel: context.caseLabel }),
      conditional: context.conditional || own.conditional,
      loop: context.loop || own.loop,
      failureIgnored: context.failureIgnored || own.failureIgnored,
      trap: context.trap || own.trap,
    },
  };
}

/** Several parts of one file as one script. */
export function joinScripts(scripts: readonly ShellScript[]): ShellScript {
  return {
    commands: scripts.flatMap(({ commands }) => commands),
    executed: scripts.flatMap(({ executed }) => executed),
    unfollowed: scripts.flatMap(({ unfollowed }) => unfollowed),
    sources: scripts.flatMap(({ sources }) => sources),
    variables: new Map(scripts.flatMap(({ variables }) => [...variables])),
    errors: scripts.flatMap(({ errors }) => errors),
    comments: scripts.flatMap(({ comments }) => comments),
  };
}
