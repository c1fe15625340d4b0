import { describe, expect, test } from 'vitest';
import { problemList, resultView, statusText } from '../../client/webview/resultView.ts';
import { english } from '../../client/src/preview/strings.ts';
import type { PreviewResult } from '../../server/src/protocol.ts';
import { exactGroup, exactResult, rangeGroup, rangeResult } from './samples.ts';

const subject = { uri: exactGroup.uri, line: exactGroup.line };
const view = (result: PreviewResult): string =>
  resultView({ result, subject, width: 600, strings: english });

/** What a person reads, one part a line. */
function text(html: string): string {
  return html
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<\/(?:td|th)>/g, ' | ')
    .replace(/<\/(?:p|h2|h3|li|tr|caption|figcaption)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/[ \t]*\n\s*/g, '\n')
    .trim();
}

test('two uplinks with a known seed, read from top to bottom', () => {
  expect(text(view(exactResult))).toMatchInlineSnapshot(`
    "Multipath route · IPv4 · Linux 6.18
    default
    Chosen by source and destination · uplinks.sh:12
    Exact: this is the kernel’s own answer for seed 42.
    predicted configured
    Members
    Nexthop | Gateway | Weight | Configured | Predicted | Flows |
    eno4 | 203.0.113.1 | 1 | 50.0 % | 50.3 % | 503 |
    eno3 | 198.51.100.1 | 1 | 50.0 % | 49.7 % | 497 |
    Good to know
    All connections of one LAN client to one server take the same uplink (net.ipv4.fib_multipath_hash_policy is 0).
    Nothing stores the choice: when a nexthop goes away or comes back, flows move.
    Flows
    50 clients of a LAN open 20 connections each.
    The first 12 of 1 000 flows
    Source | Destination | Protocol | Ports | Nexthop |
    192.0.2.10 | 198.18.0.40 | tcp | 40000 → 80 | eno4 |
    192.0.2.11 | 198.18.1.43 | tcp | 40017 → 443 | eno3 |
    192.0.2.12 | 198.18.2.46 | tcp | 40034 → 443 | eno3 |
    192.0.2.13 | 198.18.3.49 | tcp | 40051 → 80 | eno4 |
    192.0.2.14 | 198.18.0.52 | tcp | 40068 → 443 | eno3 |
    192.0.2.15 | 198.18.1.55 | tcp | 40085 → 443 | eno4 |
    192.0.2.16 | 198.18.2.58 | tcp | 40102 → 80 | eno3 |
    192.0.2.17 | 198.18.3.61 | tcp | 40119 → 443 | eno3 |
    192.0.2.18 | 198.18.0.64 | tcp | 40136 → 443 | eno4 |
    192.0.2.19 | 198.18.1.67 | tcp | 40153 → 80 | eno3 |
    192.0.2.20 | 198.18.2.70 | tcp | 40170 → 443 | eno4 |
    192.0.2.21 | 198.18.3.73 | tcp | 40187 → 443 | eno3 |"
  `);
});

test('an old kernel without a seed, with a group that cannot be previewed', () => {
  expect(text(view({ ...rangeResult, groups: [rangeGroup] }))).toMatchInlineSnapshot(`
    "Nexthop group · IPv4 · Linux 4.15
    group 10
    Chosen by source, destination, protocol and ports · uplinks.sh:21
    The kernel draws a new seed at each boot: the range is what 90 % of boots give.
    predicted configured 5 % to 95 % of boots
    Members
    Nexthop | Gateway | Weight | Configured | Predicted | Range | Flows |
    eno4 | 203.0.113.1 | 3 | 50.0 % | 49.9 % | 45.2 – 54.7 % | 100 |
    eno3 | 198.51.100.1 | 2 | 33.3 % | 33.4 % | 29.0 – 38.1 % | 67 |
    wwan0 | – | 1 | 16.7 % | 16.7 % | 13.0 – 20.4 % | 33 |
    Flows
    50 clients of a LAN open 20 connections each.
    The first 3 of 200 flows
    Source | Destination | Protocol | Ports | Nexthop |
    192.0.2.11 | 198.18.1.43 | tcp | 40017 → 443 | eno4 |
    192.0.2.12 | 198.18.2.46 | tcp | 40034 → 443 | wwan0 |
    192.0.2.13 | 198.18.3.49 | udp | 40051 → 53 | cannot be known: no seed is set in the files |
    Cannot be previewed
    uplinks.sh:31 the gateway $GW3 is not known"
  `);
});

