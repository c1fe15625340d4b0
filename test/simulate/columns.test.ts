/** Every column of the flows that `docs/cli.md` names changes what is hashed, chosen or counted. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hashFrame } from '../../server/src/kernel/bondHash.ts';
import type { BondHashPolicy } from '../../server/src/kernel/bondHash.ts';
import { keyOfSeed } from '../../server/src/kernel/hashKey.ts';
import { prepareRoute, readFlow } from '../../server/src/kernel/multipathRoute.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { flowColumns } from '../../server/src/simulate/flowFormats/record.ts';
import { parseFlows } from '../../server/src/simulate/flows.ts';
import { weightedShares } from '../../server/src/simulate/weightedShares.ts';
import { address } from '../kernel/readVectors.ts';

type Row = Readonly<Record<string, unknown>>;

const v4 = { src: '192.0.2.9', dst: '203.0.113.1', proto: 'tcp', sport: 1000, dport: 443 };
const v6 = { ...v4, src: '2001:db8::9', dst: '2001:db8:1::1' };
const macs = { smac: '02:00:00:00:00:01', dmac: '02:00:00:00:00:02' };
const ping = { ...v4, proto: 'icmp', sport: 0, dport: 0, icmpType: 8, icmpCode: 0, icmpId: 7 };
const error = { ...ping, icmpType: 3, quoted: { ...v4, src: '192.0.2.77' } };
const gre = { ...v4, proto: 47, encap: { ...v4, src: '10.0.0.1' } };

/** A row, what another row has in this column, and the hash policy of a route or bond that sees it. */
const cases: Readonly<Record<string, readonly [Row, unknown, number | BondHashPolicy]>> = {
  src: [v4, '192.0.2.10', 0],
  dst: [v4, '203.0.113.2', 0],
  proto: [v4, 'udp', 1],
  sport: [v4, 1001, 1],
  dport: [v4, 80, 1],
  flowlabel: [v6, 5, 0],
  icmpType: [error, 8, 0],
  icmpCode: [{ ...ping, origin: 'local' }, 1, 1],
  icmpId: [{ ...ping, ...macs }, 8, 'layer3+4'],
  fragment: [v4, true, 1],
  fragOffset: [error, true, 0],
  spi: [{ ...v4, proto: 'esp', spi: 1 }, 2, 1],
  nexthdr: [v6, 0, 0],
  quoted: [error, v4, 0],
  encap: [gre, v4, 2],
  origin: [v4, 'local', 3],
  saddr: [{ ...v4, origin: 'local' }, '192.0.2.10', 0],
  smac: [{ ...v4, ...macs }, '02:00:00:00:00:03', 'layer2'],
  dmac: [{ ...v4, ...macs }, '02:00:00:00:00:03', 'layer2'],
  vlan: [{ ...v4, ...macs, vlan: 10 }, 11, 'vlan+srcmac'],
  etherType: [{ ...macs, etherType: 0x0806 }, 0x88b5, 'layer2'],
};

test('the page names every column, and every column is tried here', () => {
  const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
  for (const column of flowColumns) expect(page).toContain(`\`${column}\``);
  const sizes = ['bytes', 'packets'];
  expect([...Object.keys(cases), ...sizes].toSorted()).toEqual([...flowColumns].toSorted());
});

test.each(Object.entries(cases))('%s', (...[column, [row, other, policy]]) => {
  const [before, after] = flowsOf(row, { ...row, [column]: other });
  if (before === undefined || after === undefined) throw new Error('two rows, two flows');
  const seen = (flow: Flow): unknown =>
    typeof policy === 'number' ? lookupOf(flow, policy) : hashFrame(flow, policy, profile());
  expect(seen(before)).not.toEqual(seen(after));
});

test('bytes and packets', () => {
  const flows = flowsOf({ ...v4, bytes: 300, packets: 1 }, { ...v4, bytes: 100, packets: 3 }, v4);
  const decisions = [{ member: 0 }, { member: 1 }, { member: null, why: 'unknown' }];
  expect(weightedShares(flows, decisions, 2)).toEqual([
    { byteShare: 0.75, packetShare: 0.25 },
    { byteShare: 0.25, packetShare: 0.75 },
  ]);
  expect(weightedShares(flowsOf(v4, v4), decisions, 1)).toEqual([{}]);
});

function flowsOf(...rows: readonly Row[]): Flow[] {
  const { flows, problems } = parseFlows(rows.map((row) => JSON.stringify(row)).join('\n'));
  expect(problems).toEqual([]);
  return flows;
}

function profile(): NonNullable<ReturnType<typeof kernelProfile>> {
  const found = kernelProfile(newestKernel);
  if (found === undefined) throw new Error(newestKernel);
  return found;
}

function lookupOf(flow: Flow, policy: number): unknown {
  const key = keyOfSeed(1);
  if (key === undefined) throw new Error('1 is a seed');
  const { family } = flow.src;
  const source = address(family === 4 ? '192.0.2.1' : '2001:db8::1');
  const nexthops = [
    { weight: 1, source },
    { weight: 1, source },
  ];
  const route = prepareRoute(
    { family, kind: 'classic', nexthops },
    { profile: profile(), policy, fields: 55, key },
  );
  if (route.kind === 'refused') throw new Error(route.reason);
  const lookup = readFlow(route, flow);
  if (lookup.kind !== 'lookup') throw new Error(lookup.reason);
  return lookup;
}
