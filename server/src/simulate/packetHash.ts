/**
 * Do the files make packets carry a hash before they are routed? Then policy 1 takes that hash and no other:
 * fib_multipath_hash(), net/ipv4/route.c, v6.18. RPS computes one, get_rps_cpu(), net/core/dev.c, and cards with
 * receive hashing bring theirs along.
 */
import { isUnknown } from '../base/fact.ts';
import { scriptOf } from '../host/commands.ts';
import type { Host } from '../host/model.ts';
import type { ShellCommand, ShellWord } from '../shell/types.ts';

/** A clause for people; undefined: the files turn on neither. */
export function packetHashOf(host: Host): string | undefined {
  const commands = host.documents
    .flatMap((document) => scriptOf(document)?.commands ?? [])
    .filter(({ context }) => context.neverRuns !== true && context.netns === undefined);
  if (commands.some(turnsOnRps))
    return `policy 1 takes the hash of receive packet steering, which these files turn on (\`rps_cpus\`)${WAY_OUT}`;
  return commands.some(turnsOnCardHash)
    ? `policy 1 takes the hash of the network card, which these files turn on (\`ethtool\`)${WAY_OUT}`
    : undefined;
}

const WAY_OUT = '; policy 3 with fields 55 does not';
const RPS_MASK = /^\/sys\/class\/net\/[^/]+\/queues\/rx-[^/]+\/rps_cpus$/;

/** `echo f > /sys/class/net/eno1/queues/rx-0/rps_cpus`; a mask of zeros turns it off. */
function turnsOnRps({ name, words, redirections }: ShellCommand): boolean {
  const targets = redirections
    .filter(({ operator }) => operator.includes('>'))
    .map(({ target }) => textOf(target));
  const isWritten = targets.some((target) => target !== undefined && RPS_MASK.test(target));
  if (!isWritten || (name !== 'echo' && name !== 'printf')) return false;
  return words.slice(1).some((word) => /[1-9a-f]/i.test(textOf(word) ?? '1'));
}

/** `ethtool -K eno1 rxhash on`, `receive-hashing on`. */
function turnsOnCardHash({ name, words }: ShellCommand): boolean {
  if (name !== 'ethtool') return false;
  const texts = words.map(textOf);
  const at = texts.findIndex((text) => text === 'rxhash' || text === 'receive-hashing');
  const sets = texts.some((text) => text === '-K' || text === '--features' || text === '--offload');
  return sets && at >= 0 && texts[at + 1] === 'on';
}

function textOf(word: ShellWord | undefined): string | undefined {
  return word === undefined || isUnknown(word.value) ? undefined : word.value;
}
