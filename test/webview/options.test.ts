import { describe, expect, test } from 'vitest';
import { readForm } from '../../client/webview/optionsForm.ts';
import { optionsView } from '../../client/webview/optionsView.ts';
import { english } from '../../client/src/preview/strings.ts';
import type { PreviewRequestOptions, PreviewResult } from '../../server/src/protocol.ts';
import { exactResult } from './samples.ts';

const links = ['eno4', 'eno3'];
const draw = (offer: PreviewResult = exactResult, chosen: PreviewRequestOptions = {}): string =>
  optionsView({ offer, links, chosen, strings: english });

describe('the form offers what the kernel has', () => {
  test('policies, seed, traffic and links of a new kernel', () => {
    const html = draw();
    expect(html.match(/name="\w+"/g)).toEqual([
      'name="policy"',
      'name="seed"',
      'name="profile"',
      'name="down"',
      'name="down"',
      'name="flows"',
    ]);
    expect(html.match(/<option value="(\d)"/g)).toHaveLength(2);
  });

  test('no seed where the kernel has no such sysctl', () => {
    expect(draw({ ...exactResult, hasSeed: false })).not.toContain('name="seed"');
  });

  test('no policy where the kernel has none to choose', () => {
    const policies = exactResult.policies.slice(0, 1);
    expect(draw({ ...exactResult, policies })).not.toContain('name="policy"');
  });

  test('the first traffic is the one that is taken unasked', () => {
    expect(draw()).toContain('<option value="" selected>Office</option>');
    expect(draw(exactResult, { profile: 'office' })).toContain('<option value="" selected>Office');
  });
});

describe('the form shows what is chosen', () => {
  const html = draw(exactResult, {
    policy: 1,
    seed: 0,
    profile: 'single-server',
    flows: 'a<b',
    down: ['eno3'],
  });

  test('in every field', () => {
    expect(html).toContain('<option value="1" selected>');
    expect(html).toContain(
      'name="seed" inputmode="numeric" autocomplete="off" spellcheck="false" value="0"',
    );
    expect(html).toContain('<option value="single-server" selected>Single server');
    expect(html).toMatch(/value="eno3"[^>]* checked/);
    expect(html).not.toMatch(/value="eno4"[^>]* checked/);
    expect(html).toContain('<details class="own-flows" open>');
    expect(html).toContain('\na&lt;b</textarea>');
  });

  test('and leaves to the files what is not', () => {
    expect(draw().match(/<option value="" selected>/g)).toHaveLength(2);
    expect(draw()).toContain('<details class="own-flows">');
  });
});

describe('reading the form', () => {
  const read = (
    values: Readonly<Record<string, string | readonly string[]>>,
  ): ReturnType<typeof readForm> =>
    readForm({
      get: (name) => values[name] ?? null,
      getAll: (name) => [values[name] ?? []].flat(),
    });

  test('empty fields are options that are not given', () => {
    expect(read({ policy: '', seed: ' ', profile: '', flows: '\n' })).toEqual({
      kind: 'options',
      options: {},
    });
  });

  test('0 is a policy and a seed like any other', () => {
    expect(read({ policy: '0', seed: '0' })).toEqual({
      kind: 'options',
      options: { policy: 0, seed: 0 },
    });
  });

  test('all of it', () => {
    expect(
      read({ policy: '1', seed: '4294967295', profile: 'web', flows: 'x', down: ['eno3', 'eno4'] }),
    ).toEqual({
      kind: 'options',
      options: { policy: 1, seed: 4294967295, profile: 'web', flows: 'x', down: ['eno3', 'eno4'] },
    });
  });

  test.each(['4294967296', '-1', '0x2a', '1.5', 'abc', '99999999999'])('%s is no seed', (seed) => {
    expect(read({ seed })).toEqual({ kind: 'bad-seed' });
  });
});

test('every field has a label', () => {
  const fields = draw().match(/<(?:select|input|textarea)\b/g) ?? [];
  const labels = draw().match(/<label\b/g) ?? [];
  expect(labels).toHaveLength(fields.length);
});
