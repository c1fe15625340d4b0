/** The commands of a host, in scripts and in other files that run some, where names are looked for. */
import { executedSteps, scriptOf } from '../../host/commands.ts';
import type { Host } from '../../host/model.ts';
import type { ShellCommand } from '../../shell/types.ts';

export interface Script {
  /** Id of the file. */
  readonly file: string;
  readonly commands: readonly ShellCommand[];
}

/** `ip` commands by the file that they stand in, lines for `ip -batch` among them. */
export function ipScripts({ documents }: Host): readonly Script[] {
  return documents.flatMap((document) =>
    byFile(
      document.file.id,
      executedSteps(document).flatMap(({ command, ip }) =>
        ip === undefined || ip.implied === true ? [] : [command],
      ),
    ),
  );
}

/** Commands of some programs by the file that they stand in. */
export function scriptsOf(
  { documents }: Host,
  isWanted: (command: ShellCommand) => boolean,
): readonly Script[] {
  return documents.flatMap((document) =>
    byFile(document.file.id, (scriptOf(document)?.executed ?? []).filter(isWanted)),
  );
}

/** A command of a sourced file is read there with the values that the script gives it. */
function byFile(script: string, commands: readonly ShellCommand[]): readonly Script[] {
  const files = new Map<string, ShellCommand[]>();
  for (const command of commands) {
    const file = command.file ?? script;
    files.set(file, [...(files.get(file) ?? []), command]);
  }
  return [...files].map(([file, own]) => ({ file, commands: own }));
}
