import { describe, expect, test } from 'vitest';
import { bars } from '../../client/webview/charts/bars.ts';
import { legend } from '../../client/webview/charts/legend.ts';
import { english } from '../../client/src/preview/strings.ts';
import type { PreviewMember } from '../../server/src/protocol.ts';
import { exactGroup, rangeGroup } from './samples.ts';

const draw = (group = exactGroup, width = 600): string =>
  bars({ group, width, id: 'chart', strings: english });

describe('the bars', () => {
  test('of two uplinks with a known seed', () => {
    expect(lines(draw())).toMatchSnapshot();
  });

  test('of three uplinks without a seed have whiskers', () => {
    expect(lines(draw(rangeGroup))).toMatchSnapshot();
  });

  test('lie on the scale: half of the flows is the middle', () => {
    const half = withMember({ predicted: 0.5, configured: 0.5 });
    const svg = draw(half, 636);
    // 18 pixels are kept free on either side, so 600 are left.
    expect(svg).toContain('class="bar" x="18" y="32" width="300"');
    expect(svg).toContain('class="configured" d="M318 29');
  });

  test('of a nexthop that gets nothing have no width, not a negative one', () => {
    expect(draw(withMember({ predicted: 0 }))).toContain('class="bar" x="18" y="32" width="0"');
  });

  test('use the width where sixteen members are all small', () => {
    const members = Array.from({ length: 16 }, (_, index) => ({
      ...member,
      index,
      device: `eth${index}`,
      configured: 1 / 16,
      predicted: 1 / 16,
    }));
    const widths = [
      ...draw({ ...exactGroup, members }).matchAll(/class="bar"[^>]*width="([\d.]+)"/g),
    ];
    expect(widths).toHaveLength(16);
    for (const [, width] of widths) expect(Number(width)).toBeGreaterThan(300);
  });

  test('of no members draw an empty chart', () => {
    expect(draw({ ...exactGroup, members: [] })).toContain('</svg>');
  });
});

describe('accessibility', () => {
  test('the chart has a name and says its numbers', () => {
    const svg = draw();
    expect(svg).toContain('role="img" aria-labelledby="chart-title chart-text"');
    expect(svg).toContain('<title id="chart-title">Share of flows by nexthop: default</title>');
    expect(svg).toContain(
      'eno4 gets 50.3 %, configured 50.0 %; eno3 gets 49.7 %, configured 50.0 %',
    );
  });

  test('neighbouring members differ in pattern, not only in colour', () => {
    const fills = [...draw(rangeGroup).matchAll(/fill="url\(#([\w-]+)\)"/g)].map(([, id]) => id);
    expect(new Set(fills).size).toBe(3);
    for (const id of fills) expect(draw(rangeGroup)).toContain(`id="${id}"`);
  });
});

describe('the content policy', () => {
  test('has nothing to forbid: no inline styles, no scripts', () => {
    expect(draw() + draw(rangeGroup)).not.toMatch(/style=|<script|\son\w+=/);
  });

  test('names from the file cannot become markup', () => {
    const svg = draw({ ...withMember({ device: '"><script>' }), name: '<b>&' });
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('&lt;b&gt;&amp;');
    expect(svg).toContain('&quot;&gt;&lt;script&gt;');
  });
});

test('the legend explains whiskers only where there are any', () => {
  expect(legend(english, true)).toContain(english.legendRange);
  expect(legend(english, false)).not.toContain(english.legendRange);
});

const member: PreviewMember = {
  index: 0,
  gateway: '203.0.113.1',
  device: 'eno4',
  weight: 1,
  configured: 1,
  predicted: 1,
  flows: 1,
};

function withMember(part: Partial<PreviewMember>): typeof exactGroup {
  return { ...exactGroup, members: [{ ...member, ...part }] };
}

/** One element a line, so that a changed snapshot shows what changed. */
function lines(svg: string): string {
  return svg.replaceAll('><', '>\n<');
}
