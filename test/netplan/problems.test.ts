/** What netplan refuses, with the words of netplan 1.2.2 (each run through its `configure`), and what it accepts. */
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../server/src/yaml/parse.ts';
import { readNetplan } from '../../server/src/netplan/read.ts';

/** Each problem as its rule, the marked characters and netplan's words. */
function problemsOf(text: string): readonly string[] {
  return readNetplan(parseYaml(text), 'file').problems.map(({ rule, span, why }) => {
    const marked = text.slice(span.start, span.end);
    return `${rule.replace('netplan-', '')} ${marked} | ${/"(.*)"$/.exec(why)?.[1] ?? why}`;
  });
}

/** A file with one link and these lines in it. */
function link(...lines: readonly string[]): string {
  return `network:\n  ethernets:\n    eno3:\n${lines.map((line) => `      ${line}\n`).join('')}`;
}

function route(...lines: readonly string[]): string {
  return link('routes:', ...lines.map((line, i) => `${i === 0 ? '- ' : '  '}${line}`));
}

describe('addresses', () => {
  test.each([
    ['192.0.2.5', "192.0.2.5 | address '192.0.2.5' is missing /prefixlength"],
    ['192.0.2.5/33', "192.0.2.5/33 | invalid prefix length in address '192.0.2.5/33'"],
    ['192.0.2.5/0', "192.0.2.5/0 | invalid prefix length in address '192.0.2.5/0'"],
    ['192.0.2.5/', "192.0.2.5/ | invalid prefix length in address '192.0.2.5/'"],
    [
      '192.0.2.256/24',
      "192.0.2.256/24 | malformed address '192.0.2.256/24', must be X.X.X.X/NN or X:X:X:X:X:X:X:X/NN",
    ],
    [
      '192.0.02.1/24',
      "192.0.02.1/24 | malformed address '192.0.02.1/24', must be X.X.X.X/NN or X:X:X:X:X:X:X:X/NN",
    ],
    [
      '"2001:db8::1/129"',
      '"2001:db8::1/129" | invalid prefix length in address \'2001:db8::1/129\'',
    ],
    ['{192.0.2.5: {label: x}}', "192.0.2.5 | address '192.0.2.5' is missing /prefixlength"],
  ])('%s', (address, problem) => {
    expect(problemsOf(link(`addresses: [${address}]`))).toEqual([`invalid-address ${problem}`]);
  });

  test('netplan points at the list, so its start is named too', () => {
    const text = link('addresses:', '- 192.0.2.1/24', '- 192.0.2.2');
    const [problem] = readNetplan(parseYaml(text), 'file').problems;
    expect(problem && text.slice(problem.span.start, problem.span.end)).toBe('192.0.2.2');
    expect(problem?.related?.map(({ span }) => span.start)).toEqual([text.indexOf('- 192.0.2.1')]);
  });

  test('gateways', () => {
    expect(problemsOf(link('gateway4: 192.0.2.1/24', 'gateway6: 192.0.2.1'))).toEqual([
      "invalid-address 192.0.2.1/24 | invalid IPv4 address '192.0.2.1/24'",
      "invalid-address 192.0.2.1 | invalid IPv6 address '192.0.2.1'",
    ]);
  });
});

