/** Bonds in a guest: by which member its kernel sends random frames, for every transmit hash policy that it has. */
import type { BondMode } from '../../../server/src/kernel/bond.ts';
import type { BondHashPolicy } from '../../../server/src/kernel/bondHash.ts';
import { kernelProfile } from '../../../server/src/kernel/profiles.ts';
import type { Flow } from '../../../server/src/net/flow.ts';
import type { MacAddress } from '../../../server/src/net/mac.ts';
import { pick } from '../../kernel/draw.ts';
import type { Draw } from '../../kernel/draw.ts';
import { drawPacket } from '../../kernel/flows.ts';
import type { RecordedBond } from '../../kernel/kernelVectors.ts';
import type { Lab } from '../../kernel/lab.ts';
import { packetBytes } from '../../kernel/packets.ts';
import { encodeFlow } from '../../kernel/recordedFlow.ts';
import { address } from '../../kernel/readVectors.ts';

const N_FRAMES = 64;
const VLAN = 10;
const POLICIES: readonly BondHashPolicy[] = [
  ...(['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'] as const),
];
const SHAPES: readonly (readonly [BondMode, number])[] = [
  ['balance-xor', 2],
  ['balance-xor', 3],
  ['balance-xor', 4],
  ['802.3ad', 2],
];

export function recordBonds(guest: Lab, draw: Draw, kernel: string): RecordedBond[] {
  const hasVlanSrcmac = kernelProfile(kernel)?.hasVlanSrcmac === true;
  const policies = POLICIES.filter((policy) => policy !== 'vlan+srcmac' || hasVlanSrcmac);
  return SHAPES.flatMap(([mode, members]) =>
    policies.map((policy) => recordBond(guest, draw, { mode, policy, members })),
  );
}

function recordBond(guest: Lab, draw: Draw, bond: Omit<RecordedBond, 'frames'>): RecordedBond {
  makeBond(guest, bond);
  const flows = Array.from({ length: N_FRAMES }, () => drawFrame(draw));
  const lines = flows.map((flow, i) => {
    const link = flow.vlan === undefined ? 'bond0' : `bond0.${VLAN}`;
    return `${link} ${Buffer.from(frameBytes(flow, i)).toString('hex')}`;
  });
  const { members } = bond;
  const output = guest.run(['python3.13', '/lab/frames.py', `${members}`], `${lines.join('\n')}\n`);
  const answers = output
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number));
  const seen = new Map(answers.map(([number = -1, index = -1]) => [number, index]));
  const frames = flows.flatMap((flow, i) => {
    const index = seen.get(i);
    return index === undefined ? [] : [[encodeFlow(flow), index] as const];
  });
  return { ...bond, frames };
}

function makeBond(
  { run, attempt }: Lab,
  { mode, policy, members }: Omit<RecordedBond, 'frames'>,
): void {
  const old = ['bond0', 'peer0', 'm0', 'm1', 'm2', 'm3'].map((link) => `link del ${link}`);
  attempt(['ip', '-force', '-batch', '-'], `${old.join('\n')}\n`);
  const isLacp = mode === '802.3ad';
  const lines = [`link add bond0 type bond mode ${mode} xmit_hash_policy ${policy} miimon 100`];
  if (isLacp) lines.push('link add peer0 type bond mode 802.3ad miimon 100');
  for (let k = 0; k < members; k++) {
    lines.push(`link add m${k} type veth peer name m${k}p`, `link set m${k} master bond0`);
    lines.push(isLacp ? `link set m${k}p master peer0` : `link set m${k}p up`);
  }
  if (isLacp) lines.push('link set peer0 up');
  lines.push('link set bond0 up', `link add link bond0 name bond0.${VLAN} type vlan id ${VLAN}`);
  lines.push(`link set bond0.${VLAN} up`);
  run(['ip', '-batch', '-'], `${lines.join('\n')}\n`);
  waitForMembers(run, members, isLacp);
}

/** All members send: in 802.3ad when they are in the same aggregator and the partner has answered. */
function waitForMembers(run: Lab['run'], members: number, isLacp: boolean): void {
  for (let tries = 0; tries < 100; tries++) {
    run(['busybox', 'sleep', '0.5']);
    const state = run(['busybox', 'cat', '/proc/net/bonding/bond0']);
    const isReady = isLacp
      ? new RegExp(`Number of ports: ${members}`).test(state) &&
        /Partner Mac Address: (?!00:00:00:00:00:00)/.test(state)
      : state.split('MII Status: up').length === members + 2;
    if (isReady) {
      // The last state machine of LACP starts to distribute a moment later.
      run(['busybox', 'sleep', isLacp ? '3' : '0.3']);
      return;
    }
  }
  throw new Error('the bond does not come up');
}

function drawFrame(draw: Draw): Flow {
  const packet = draw(16) === 0 ? otherFrame(draw) : drawPacket(draw, pick(draw, [4, 6] as const));
  return {
    ...packet,
    smac: drawMac(draw),
    dmac: drawMac(draw),
    ...(draw(4) === 0 ? { vlan: VLAN } : {}),
  };
}

const ARP = 0x0806;
const LOCAL_EXPERIMENT = 0x88b5;

function otherFrame(draw: Draw): Flow {
  const nowhere = address('0.0.0.0');
  const etherType = pick(draw, [ARP, LOCAL_EXPERIMENT]);
  return {
    origin: 'forwarded',
    src: nowhere,
    dst: nowhere,
    proto: 0,
    sport: 0,
    dport: 0,
    etherType,
  };
}

/** Not a group's, and not one that bridges keep for themselves. */
function drawMac(draw: Draw): MacAddress {
  return [2 + 4 * draw(63), draw(256), draw(256), draw(256), draw(256), draw(256)];
}

function frameBytes(flow: Flow, number: number): number[] {
  const { smac = [], dmac = [], src, etherType } = flow;
  const type = etherType ?? (src.family === 4 ? 0x0800 : 0x86dd);
  const body = etherType === undefined ? packetBytes(flow, number) : otherBytes(etherType, number);
  return [...dmac, ...smac, type >>> 8, type & 255, ...body];
}

/** An ARP request for 192.0.2.1, or nothing. */
function otherBytes(etherType: number, number: number): number[] {
  const arp = [
    0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 9, 192, 0, 2, 9, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1,
  ];
  const start = etherType === ARP ? arp : arp.map(() => 0);
  return [...start, ...Array.from({ length: 40 }, () => 0), 0, 0, number >>> 8, number & 255];
}
