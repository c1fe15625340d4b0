/** What `scripts/verify-apply-vm.mjs` runs: what a container cannot show, on a machine with a kernel, a clock and a boot of its own. */
import { setTimeout } from 'node:timers/promises';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { ChangePlan } from '../../server/src/plan/types.ts';
import type { ApplyResult } from '../../server/src/remote/applyChange.ts';
import { createGuard, type Guard } from '../../server/src/remote/guard.ts';
import { payloadOf } from '../../server/src/remote/payload.ts';
import { lookAt, planFor, type HostTree } from '../../server/src/remote/prepare.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import {
  answering,
  firstNetplan,
  startMachine,
  type Machine,
  type MachineFiles,
} from '../lab/vm/machine.ts';
import { apply } from './lab.ts';

export { firstNetplan };

export interface VerifyVm {
  readonly files: MachineFiles;
  readonly folder: string;
  /** Of the names of the cases. */
  readonly wanted: RegExp;
  readonly tell: (line: string) => void;
}

interface Host {
  readonly machine: Machine;
  readonly guard: Guard;
  /** Over `mgmt0`, for when `up1` is cut. */
  readonly eye: Guard;
}

/** Answers how many of the cases did not end as they have to. */
export async function verifyVm({ files, folder, wanted, tell }: VerifyVm): Promise<number> {
  const machine = await startMachine(files, folder);
  const [guard, eye] = [machine.ssh, machine.eye].map((program) =>
    createGuard(
      { destination: 'lab', program, options: [], sudo: false },
      { look: 120_000, prepare: 300_000 },
    ),
  );
  if (guard === undefined || eye === undefined) throw new Error('no guard');
  let failed = 0;
  try {
    const { kernel, release, netplan, systemd } = await guard.facts();
    tell(`${release}, Linux ${kernel}, systemd ${systemd}, netplan ${netplan}`);
    for (const [name, work] of cases.filter(([each]) => wanted.test(each))) {
      const start = performance.now();
      const problems = await around({ machine, guard, eye }, work).catch((error: unknown) => [
        String(error),
      ]);
      const took = ((performance.now() - start) / 1000).toFixed(0);
      tell(
        [
          `${name}: ${problems.length === 0 ? 'as it has to be' : 'WRONG'}, ${took} s`,
          ...problems,
        ].join('\n    '),
      );
      if (problems.length > 0) failed++;
    }
    return failed;
  } finally {
    machine.stop();
  }
}

/** What it was to be and is not; none is good. */
type Work = (host: Host) => Promise<readonly string[]>;

const stateLines = `cd / && find etc/netplan -type f -exec stat -c "%a %n" {} + -exec sha256sum {} + | sort
ip -o addr show scope global | awk '{print $2, $4}' | sort
ip route show proto static; ip -br link | cut -d' ' -f1 | sort
for option in mode xmit_hash_policy; do echo $option $(cat /sys/class/net/bond7/bonding/$option); done
tr ' ' '\\n' </sys/class/net/bond7/bonding/slaves | sort`;

const leftLines = `systemctl --no-legend --plain list-units --state=active,activating,failed "routelens*"
ls -d /etc/systemd/system/routelens* /var/lib/routelens/lock /var/lib/routelens/guard.boot 2>/dev/null
find /etc -name ".routelens-*"; true`;

/** Everything as before afterwards, but for the order of a bond's members, which is networkd's, and nothing left over. */
async function around(host: Host, work: Work): Promise<readonly string[]> {
  const { machine } = host;
  const before = machine.run(stateLines);
  const problems = [...(await work(host))];
  for (let tries = 0; tries < 30 && machine.run(leftLines) !== ''; tries++) await setTimeout(1000);
  const [after, left] = [machine.run(stateLines), machine.run(leftLines)];
  if (after !== before) problems.push(`before: ${before}`, `after: ${after}`);
  if (left !== '') problems.push(`left over: ${left}`);
  return problems;
}

/** As the editor makes it: which bonds are made anew follows from the files and the host. */
async function plan(guard: Guard, text: string): Promise<ChangePlan> {
  const kernel = kernelProfile(newestKernel);
  if (kernel === undefined) throw new Error('no kernel');
  const tree: HostTree = {
    files: [{ id: 'file', path: 'etc/netplan/10.yaml', text, version: 1 }],
    isTree: true,
    deployed: new Set(['file']),
    tooLarge: [],
  };
  const wishes = { host: 'lab', scripts: [], removals: [], kernel };
  return planFor(await lookAt(guard), tree, { wishes, analyze: createAnalyzer().analyze }).plan;
}

