/** The commands of a host that the kernel refuses in the state that the commands before them made; found once a host. */
import type { IpCommand } from '../../iproute/types.ts';
import type { Condition } from '../../shell/types.ts';
import { scriptOf } from '../commands.ts';
import type { Document, Host } from '../model.ts';
import { canReplay, replayDocument, type Replayed } from './replay.ts';
import type { MachineRefusal } from './types.ts';

export interface RefusedCommand {
  readonly command: IpCommand;
  /** Id of the file that the command stands in. */
  readonly file: string;
  readonly refusal: MachineRefusal;
}

/** More arms of `case` are not tried one by one. */
const mostArms = 12;

const found = new WeakMap<Host, readonly RefusedCommand[]>();

/** In the order of the documents and of their commands; what any arm of an outer `case` brings comes behind. */
export function refusedCommands(host: Host): readonly RefusedCommand[] {
  const known = found.get(host);
  if (known !== undefined) return known;
  const all = host.documents
    .filter((document) => canReplay(document))
    .flatMap((document) =>
      [undefined, ...armsOf(document)].flatMap((assumed) => refusedIn(host, document, assumed)),
    );
  found.set(host, all);
  return all;
}

function refusedIn(
  host: Host,
  document: Document,
  assumed: Condition | undefined,
): readonly RefusedCommand[] {
  const refused: RefusedCommand[] = [];
  const after = ({ step, command, refusal, isCertain }: Replayed): void => {
    const file = step.command.file ?? document.file.id;
    if (refusal !== undefined && isCertain) refused.push({ command, file, refusal });
  };
  replayDocument(host, document, { after, ...(assumed === undefined ? {} : { assumed }) });
  return refused;
}

/** The arms of every `case` that no other choice is around: a script with `start)` and `stop)` is several programs. */
export function armsOf(document: Document): readonly Condition[] {
  const arms = new Map<object, Set<number>>();
  const all: Condition[] = [];
  for (const { context, name } of scriptOf(document)?.executed ?? []) {
    const { condition } = context;
    if (condition?.kind !== 'case' || condition.outer !== undefined || name !== 'ip') continue;
    const seen = arms.get(condition.choice) ?? new Set();
    if (seen.has(condition.arm)) continue;
    arms.set(condition.choice, seen.add(condition.arm));
    all.push(condition);
  }
  return all.length > mostArms ? [] : all;
}
