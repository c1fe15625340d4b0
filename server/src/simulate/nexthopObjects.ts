/**
 * Nexthop objects (`ip nexthop`, `nhid`) whose members are not read: groups that are refused, so that none is passed over.
 * A route over an object that is read, or over a single nexthop, needs no entry of its own. Source: man page ip-nexthop(8).
 */
import { isUnknown, known } from '../base/fact.ts';
import { executedSteps, ipCommands } from '../host/commands.ts';
import type { Host } from '../host/model.ts';
import type { IpCommand, IpRouteCommand } from '../iproute/types.ts';
import { formatPrefix } from '../net/prefix.ts';
import type { ShellCommand } from '../shell/types.ts';
import type { Group } from './types.ts';

/** The groups of a host that cannot be previewed because nexthop objects make them. */
export function findUnreadNexthops(host: Host): Group[] {
  const objects = nexthopObjects(host);
  const groups = objects
    .filter(({ isRead, isGroup }) => isGroup && !isRead)
    .map((object) =>
      refused(object, {
        name: object.id === undefined ? 'nexthop group' : `nexthop group ${object.id}`,
        refusal: 'groups of nexthop objects are not previewed',
      }),
    );
  const routes = ipCommands(host).flatMap(({ command, file }) => {
    if (command.object !== 'route' || !installingVerbs.has(command.verb)) return [];
    const refusal = refusalOf(command, objects);
    return refusal === undefined
      ? []
      : [refused({ command, file }, { name: nameOf(command), refusal })];
  });
  return [...groups, ...routes];
}

const installingVerbs: ReadonlySet<string> = new Set([
  'add',
  'replace',
  'change',
  'append',
  'prepend',
]);

interface Placed {
  readonly command: IpCommand;
  readonly file: string;
}

interface NexthopObject extends Placed {
  readonly id: number | undefined;
  readonly isGroup: boolean;
  /** Its members are known to the preview. */
  readonly isRead: boolean;
}

/** The commands that make nexthop objects. */
function nexthopObjects(host: Host): readonly NexthopObject[] {
  return host.documents.flatMap((document) => {
    return executedSteps(document).flatMap(({ command, ip }) => {
      const words = wordsOf(command);
      if (ip === undefined || !isNexthopWord(ip, words)) return [];
      const id = words[words.indexOf('id') + 1];
      return [
        {
          command: ip,
          file: command.file ?? document.file.id,
          id: id !== undefined && /^\d+$/.test(id) ? Number(id) : undefined,
          isGroup: words.includes('group'),
          isRead: ip.object !== 'other',
        },
      ];
    });
  });
}

/** True for `ip nexthop add` and `ip nexthop replace`, whether or not the reader models them. */
function isNexthopWord(ip: IpCommand, words: readonly (string | undefined)[]): boolean {
  const isOther = !['route', 'rule', 'address', 'link', 'neigh'].includes(ip.object);
  const isNexthop = ip.object !== 'other' || ip.objectName === 'nexthop';
  return isOther && isNexthop && (words.includes('add') || words.includes('replace'));
}

function wordsOf({ words }: ShellCommand): readonly (string | undefined)[] {
  return words.map(({ value }) => (typeof value === 'string' ? value : undefined));
}

/** Undefined: the preview shows the route's group, or the route chooses nothing. */
function refusalOf(
  { nhid }: IpRouteCommand,
  objects: readonly NexthopObject[],
): string | undefined {
  if (nhid === undefined) return undefined;
  if (isUnknown(nhid.value)) return `the nexthop object is not known: ${nhid.value.reason}`;
  const { value } = nhid;
  const object = objects.find(({ id }) => id === value);
  if (object === undefined) return `nexthop object ${value} is not defined in these files`;
  return object.isGroup && !object.isRead
    ? `nexthop object ${value} is a group, and groups of nexthop objects are not previewed`
    : undefined;
}

function nameOf({ destination }: IpRouteCommand): string {
  const value = known(destination);
  if (value === undefined) return 'an unknown destination';
  return value === 'default' || value.length === 0 ? 'default' : formatPrefix(value);
}

function refused(
  { command, file }: Placed,
  { name, refusal }: Pick<Group, 'name'> & { readonly refusal: string },
): Group {
  return {
    kind: command.object === 'route' ? 'route' : 'nexthop-group',
    origin: { file, span: command.span },
    family: command.family === 6 ? 6 : 4,
    name,
    members: [],
    policy: undefined,
    seed: undefined,
    refusal,
  };
}
