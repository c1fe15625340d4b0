/** The cases of the fault matrix: a list that meets each fault at each moment that matters, and a random draw of all there are. */
import { changes, type ChangeKind } from './changes.ts';
import type { ClientKind } from './clients.ts';
import { faults, type Draw, type FaultKind } from './faults.ts';
import { steps, whens, type Moment } from './faultyGuard.ts';
import type { Case } from './runCase.ts';

/** From arming to the rollback on a quiet machine, where the case waits for it; see `paced`. */
const SHORT = 8;
/** Where something else ends the case: however slow the machine is, nothing is late. */
const ROOMY = 90;

function at(step: Moment['step'], when: Moment['when'], delay = 0): Moment {
  return { step, when, delay };
}

function under(fault: FaultKind, moment: Moment, change: ChangeKind = 'good'): Case {
  const seconds = isEndedByDeadline(fault, change) ? SHORT : ROOMY;
  // Keeping comes after the apply: there has to be time for both.
  const isLate = moment.step === 'keep' && seconds === SHORT;
  return { fault, moment, change, seconds: isLate ? 2 * SHORT : seconds, client: 'usual', at: 0 };
}

/** Nobody can keep the change, and nothing rolls it back before. */
function isEndedByDeadline(fault: FaultKind, change: ChangeKind): boolean {
  return !changes[change].isGood || endedByDeadline.has(fault);
}

const endedByDeadline: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'cut',
  'drop',
  'sshdGone',
  'hostKey',
  'otherKey',
  'arm',
  'apply',
]);

function by(client: ClientKind, when: number | string, change: ChangeKind = 'good'): Case {
  return { ...under('nothing', at('stage', 'before'), change), client, at: when };
}

const everyChange: readonly ChangeKind[] = [
  ...(['good', 'cutting', 'link', 'removal', 'names', 'huge', 'script'] as const),
  ...(['scriptFails', 'scriptCuts', 'scriptHangs', 'settings', 'firewall'] as const),
];

const everyMoment = steps.flatMap((step) => whens.map((when) => at(step, when)));

/** What CI runs. The longest come first, so that the hosts end together. */
export const matrix: readonly Case[] = [
  ...everyMoment.map((moment) => under('cut', moment)),
  ...everyMoment.filter(({ when }) => when !== 'before').map((moment) => under('sshd', moment)),
  under('drop', at('arm', 'after')),
  under('drop', at('keep', 'during')),
  under('sshdGone', at('arm', 'after')),
  under('hostKey', at('arm', 'after')),
  under('otherKey', at('arm', 'before')),
  under('otherKey', at('arm', 'after')),
  ...everyChange.map((change) => under('nothing', at('stage', 'before'), change)),
  under('shortCut', at('arm', 'after')),
  under('shortCut', at('keep', 'before')),
  under('sessions', at('arm', 'during')),
  under('sessions', at('keep', 'during')),
  under('arm', at('arm', 'during'), 'cutting'),
  under('apply', at('arm', 'after')),
  under('apply', at('arm', 'after', 500), 'script'),
  under('timer', at('arm', 'after'), 'cutting'),
  under('timer', at('arm', 'after', 1000), 'scriptHangs'),
  under('watch', at('arm', 'after'), 'cutting'),
  under('rollback', at('arm', 'after'), 'cutting'),
  under('rollback', at('arm', 'after'), 'scriptFails'),
  under('networkd', at('arm', 'after', 1000), 'cutting'),
  under('networkd', at('status', 'before')),
  under('bus', at('arm', 'after'), 'cutting'),
  under('bus', at('stage', 'after', 1400), 'scriptCuts'),
  under('reexec', at('arm', 'after'), 'cutting'),
  under('reload', at('arm', 'after'), 'cutting'),
  under('disk', at('stage', 'before')),
  under('disk', at('arm', 'before')),
  under('disk', at('arm', 'during'), 'cutting'),
  under('disk', at('arm', 'after'), 'cutting'),
  under('disk', at('keep', 'before')),
  under('netplanGone', at('stage', 'after')),
  under('netplanFails', at('arm', 'before')),
  under('netplanFails', at('arm', 'after', 3000), 'cutting'),
];

/** The steps of the protocol without a fault: what each version of netplan and systemd has to stand. */
export const plainCases: readonly Case[] = [
  under('nothing', at('stage', 'before'), 'cutting'),
  under('nothing', at('stage', 'before')),
  ...(['link', 'script', 'settings'] as const).map((change) => by('declines', 0, change)),
  under('nothing', at('stage', 'before'), 'scriptFails'),
];

/** The same cases on a machine that takes so many times longer. */
export function paced(cases: readonly Case[], pace: number): readonly Case[] {
  return cases.map((one) => {
    const { seconds } = one;
    return seconds === ROOMY ? one : { ...one, seconds: Math.ceil(seconds * pace) };
  });
}

/** Any fault at any moment of any change by any client. */
export function drawCase(draw: Draw): Case {
  const pick = <T>(list: readonly T[]): T => {
    const found = list[draw(list.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  };
  const change = pick(everyChange);
  const fault = pick(Object.keys(faults).filter(isFault));
  const own = { seconds: 5 + draw(4), change };
  if (fault === 'nothing') {
    const client = pick(['SIGTERM', 'SIGKILL', 'last-moment', 'second'] as const);
    const when = client === 'last-moment' ? -draw(120) : draw(client === 'second' ? 2500 : 8000);
    return { ...by(client, when), ...own };
  }
  const moment = at(pick(steps), pick(whens), pick([0, 0, draw(1000), draw(8000)]));
  return { ...under(fault, moment), ...own };
}

function isFault(name: string): name is FaultKind {
  return name in faults;
}

export function nameOf({ fault, moment, change, client, at: when, seconds: left }: Case): string {
  const { step, when: side, delay } = moment;
  const who = client === 'usual' ? '' : `, client ${client} at ${when}`;
  const what =
    fault === 'nothing' ? 'nothing' : `${faults[fault].name} ${side} ${step} +${delay} ms`;
  return `${what}, ${change} in ${left} s${who}`;
}
