/**
 * How the flows of a group spread over its members.
 * With a known key every flow is decided; without one the answer is a spread over keys, and no flow is claimed to be known.
 * Invariant: the member shares are numbers from 0 to 1; whatever cannot be known is said in `notes` or refused.
 */
import type { Host } from '../host/model.ts';
import { keyOfSeed } from '../kernel/hashKey.ts';
import { prepareRoute } from '../kernel/multipathRoute.ts';
import type { MultipathRoute } from '../kernel/route.ts';
import type { KernelProfile } from '../kernel/profiles.ts';
import type { HashKey } from '../kernel/siphash.ts';
import { parseStrictAddress } from '../net/address.ts';
import type { Flow } from '../net/flow.ts';
import { distributeBalance } from './balance/distribute.ts';
import { decideFlows } from './decideFlows.ts';
import { distributeBond } from './distributeBond.ts';
import { defaultProfile, flowProfiles } from './flowProfiles.ts';
import { readHashInForce } from './hashInForce.ts';
import { packetHashOf } from './packetHash.ts';
import type { Question } from './question.ts';
import { spreadOverSeeds } from './spreadOverSeeds.ts';
import type { Distribution, Group, PreviewRefusal } from './types.ts';
import { withoutFlowHash } from './withoutFlowHash.ts';

export interface DistributeOptions {
  /** Default: the host's kernel. */
  readonly kernel?: KernelProfile;
  /** Default: what the host's sysctl lines set, else 0. */
  readonly policy?: number;
  /** Fields of policy 3; default: what the sysctl lines set, else 7. */
  readonly fields?: number;
  readonly seed?: number;
  /** The boot key of a kernel without the seed sysctl, see `parseHashKey`. */
  readonly hashKey?: HashKey;
  /** Flows of the user; absent: those of `profile`. */
  readonly flows?: readonly Flow[];
  /** Id of a built-in flow profile; default `office`. */
  readonly profile?: string;
  /** Links taken as down. */
  readonly down?: readonly string[];
  /** Gateways whose neighbour entry has failed. */
  readonly failedNeighbours?: readonly string[];
}

export function distribute(
  group: Group,
  host: Host,
  options: DistributeOptions = {},
): Distribution | PreviewRefusal {
  if (group.refusal !== undefined) return { group, reason: group.refusal };
  if (group.members.length === 0) return { group, reason: 'the group has no member' };
  const { profile = defaultProfile } = options;
  const flows =
    options.flows ?? flowProfiles.find(({ id }) => id === profile)?.createFlows(group.family);
  if (flows === undefined) {
    return {
      group,
      reason: `there is no flow profile \`${profile}\`; there are ${flowProfiles.map(({ id }) => `\`${id}\``).join(', ')}`,
    };
  }
  const kernel = options.kernel ?? host.kernel;
  const profileId = options.flows === undefined ? profile : 'input';
  const { bond, balance } = group;
  if (bond !== undefined) {
    const { down = [] } = options;
    return distributeBond({ group, bond, kernel, flows, profile: profileId, down });
  }
  if (balance !== undefined)
    return distributeBalance({ group, balance, flows, profile: profileId });
  const question = {
    group,
    route: routeOf(group, options),
    hash: readHashInForce(group, kernel, options),
    packetHash: packetHashOf(host),
    flows,
    profile: profileId,
  };
  const answer = answerQuestion(question);
  return 'reason' in answer
    ? answer
    : { ...answer, notes: [...answer.notes, ...notesOnOptions(group, options)] };
}

function answerQuestion(question: Question): Distribution | PreviewRefusal {
  const { group, route, hash } = question;
  const { kernel, policy, fields, key } = hash;
  if (group.kind === 'route' && group.family === 4 && kernel.ipv4Multipath !== 'flow-hash')
    return withoutFlowHash(question);
  // The spread over random keys does not depend on how an older kernel lays out its message.
  const profile = key === undefined ? { ...kernel, hasKnownLayout: true } : kernel;
  const settings = { profile, policy, fields, useNeigh: group.useNeigh === true };
  const ready = prepareRoute(route, { ...settings, key: key ?? PLACEHOLDER_KEY });
  if (ready.kind === 'refused') return { group, reason: ready.reason };
  return key === undefined ? spreadOverSeeds(question, ready) : decideFlows(question, ready);
}

/** Replaced by each random key of the spread. */
const PLACEHOLDER_KEY: HashKey = keyOfSeed(1) ?? {
  key0: { low: 0, high: 0 },
  key1: { low: 0, high: 0 },
};

function routeOf(
  group: Group,
  { down = [], failedNeighbours = [] }: DistributeOptions,
): MultipathRoute {
  return {
    family: group.family,
    kind: kindOf(group),
    ...(group.buckets === undefined ? {} : { buckets: group.buckets }),
    nexthops: group.members.map(({ weight, device, gateway, source }) => {
      const address = source === undefined ? undefined : parseStrictAddress(source);
      return {
        weight,
        isDead: device !== undefined && down.includes(device),
        hasFailedNeighbour: gateway !== undefined && failedNeighbours.includes(gateway),
        ...(address === undefined ? {} : { source: address }),
      };
    }),
  };
}

function kindOf({ kind }: Group): MultipathRoute['kind'] {
  if (kind === 'nexthop-group') return 'group';
  return kind === 'resilient-group' ? 'resilient' : 'classic';
}

function notesOnOptions(
  group: Group,
  { down = [], failedNeighbours = [] }: DistributeOptions,
): string[] {
  const devices = group.members.map(({ device }) => device);
  const gateways = group.members.map(({ gateway }) => gateway);
  const notes = down
    .filter((link) => !devices.includes(link))
    .map((link) => `No member leaves by \`${link}\`.`);
  notes.push(
    ...failedNeighbours
      .filter((gateway) => !gateways.includes(gateway))
      .map((gateway) => `No member has the gateway \`${gateway}\`.`),
  );
  if (failedNeighbours.length > 0) notes.push(...notesOnNeighbours(group));
  if (down.length > 0 && group.kind === 'resilient-group')
    notes.push('The buckets of a member that is gone move; all others are taken as busy and stay.');
  return notes;
}

function notesOnNeighbours({ kind, family, useNeigh }: Group): string[] {
  if (kind === 'nexthop-group') return [];
  if (kind === 'resilient-group') return ['A resilient group does not look at neighbours.'];
  if (family === 6) return ['An IPv6 route of a router does not look at neighbours.'];
  return useNeigh === true
    ? []
    : ['A failed neighbour changes nothing while `net.ipv4.fib_multipath_use_neigh` is 0.'];
}