/** A parameter of the bond changes by the apply, and is as before after the rollback. */
function bondCase(from: string, to: string, option: string): Work {
  return async ({ machine, guard }) => {
    const change = await plan(guard, firstNetplan.replace(from, to));
    const read = (): string => machine.run(`cat /sys/class/net/bond7/bonding/${option}`).trim();
    const before = read();
    let seen = '';
    const result = await apply(guard, change, {
      seconds: 240,
      decide: () => {
        seen = read();
        return Promise.resolve(false);
      },
    });
    const problems = wrongOutcome(result, 'rolled-back');
    if (result.status?.state !== 'rolled-back') problems.push(`state ${result.status?.state}`);
    if (change.bonds.join() !== 'bond7') problems.push(`bonds of the plan: ${change.bonds.join()}`);
    if (seen === before || seen === '') problems.push(`applied, ${option} was ${seen}`);
    if (read() !== before) problems.push(`rolled back, ${option} is ${read()}, not ${before}`);
    return problems;
  };
}

function wrongOutcome(result: ApplyResult, wanted: ApplyResult['outcome']): string[] {
  const { outcome, why, differing, status } = result;
  return outcome === wanted && differing.length === 0
    ? []
    : [`${outcome}: ${why}`, ...differing, ...(status?.journal ?? []), ...(status?.log ?? [])];
}

const cuttingText = firstNetplan.replace('198.51.100.2/24', '198.51.100.77/24');

/** Arms a change that cuts, and waits until it is live. Answers when it was armed, by `performance.now()`. */
async function armCutting({ guard, eye }: Host, id: string, seconds: number): Promise<number> {
  const { tar, digest } = payloadOf(await plan(guard, cuttingText));
  await guard.stage(id, tar);
  await guard.arm(id, seconds, digest);
  const armed = performance.now();
  for (let tries = 0; tries < 120; tries++) {
    if ((await eye.status(id)).applied === 0) return armed;
    await setTimeout(1000);
  }
  throw new Error(`${id} is not applied`);
}

function bootCase(id: string, reboot: (host: Host) => Promise<void>): Work {
  return async (host) => {
    const { machine, guard } = host;
    const bootOf = (): string => machine.run('cat /proc/sys/kernel/random/boot_id');
    await armCutting(host, id, 3000);
    const problems = machine.answers() ? ['it answers at the old address before the reboot'] : [];
    const boot = bootOf();
    await reboot(host);
    await answering(machine);
    if (bootOf() === boot) problems.push('it did not boot');
    const { state } = await guard.status(id);
    if (state !== 'rolled-back-at-boot') problems.push(`state ${state}`);
    return problems;
  };
}

/** The deadline is counted from the boot: the rollback begins when it was to begin. */
function clockCase(id: string, jump: string): Work {
  return async (host) => {
    const seconds = 75;
    const { eye, machine } = host;
    const armed = await armCutting(host, id, seconds);
    machine.run(`date -s '${jump}'`);
    // Whoever begins makes this first of all.
    machine.run(`until [ -e /var/lib/routelens/changes/${id}/decided ]; do sleep 0.5; done`);
    const began = (performance.now() - armed) / 1000;
    const end = (state: string): boolean => state.startsWith('rolled-back');
    while (performance.now() - armed < 600_000 && !end((await eye.status(id)).state))
      await setTimeout(500);
    const { state, journal } = await eye.status(id);
    machine.run(`date -s @${Math.round(Date.now() / 1000)}`);
    await answering(machine);
    // Arming answers some seconds after the timer runs.
    const isRight = state === 'rolled-back' && began > seconds - 20 && began < seconds + 10;
    return isRight ? [] : [`${state}, begun after ${began.toFixed(0)} s`, ...journal];
  };
}

const cases: readonly (readonly [string, Work])[] = [
  [
    'hash policy of a bond, layer2 to layer3+4, rolled back',
    bondCase('transmit-hash-policy: layer2', 'transmit-hash-policy: layer3+4', 'xmit_hash_policy'),
  ],
  [
    'mode of a bond, balance-xor to active-backup, rolled back',
    bondCase('mode: balance-xor, transmit-hash-policy: layer2', 'mode: active-backup', 'mode'),
  ],
  [
    'orderly reboot while armed',
    bootCase('orderly', ({ machine }) => {
      machine.run('systemctl reboot --no-block; true');
      return setTimeout(5000);
    }),
  ],
  [
    'reset while armed',
    bootCase('reset', ({ machine }) => machine.reset().then(() => setTimeout(2000))),
  ],
  ['clock two days ahead while armed', clockCase('ahead', '+2 days')],
  ['clock two hours back while armed', clockCase('back', '-2 hours')],
];