describe('routes and rules', () => {
  test.each([
    [
      'a bad gateway',
      route('to: default', 'via: 192.0.2'),
      ["invalid-address 192.0.2 | invalid IP family '-1'"],
    ],
    [
      'families that differ',
      route('to: 192.0.2.0/24', 'via: 2001:db8::1'),
      ['invalid-address 2001:db8::1 | IP family mismatch in route to 2001:db8::1'],
    ],
    [
      'a metric',
      route('to: default', 'via: 192.0.2.1', 'metric: -1'),
      ["invalid-value -1 | invalid unsigned int value '-1'"],
    ],
    [
      'a table name',
      route('to: default', 'via: 192.0.2.1', 'table: isp1'),
      ["invalid-value isp1 | invalid unsigned int value 'isp1'"],
    ],
    [
      'a type',
      route('to: 192.0.2.0/24', 'type: foo'),
      ["invalid-value foo | invalid route type 'foo'"],
    ],
    [
      'a scope',
      route('to: 192.0.2.0/24', 'via: 192.0.2.1', 'scope: site'),
      ["invalid-value site | invalid route scope 'site'"],
    ],
    [
      'no destination',
      route('via: 192.0.2.1'),
      ["missing-key via: 192.0.2.1 | global unicast route must include both a 'to' and 'via' IP"],
    ],
    [
      'a blackhole to nowhere',
      route('type: blackhole'),
      ["missing-key type: blackhole | non-unicast routes must specify a 'to' IP"],
    ],
    [
      'a rule for nothing',
      link('routing-policy:', '- table: 101'),
      ["missing-key table: 101 | IP routing policy must include either a 'from' or 'to' IP"],
    ],
    [
      'a rule for a word',
      link('routing-policy:', '- from: all'),
      ["invalid-address all | invalid IP family '-1'"],
    ],
    [
      'type of service',
      link('routing-policy:', '- from: 192.0.2.0/24', '  type-of-service: 300'),
      ['invalid-value 300 | invalid ToS (must be between 0 and 255): 300'],
    ],
  ])('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe('shapes and words', () => {
  test.each([
    ['a boolean', link('dhcp4: maybe'), ["invalid-value maybe | invalid boolean value 'maybe'"]],
    ['an empty boolean', link('dhcp4:'), ["invalid-value dhcp4 | invalid boolean value ''"]],
    ['a list for a boolean', link('dhcp4: [yes]'), ['invalid-value [yes] | expected scalar']],
    [
      'a value for a list',
      link('addresses: 192.0.2.1/24'),
      ['invalid-value 192.0.2.1/24 | expected sequence'],
    ],
    ['an empty list', link('addresses:'), ['invalid-value addresses | expected sequence']],
    [
      'a list in a list',
      link('addresses: [[192.0.2.1/24]]'),
      ['invalid-value [192.0.2.1/24] | expected either scalar or mapping (check indentation)'],
    ],
    [
      'an empty link',
      'network:\n  ethernets:\n    eno3:\n',
      ['invalid-value eno3 | expected mapping (check indentation)'],
    ],
    [
      'a list at the top',
      '- network',
      ['invalid-value - network | expected mapping (check indentation)'],
    ],
    ['a word at the top', 'hello', ['invalid-value hello | expected mapping (check indentation)']],
    ['a version', 'network: {version: 3}', ['invalid-value 3 | Only version 2 is supported']],
    [
      'a renderer',
      'network: {renderer: Networkd}',
      ["invalid-value Networkd | unknown renderer 'Networkd'"],
    ],
    [
      'a renderer of a section',
      'network: {ethernets: {renderer: foo}}',
      ["invalid-value foo | unknown renderer 'foo'"],
    ],
    [
      'a pattern for an id',
      'network: {ethernets: {en*: {dhcp4: yes}}}',
      ["invalid-value en* | Definition ID 'en*' must not use globbing"],
    ],
  ])('%s', (_name, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe('netplan accepts', () => {
  test.each([
    ['booleans in any case, quoted or not', link('dhcp4: "YES"', 'dhcp6: off', 'optional: n')],
    [
      'numbers with plus, zeros, or nothing',
      route('to: default', 'via: 192.0.2.1', 'metric: +05', 'table:'),
    ],
    ['what follows the digits of a prefix length', link('addresses: [192.0.2.1/24x]')],
    ['any length where an address has options', link('addresses: [{192.0.2.1/99: {label: x}}]')],
    ['any length in a route', route('to: 192.0.2.0/99', 'via: 192.0.2.1/24')],
    ['a route of the link', route('to: 192.0.2.0/24', 'scope: link')],
    ['words in any case', route('to: 192.0.2.0/24', 'type: Blackhole')],
    ['repeated keys', link('dhcp4: no', 'dhcp4: yes')],
    ['a version with a tail', 'network: {version: 2x}'],
    ['sr-iov as a renderer', 'network: {vlans: {v: {renderer: sriov}}}'],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('broken YAML', () => {
  test('is one problem with netplan words, and what stands before is checked', () => {
    const text = `${link('dhcp4: maybe')}\tdhcp6: no\n`;
    expect(problemsOf(text)).toEqual([
      "invalid-value maybe | invalid boolean value 'maybe'",
      'syntax \t | Invalid YAML: tabs are not allowed for indent',
    ]);
  });

  test('a value that is missing because of the break is not judged', () => {
    expect(problemsOf('network:\n  ethernets:\n\teno3:\n      dhcp4: yes\n')).toEqual([
      'syntax \t | Invalid YAML: tabs are not allowed for indent',
    ]);
  });

  test('values behind the break are not judged', () => {
    expect(problemsOf(link('addresses: [192.0.2.1/24', 'dhcp4: maybe'))).toEqual([
      "syntax [ | Invalid YAML: did not find expected ',' or ']'",
    ]);
  });

  test('of the other definitions values are judged, and each broken one has its error', () => {
    const lines = [
      'network:',
      '  ethernets:',
      '    eno1: {mtu: big}',
      '    eno2:',
      '      addresses: [192.0.2.1/24',
      '      dhcp4: maybe',
      '    eno3:',
      '      dhcp4: perhaps',
      '    eno4:',
      '      addresses: [192.0.2.2/24',
      '',
    ];
    expect(problemsOf(lines.join('\n'))).toEqual([
      "invalid-value big | invalid unsigned int value 'big'",
      "syntax [ | Invalid YAML: did not find expected ',' or ']'",
      "invalid-value perhaps | invalid boolean value 'perhaps'",
      'syntax [ | Invalid YAML',
    ]);
  });

  test('a very large file says that the rest is not checked', () => {
    const [problem] = readNetplan(
      parseYaml(`network:\n${'#\n'.repeat(600_000)}`),
      'file',
    ).problems.filter(({ rule }) => rule === 'netplan-syntax');
    expect(problem?.why).toBe('only the part before this place is checked');
  });
});
