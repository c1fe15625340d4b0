/** Frames of bonds: every recorded frame, the differences of older kernels, and the modes that no hash decides. */
import { describe, expect, test } from 'vitest';
import { chooseBondMember, prepareBond } from '../../server/src/kernel/bond.ts';
import type { Bond, BondMode } from '../../server/src/kernel/bond.ts';
import type { Choice } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { flowOfFrame, readFrames } from './frames.ts';
import type { RecordedFrame } from './frames.ts';
import { address } from './readVectors.ts';

const frames = readFrames();

test('every recorded frame leaves by the member that the kernel took, and none is refused', () => {
  const wrong = frames.filter((frame) => {
    const choice = choose(bondOf(frame), frame.kernel, flowOfFrame(frame));
    return choice.kind !== 'member' || choice.index !== frame.observed;
  });
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(frames).toHaveLength(731);
  console.log(`${frames.length} recorded frames of bonds replayed`);
});

test('another MAC address is noticed: the vectors can fail', () => {
  const wrong = frames.filter((frame) => {
    const flow = flowOfFrame(frame);
    const choice = choose(bondOf(frame), frame.kernel, { ...flow, smac: [0, 0, 0, 0, 0, 1] });
    return choice.kind === 'member' && choice.index !== frame.observed;
  });
  expect(wrong.length).toBeGreaterThan(100);
});

const ping: Flow = {
  src: address('2001:db8::1'),
  dst: address('2001:db8::2'),
  proto: 58,
  sport: 0,
  dport: 0,
  icmpType: 128,
  icmpId: 77,
  origin: 'forwarded',
  smac: [2, 0, 0, 0, 0, 1],
  dmac: [2, 0, 0, 0, 0, 4],
};
const two: Bond = { mode: 'balance-xor', policy: 'layer2', members: [{}, {}] };

describe('older kernels', () => {
  test('IPv6 by layer2 changes its member with 5.15, IPv4 does not', () => {
    const members = ['5.4', '5.14', '5.15', '6.8'].map((kernel) => choose(two, kernel, ping));
    expect(members.map((choice) => (choice.kind === 'member' ? choice.index : -1))).toEqual([
      1, 1, 0, 0,
    ]);
  });
  test('before 5.5 the id of an echo plays no part', () => {
    const bond: Bond = { ...two, policy: 'layer3+4' };
    const ids = (kernel: string): number =>
      new Set(
        Array.from({ length: 64 }, (_, id) =>
          JSON.stringify(choose(bond, kernel, { ...ping, icmpId: 64 + id })),
        ),
      ).size;
    expect([ids('5.4'), ids('5.10')]).toEqual([1, 2]);
  });
  test.each<[string, Bond, RegExp]>([
    ['5.10', { ...two, policy: 'vlan+srcmac' }, /no policy vlan\+srcmac/],
    ['4.9', two, /not modelled; 4\.15/],
    ['6.1', { ...two, members: [] }, /no member/],
    ['6.1', { ...two, members: [{ isDown: true }] }, /every member is down/],
  ])('%s refuses', (...[kernel, bond, reason]) => {
    const choice = choose(bond, kernel, ping);
    expect(choice.kind === 'member' ? 'member' : choice.reason).toMatch(reason);
  });
  test('5.15.3 reads the ports from a wrong place', () => {
    const tcp = { ...ping, proto: 6, sport: 1, dport: 2 };
    const choice = choose({ ...two, policy: 'layer3+4' }, '5.15.3', tcp);
    expect(choice.kind === 'unknown' ? choice.reason : choice.kind).toMatch(/wrong place/);
    expect(choose({ ...two, policy: 'layer3+4' }, '5.15', tcp).kind).toBe('member');
  });
});

describe('modes', () => {
  test.each<[BondMode, Partial<Bond>, Partial<Flow>, RegExp]>([
    ['balance-rr', {}, {}, /in turn/],
    ['broadcast', {}, {}, /all members/],
    ['active-backup', {}, {}, /primary/],
    ['active-backup', { members: [{}, { isPrimary: true }] }, {}, /^member 1$/],
    ['balance-tlb', {}, {}, /load/],
    ['balance-alb', {}, {}, /load/],
    ['balance-tlb', { isStaticTlb: true }, {}, /^member 0$/],
    ['balance-tlb', { isStaticTlb: true }, { dmac: [1, 0, 0, 0, 0, 1] }, /active member/],
    ['balance-alb', { isStaticTlb: true }, { proto: 2 }, /active member/],
    ['balance-xor', { members: [{ isDown: true }, {}] }, {}, /^member 1$/],
    [
      'balance-xor',
      { policy: 'encap3+4' },
      { origin: 'local', proto: 6 },
      /random hash that a socket/,
    ],
    ['802.3ad', { policy: 'encap3+4' }, { etherType: 0x8847 }, /not modelled/],
    ['802.3ad', {}, { etherType: 0x1_0000 }, /etherType 65536/],
    ['802.3ad', {}, { dmac: [0, 0, 0, 0, 0, 256] }, /MAC address/],
  ])('%s %j %j', (...[mode, bond, flow, answer]) => {
    const choice = choose({ ...two, mode, ...bond }, '6.1', { ...ping, ...flow });
    expect(choice.kind === 'member' ? `member ${choice.index}` : choice.reason).toMatch(answer);
  });
  test('without MAC addresses layer2 says so, and layer3+4 does not care', () => {
    const { smac: _smac, dmac: _dmac, ...bare } = ping;
    expect(choose(two, '6.1', bare)).toMatchObject({ kind: 'unknown' });
    expect(choose({ ...two, policy: 'layer3+4' }, '6.1', bare).kind).toBe('member');
  });
});

function choose(bond: Bond, kernel: string, flow: Flow): Choice {
  const profile = kernelProfile(kernel.replace(/-.*/, ''));
  if (profile === undefined) throw new Error(kernel);
  const ready = prepareBond(bond, profile);
  return ready.kind === 'refused' ? ready : chooseBondMember(ready, flow);
}

function bondOf({ mode, policy, slaves }: RecordedFrame): Bond {
  return { mode, policy, members: Array.from({ length: slaves }, () => ({})) };
}
