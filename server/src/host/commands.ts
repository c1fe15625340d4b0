/** The `ip` commands of a host in text order, file by file, also those that do not run on every path. */
import type { IpCommand } from '../iproute/types.ts';
import type { Host } from './model.ts';

export interface PlacedIpCommand {
  readonly command: IpCommand;
  /** Id of the file. */
  readonly file: string;
  readonly text: string;
}

export function ipCommands(host: Host): readonly PlacedIpCommand[] {
  return host.documents.flatMap((document) => {
    if (document.kind !== 'shell') return [];
    const { id, text } = document.file;
    return document.steps.flatMap(({ ip }) =>
      ip === undefined ? [] : [{ command: ip, file: id, text }],
    );
  });
}