describe('how sure the numbers are', () => {
  const truthOf = (part: Partial<typeof exactGroup>): string =>
    /<p class="truth[^>]*>([^<]*)/.exec(
      view({ ...exactResult, groups: [{ ...exactGroup, ...part }] }),
    )?.[1] ?? '';

  test('is said in one sentence for each case', () => {
    expect(truthOf({ seed: 42, exact: true })).toBe(
      'Exact: this is the kernel’s own answer for seed 42.',
    );
    expect(truthOf({ seed: 0, exact: true })).toContain('for seed 0');
    expect(truthOf({ seed: null, exact: true })).toContain('it needs no seed');
    const ranged = { seed: null, exact: false, members: rangeGroup.members };
    expect(truthOf(ranged)).toContain('the range is what 90\u00a0% of boots give');
    expect(truthOf({ seed: null, exact: false })).toContain('does not hash flows');
  });
});

test('a kernel without flow hash is not said to choose by one', () => {
  const group = { ...exactGroup, seed: null, exact: false };
  expect(text(view({ ...exactResult, groups: [group] }))).not.toContain('Chosen by');
});

test('flows of the user are not explained by a profile', () => {
  expect(text(view(exactResult))).toContain('50 clients of a LAN');
  const group = { ...exactGroup, profile: 'input' };
  expect(text(view({ ...exactResult, groups: [group] }))).not.toContain('50 clients');
});

test('one reason for all flows is said once', () => {
  const why = 'no seed is set in the files';
  const flows = exactGroup.flows.map((flow) => ({ ...flow, member: null, why }));
  const shown = text(view({ ...exactResult, groups: [{ ...exactGroup, flows }] }));
  expect(shown.split(why)).toHaveLength(2);
  expect(shown).toContain('192.0.2.10 | 198.18.0.40 | tcp | 40000 → 80 |\n');
});

describe('accessibility', () => {
  const html = view(rangeResult);

  test('every id is there once and every reference has its target', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/aria-(?:labelledby|describedby)="([^"]+)"/g)].flatMap(
      ([, list = '']) => list.split(' '),
    );
    expect(references.length).toBeGreaterThan(4);
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('each chart has a table with its numbers, headed in both directions', () => {
    expect(html.match(/<figure/g)).toHaveLength(2);
    expect(html.match(/<table class="members">/g)).toHaveLength(2);
    expect(html).toContain('<th scope="row">');
    expect(html).toContain('<th scope="col">');
  });

  test('what scrolls can be reached by keyboard', () => {
    expect(html.match(/class="scroll flows" role="region" tabindex="0"/g)).toHaveLength(2);
  });
});

describe('the source', () => {
  test('is a button with place and name', () => {
    expect(view(exactResult)).toContain(
      '<button type="button" class="source" data-uri="file:///host/usr/local/sbin/uplinks.sh" data-line="11" title="Show line 12 of uplinks.sh in the editor">uplinks.sh:12</button>',
    );
  });

  test('with a broken escape in its name is shown as it is', () => {
    const group = { ...exactGroup, uri: 'file:///a/100%.sh' };
    expect(view({ ...exactResult, groups: [group] })).toContain('>100%.sh:12<');
  });
});

test('notes and reasons cannot bring markup with them', () => {
  const group = { ...exactGroup, notes: ['<img src=x> in `<b>`'] };
  const html = view({ ...exactResult, groups: [group], refused: [{ line: 1, reason: '<i>' }] });
  expect(html).not.toMatch(/<img|<b>|<i>/);
  expect(html).toContain('<code>&lt;b&gt;</code>');
});

describe('the status line', () => {
  test.each([
    [exactResult, 'drawn 2 members, 1000 flows'],
    [rangeResult, 'drawn 5 members, 1200 flows'],
    [{ ...exactResult, groups: [] }, 'drawn nothing'],
  ])('counts members and flows', (result, expected) => {
    expect(statusText(result, english)).toBe(expected);
  });
});

test('a line without a group says so', () => {
  expect(text(view({ ...exactResult, groups: [] }))).toBe(english.nothingHere);
});

test('problems are listed, and nothing is there without any', () => {
  expect(text(problemList(rangeResult.problems, english))).toContain('300.1.1.1 is not an address');
  expect(problemList([], english)).toBe('');
});
