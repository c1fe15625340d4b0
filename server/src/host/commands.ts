/** The `ip` commands of a host in text order, file by file, also those that do not run on every path. */
import type { IpCommand } from '../iproute/types.ts';
import type { ShellScript } from '../shell/types.ts';
import type { Document, Host, ScriptStep } from './model.ts';

export interface PlacedIpCommand {
  readonly command: IpCommand;
  /** Id of the file. */
  readonly file: string;
  readonly text: string;
}

export function ipCommands(host: Host): readonly PlacedIpCommand[] {
  const known = commandsOfHost.get(host);
  if (known !== undefined) return known;
  const commands = placedCommands(host);
  commandsOfHost.set(host, commands);
  return commands;
}

/** Every rule about `ip` asks. */
const commandsOfHost = new WeakMap<Host, readonly PlacedIpCommand[]>();

function placedCommands(host: Host): readonly PlacedIpCommand[] {
  return host.documents.flatMap((document) => {
    const { id, text } = document.file;
    return stepsOf(document).flatMap(({ ip }) =>
      ip === undefined || ip.implied === true || ip.context.neverRuns === true
        ? []
        : [{ command: ip, file: id, text }],
    );
  });
}

/** The steps of a document that runs commands; none for any other. */
export function stepsOf(document: Document): readonly ScriptStep[] {
  return 'steps' in document ? document.steps : [];
}

/** What a document runs, in order, with the commands of the files that it sources. */
export function executedSteps(document: Document): readonly ScriptStep[] {
  return ('executed' in document ? document.executed : undefined) ?? stepsOf(document);
}

/** The commands of a document with their variables, or undefined if it runs none. */
export function scriptOf(document: Document): ShellScript | undefined {
  return 'script' in document ? document.script : undefined;
}
