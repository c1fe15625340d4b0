/** Questions for a live host: asked in a namespace they give what the simulator says of the flow. */
import { afterAll, describe, expect, test } from 'vitest';
import { questionOfFlow, readHostAnswers } from '../../server/src/kernel/askHost.ts';
import { chooseNexthop } from '../../server/src/kernel/multipathRoute.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { createDraw } from './draw.ts';
import { drawPacket } from './flows.ts';
import { createLab, reasonAgainstLab } from './lab.ts';
import { address } from './readVectors.ts';
import { applyRouter, drawRouter, prepareRouter } from './routers.ts';

const reason = reasonAgainstLab();
const lab = reason === undefined ? createLab() : undefined;
afterAll(() => lab?.remove());

test.skipIf(lab === undefined)('packets that can be asked for, of a host that is asked', () => {
  if (lab === undefined) return;
  const draw = createDraw(4);
  const counts = { asked: 0, refused: 0 };
  for (const policy of [0, 1, 2, 3] as const) {
    for (const family of [4, 6] as const) {
      const seed = drawRouter(draw);
      const nexthops = Array.from({ length: 5 }, (_, i) => ({
        uplink: i % 4,
        gateway: family === 4 ? `198.18.${i % 4}.${10 + i}` : `2001:db8:${(i % 4) + 1}::${10 + i}`,
        weight: 1 + i,
        hasFailed: false,
      }));
      const router = {
        ...seed,
        family,
        kind: 'classic',
        policy,
        nexthops,
        broken: undefined,
      } as const;
      applyRouter(lab, router);
      const route = prepareRouter(router);
      const asking = { family, policy, input: 'lan' };
      const flows = Array.from({ length: 200 }, () => drawPacket(draw, family)).filter((flow) => {
        const isAskable = typeof questionOfFlow(flow, asking) === 'string';
        counts[isAskable ? 'asked' : 'refused']++;
        return isAskable;
      });
      if (flows.length === 0) continue;
      const lines = flows
        .map((flow) => questionOfFlow(flow, asking))
        .filter((line) => typeof line === 'string');
      const answers = readHostAnswers(
        lab.run(['ip', '-j', `-${family}`, '-batch', '-'], `${lines.join('\n')}\n`),
      );
      expect(answers.map((answer) => answer?.gateway)).toEqual(
        flows.map((flow) => {
          const choice = chooseNexthop(route, flow);
          return choice.kind === 'member' ? nexthops[choice.index]?.gateway : choice.reason;
        }),
      );
    }
  }
  expect(Math.min(counts.asked, counts.refused)).toBeGreaterThan(200);
});

describe('what cannot be asked', () => {
  const flow: Flow = {
    src: address('2001:db8::1'),
    dst: address('2001:db8::2'),
    proto: 6,
    sport: 1,
    dport: 2,
    origin: 'forwarded',
  };
  test.each<[Partial<Flow>, 0 | 1 | 3, RegExp]>([
    [{ flowlabel: 5 }, 0, /flow label/],
    [{}, 3, /another message/],
    [{ proto: 132 }, 1, /TCP, UDP and ICMP only/],
    [{ proto: 58, icmpType: 1 }, 0, /ICMP error/],
    [{ nexthdr: 0 }, 0, /extension header/],
    [{ dst: address('192.0.2.1') }, 0, /different families/],
  ])('%j', (...[changed, policy, answer]) => {
    const question = questionOfFlow({ ...flow, ...changed }, { family: 6, policy, input: 'lan' });
    expect(typeof question === 'string' ? question : question.reason).toMatch(answer);
  });
  test('a link name is never a way to more words', () => {
    const question = questionOfFlow(flow, { family: 6, policy: 0, input: 'lan\nlink del lan' });
    expect(question).toHaveProperty('kind', 'refused');
  });
});

test('answers by line, also a gateway of the other family', () => {
  const output = [
    '[{"dst":"198.19.0.1","gateway":"198.18.0.10","dev":"v0","flags":[]}]',
    '',
    '[{"dst":"198.19.0.1","via":{"family":"inet6","host":"2001:db8::1"},"dev":"v1"}]',
    'RTNETLINK answers: Network is unreachable',
  ].join('\n');
  expect(readHostAnswers(output)).toEqual([
    { gateway: '198.18.0.10', device: 'v0' },
    { gateway: '2001:db8::1', device: 'v1' },
    undefined,
  ]);
});
