/** The page of a plan: what is on it in each phase, and that nothing of a host or a file becomes markup. */
import { describe, expect, test } from 'vitest';
import { readFromPlanPage, type PlanState } from '../../client/src/hosts/planMessages.ts';
import { planEnglish, translatedPlanStrings } from '../../client/src/hosts/planStrings.ts';
import { planView } from '../../client/webview/plan/view.ts';

const state: PlanState = {
  plan: {
    digest: 'a'.repeat(64),
    host: 'edge<1>',
    facts: {
      name: 'edge1',
      release: 'Debian 12',
      kernel: '6.1.0',
      netplan: '0.106',
      systemd: 252,
      iproute2: '6.1.0',
      isRoot: true,
      links: [],
      routes: [],
      rules: [],
      armed: [],
    },
    files: [
      { path: '/etc/netplan/<b>"x".yaml', change: 'change', before: 'a', after: 'b', uri: null },
    ],
    runs: ['netplan apply'],
    bonds: [],
    warnings: [
      { severity: 'error', text: '`netplan` <refuses>', details: ['line <1>'] },
      { severity: 'information', text: 'good to know', details: [] },
    ],
    seconds: 60,
    probes: ['gateway'],
  },
  phase: 'planned',
  steps: [],
  endsAt: null,
  result: null,
  failure: null,
};

const view = (change: Partial<PlanState>): string => planView({ ...state, ...change }, planEnglish);
const actions = (html: string): readonly string[] =>
  [...html.matchAll(/data-action="(\w+)"/g)].map(([, action]) => action ?? '');

test('a plan has its files, commands, warnings and digest, and can be applied', () => {
  const html = view({});
  expect(actions(html)).toEqual(['apply', 'again', 'diff']);
  for (const text of ['Change of edge', 'netplan apply', 'gateway', 'aaaaaaaaaaaa', '60 seconds'])
    expect(html).toContain(text);
});

test('texts of hosts and files are never markup', () => {
  const html = view({
    phase: 'done',
    result: {
      outcome: 'rolled-back',
      why: '<img>',
      differing: ['<i>'],
      missing: [],
      log: ['</pre><script>'],
    },
  });
  expect(html).not.toMatch(/<(?:1|b|img|i|script|refuses)>/);
  expect(html).toContain('edge&lt;1&gt;');
  expect(html).toContain('data-path="/etc/netplan/&lt;b&gt;&quot;x&quot;.yaml"');
});

describe('each phase offers what can be done then', () => {
  test.each<[string, Partial<PlanState>, readonly string[]]>([
    ['applying', { phase: 'applying' }, ['diff']],
    ['asking', { phase: 'asking', endsAt: 5000 }, ['keep', 'rollBack', 'diff']],
    ['deciding', { phase: 'deciding', endsAt: 5000 }, ['diff']],
    ['done', { phase: 'done', failure: 'no route to host' }, ['again', 'diff']],
  ])('%s', (_name, change, offered) => {
    expect(actions(view(change))).toEqual(offered);
  });

  test('nothing to do offers nothing', () => {
    const plan = { ...state.plan, files: [], runs: [], warnings: [] };
    expect(actions(view({ plan }))).toEqual([]);
    expect(view({ plan })).toContain(planEnglish.nothing);
  });
});

test('the countdown counts to the moment that the host will not wait beyond', () => {
  expect(view({ phase: 'asking', endsAt: 123_000 })).toContain('data-ends="123000"');
  expect(view({ phase: 'applying' })).not.toContain('data-ends');
});

test.each([
  ['kept', [], [], 'good', planEnglish.filesAsPlanned],
  ['kept', [], ['the address 192.0.2.1/24 on eno3 is not there'], 'bad', 'eno3 is not there'],
  ['kept', ['/etc/netplan/10.yaml'], [], 'bad', planEnglish.differing],
  ['rolled-back', [], [], 'bad', planEnglish.filesAsBefore],
  ['not-started', [], [], 'bad', 'Nothing was done: why'],
  ['unknown', [], [], 'bad', 'It is not known what became of it: why'],
] as const)('the result %s (%j, %j) is told', (...row) => {
  const [outcome, differing, missing, mood, text] = row;
  const html = view({
    phase: 'done',
    result: { outcome, why: 'why', differing, missing, log: [] },
  });
  expect(html).toContain(`banner ${mood}`);
  expect(html).toContain(text);
});

test('what comes from the page is read, not believed', () => {
  expect(readFromPlanPage({ type: 'apply', digest: 'other' })).toEqual({ type: 'apply' });
  expect(readFromPlanPage({ type: 'diff', path: '/etc/x' })).toEqual({
    type: 'diff',
    path: '/etc/x',
  });
  for (const value of [null, 'apply', {}, { type: 'run' }, { type: 'diff', path: 3 }])
    expect(readFromPlanPage(value)).toBeUndefined();
});

test('every sentence goes through the translation', () => {
  const translated = translatedPlanStrings((text) => `<${text}>`);
  expect(Object.values(translated).filter((text) => !text.startsWith('<'))).toEqual([]);
});
