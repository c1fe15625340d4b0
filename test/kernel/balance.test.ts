/** Balancing by nftables and iptables: marks of the running kernel, shares, refusals. */
import { afterAll, describe, expect, test } from 'vitest';
import { hmark, nftJhash, sharesOf } from '../../server/src/kernel/balance.ts';
import type { Hmark } from '../../server/src/kernel/balance.ts';
import { jhash2Words, jhash3Words, jhashBytes } from '../../server/src/kernel/jhash.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { createDraw } from './draw.ts';
import type { Draw } from './draw.ts';
import { marksOf, reasonAgainstMarks, removeMarks } from './marks.ts';
import { address } from './readVectors.ts';

const reason = reasonAgainstMarks();
if (reason !== undefined) console.log(`the running kernel is not asked: ${reason}`);
afterAll(removeMarks);

const N_MARKS = 300;

describe.skipIf(reason !== undefined)('marks of the running kernel', () => {
  const draw = createDraw(20_261_123);

  test('nft jhash with a seed', () => {
    for (const modulus of [2, 7, 1000, 65_536]) {
      const seed = draw(0xffff_ffff);
      const values = 'ip saddr . ip daddr . udp sport . udp dport';
      const rule = `meta mark set jhash ${values} mod ${modulus} seed ${seed} offset 100`;
      const flows = Array.from({ length: N_MARKS }, () => drawFlow(draw));
      const predicted = flows.map((flow) =>
        nftJhash(valuesOf(flow), { modulus, seed, offset: 100 }),
      );
      expect(
        marksOf(
          `table ip t {\nchain c {\ntype filter hook output priority 0;\n${rule}\n}\n}\n`,
          flows,
        ),
      ).toEqual(predicted);
    }
  });

  test.each<[string, Omit<Hmark, 'seed'>]>([
    [
      '--hmark-tuple src,dst,sport,dport',
      { modulus: 1000, offset: 10, tuple: ['src', 'dst', 'sport', 'dport'] },
    ],
    ['--hmark-tuple src,dst', { modulus: 3, offset: 1, tuple: ['src', 'dst'] }],
    [
      '--hmark-tuple src,sport --hmark-proto-mask 0xff',
      { modulus: 250, offset: 7, tuple: ['src', 'sport'], protoMask: 0xff },
    ],
  ])('HMARK %s', (words, rule) => {
    const seed = draw(0xffff_ffff);
    const flows = Array.from({ length: N_MARKS }, () => drawFlow(draw));
    const options = `${words} --hmark-mod ${rule.modulus} --hmark-rnd ${seed} --hmark-offset ${rule.offset ?? 0}`;
    const command = `iptables -t mangle -A OUTPUT -p udp -j HMARK ${options}`;
    expect(marksOf(command, flows)).toEqual(flows.map((flow) => hmark(flow, { ...rule, seed })));
  });
});

test('jhash: lookup3’s own vectors, and the three forms agree', () => {
  const text = new TextEncoder().encode('Four score and seven years ago');
  // hashlittle() of lookup3.c, driver5(): seeds 0 and 1.
  expect(jhashBytes(text, 0).toString(16)).toBe('17770551');
  expect(jhashBytes(text, 1).toString(16)).toBe('cd628161');
  expect(jhashBytes(new Uint8Array(), 0).toString(16)).toBe('deadbeef');
  const bytes = new Uint8Array([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
  expect(jhashBytes(bytes, 9)).toBe(jhash3Words(1, 2, 3, 9));
  expect(jhashBytes(bytes.subarray(0, 8), 9)).toBe(jhash2Words(1, 2, 9));
});

test('shares', () => {
  expect(sharesOf({ kind: 'numgen', mode: 'inc', modulus: 4 })).toEqual([0.25, 0.25, 0.25, 0.25]);
  expect(sharesOf({ kind: 'symhash', modulus: 2 })).toEqual([0.5, 0.5]);
  expect(sharesOf({ kind: 'jhash', modulus: 1, seed: undefined })).toEqual([1]);
  expect(sharesOf({ kind: 'nth', every: 3 })).toEqual([1 - 1 / 3, 1 / 3]);
  const [, share = 0] = [...(sharesOf({ kind: 'probability', probability: 0.33 }) as number[])];
  // What iptables-save prints for 0.33.
  expect(share.toFixed(11)).toBe('0.33000000007');
});

test.each([
  sharesOf({ kind: 'numgen', mode: 'random', modulus: 0 }),
  sharesOf({ kind: 'symhash', modulus: Number.NaN }),
  sharesOf({ kind: 'jhash', modulus: 2 ** 32 - 1, seed: 1 }),
  sharesOf({ kind: 'nth', every: 0 }),
  sharesOf({ kind: 'probability', probability: 1.5 }),
  nftJhash(new Uint8Array(4), { modulus: 0, seed: 1 }),
  nftJhash(new Uint8Array(4), { modulus: 2, seed: -1 }),
])('refused: %j', (answer) => expect(answer).toHaveProperty('kind', 'refused'));

function drawFlow(draw: Draw): Flow {
  return {
    origin: 'local',
    src: { family: 4, value: 0x7f00_0000 + 1 + draw(0xff_fffd) },
    dst: { family: 4, value: 0x7f00_0000 + 1 + draw(0xff_fffd) },
    proto: 17,
    sport: 1024 + draw(60_000),
    dport: 53 + draw(5),
  };
}

/** The values as nft's registers hold them, each padded to four octets. */
function valuesOf({ src, dst, sport, dport }: Flow): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(16));
  bytes.setUint32(0, src.family === 4 ? src.value : 0);
  bytes.setUint32(4, dst.family === 4 ? dst.value : 0);
  bytes.setUint16(8, sport);
  bytes.setUint16(12, dport);
  return new Uint8Array(bytes.buffer);
}

test('the documentation addresses of a quoted packet decide for HMARK', () => {
  const inner: Flow = { ...drawFlow(createDraw(1)), src: address('192.0.2.1') };
  const error: Flow = { ...inner, proto: 1, icmpType: 3, quoted: inner, src: address('192.0.2.9') };
  const rule: Hmark = { modulus: 1000, seed: 5, tuple: ['src', 'dst', 'sport', 'dport'] };
  expect(hmark(error, rule)).toBe(hmark(inner, rule));
  const { quoted: _quoted, ...bare } = error;
  expect(hmark(bare, rule)).toHaveProperty('kind', 'unknown');
});
