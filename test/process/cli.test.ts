/** The packaged command line as a process: shapes, exit status, streams. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';

/** Matchers without the type `any`. */
const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const aList: unknown = expect.any(Array);

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'routelens-'));
  const files = {
    'gateway/etc/netplan/50-cloud-init.yaml':
      'network:\n  ethernets:\n    eno4:\n      addresses: [192.0.2.1/33]\n',
    'gateway/usr/local/sbin/uplinks.sh':
      '#!/bin/sh\nip route add default nexthop via 192.0.2.1 dev eno4 weight 1 nexthop via 198.51.100.1 dev eno3 weight 3\n',
    'gateway/usr/local/sbin/nat.sh':
      '#!/bin/sh\niptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE\niptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE\n',
    'gateway/etc/sysctl.d/60-router.conf': 'net.ipv4.ip_forward = 1\n',
    'new/etc/netplan/10-a.yaml':
      'network:\n  dummy-devices:\n    dm0:\n      addresses: [192.0.2.1/24]\n',
    'quiet/script.sh': 'echo hello\n',
    'odd/pasted.sh':
      '#!/bin/sh\nip route add default nexthop via dev eno4 weight 1 nexthop via dev eno3 weight 1\n',
    'odd/objects.sh':
      '#!/bin/sh\nip nexthop add id 1 via 192.0.2.1 dev eno4\nip nexthop add id 10 group 1/2\nip route add default nhid 10\nip route add 203.0.113.0/24 nhid 77\n',
    'bad.csv':
      'src,dst,proto,sport,dport\n192.0.2.10,198.18.0.1,tcp,1,443\nnonsense,198.18.0.2,udp,2,53\n192.0.2.11,198.18.0.2,udp,3,53\n',
    'headless.csv': 'a,b\n192.0.2.10,198.18.0.1\n192.0.2.11,198.18.0.2\n',
    'flows.csv':
      'src,dst,proto,sport,dport\n192.0.2.10,198.18.0.1,tcp,40000,443\n192.0.2.11,198.18.0.2,udp,40001,53\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(
  args: readonly string[],
  input = '',
): { status: number | undefined; stdout: string; stderr: string } {
  const { exitCode, stdout, stderr } = execaSync(
    process.execPath,
    [inProject('dist', 'cli.js'), ...args],
    { cwd: folder, input, reject: false, stripFinalNewline: false },
  );
  return { status: exitCode, stdout, stderr };
}

interface Report {
  readonly version: number;
  readonly files: number;
  readonly findings: readonly { readonly file: string; readonly rule: string }[];
}

function check(...args: readonly string[]): Report {
  return JSON.parse(run(['check', '--format', 'json', ...args]).stdout) as Report;
}

describe('check', () => {
  test('says which file of a folder it leaves out', () => {
    const large = mkdtempSync(join(tmpdir(), 'routelens-large-'));
    try {
      mkdirSync(join(large, 'etc/netplan'), { recursive: true });
      writeFileSync(join(large, 'etc/netplan/90-huge.yaml'), `# ${'x'.repeat(5 * 1024 * 1024)}`);
      writeFileSync(join(large, 'etc/netplan/10.yaml'), 'network: {version: 2}\n');
      const { stderr, status } = run(['check', large]);
      expect(stderr).toMatch(/left out etc\/netplan\/90-huge.yaml, which is larger than 5 MB/);
      expect(status).toBe(0);
    } finally {
      rmSync(large, { recursive: true });
    }
  });

  test('a folder is a tree of hosts', () => {
    const report = check('.');
    expect(report.version).toBe(1);
    expect(report.files).toBe(7);
    expect(report.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['netplan-invalid-address', 'nat-multipath-unpinned']),
    );
  });

  test('a finding has the promised shape', () => {
    const { findings } = check('gateway');
    expect(findings.find(({ rule }) => rule === 'nat-multipath-unpinned')).toMatchObject({
      file: 'gateway/usr/local/sbin/uplinks.sh',
      severity: 'warning',
      message: aText,
      why: aText,
      todo: aText,
      range: { start: { line: 2, column: 22 }, end: { line: 2 } },
      docs: 'https://github.com/routelens/routelens/blob/main/docs/rules/nat-multipath-unpinned.md',
      related: [
        {
          file: 'gateway/usr/local/sbin/nat.sh',
          range: { start: { line: 2, column: 1 } },
          message: aText,
        },
        {
          file: 'gateway/usr/local/sbin/nat.sh',
          range: { start: { line: 3, column: 1 } },
          message: aText,
        },
      ],
      fixes: [{ title: aText, safe: false }],
    });
  });

  test('a file is read with its host, and only its own findings are listed', () => {
    const report = check('gateway/usr/local/sbin/uplinks.sh');
    expect(report.files).toBe(1);
    expect(report.findings.map(({ rule }) => rule)).toContain('nat-multipath-unpinned');
    expect(new Set(report.findings.map(({ file }) => file))).toEqual(
      new Set(['gateway/usr/local/sbin/uplinks.sh']),
    );
  });

  test('text for people', () => {
    const { stdout } = run(['check', 'gateway/etc/netplan/50-cloud-init.yaml']);
    expect(stdout).toContain('gateway/etc/netplan/50-cloud-init.yaml:4:19 error ');
    expect(stdout).toContain('| ' + ' '.repeat(18) + '^^^^^^^^^^^^\n');
    expect(stdout).toMatch(/1 file checked: 1 error\n$/);
    expect(stdout).not.toContain('\u001B');
  });

  test.each([
    ['an error', ['check', 'gateway'], 1],
    ['nothing', ['check', 'quiet'], 0],
    ['warnings', ['check', 'gateway/usr/local/sbin/uplinks.sh'], 0],
    [
      'more warnings than allowed',
      ['check', '--max-warnings', '0', 'gateway/usr/local/sbin/uplinks.sh'],
      1,
    ],
    ['a path that is not there', ['check', 'nowhere'], 2],
    ['a bad option', ['check', '--format', 'xml'], 2],
    ['a bad kernel', ['check', '--kernel', 'new'], 2],
    ['a bad command', ['chekc'], 2],
    ['no command', [], 2],
    ['help', ['--help'], 0],
    ['help of a command', ['check', '--help'], 0],
    ['version', ['--version'], 0],
  ])('exit status of %s', (_what, args, status) => {
    expect(run(args).status).toBe(status);
  });

  test('what went wrong is on standard error', () => {
    const { stdout, stderr } = run(['check', 'nowhere']);
    expect(stdout).toBe('');
    expect(stderr).toContain('cannot read nowhere');
  });

  test('standard input under a name', () => {
    const text = 'network:\n  ethernets:\n    eno4:\n      addresses: [192.0.2.1/33]\n';
    const { stdout } = run(
      ['check', '-', '--stdin-filename', 'etc/netplan/10-x.yaml', '--format', 'json'],
      text,
    );
    expect((JSON.parse(stdout) as Report).findings).toMatchObject([
      { file: 'etc/netplan/10-x.yaml', rule: 'netplan-invalid-address' },
    ]);
  });

  test('SARIF and GitHub', () => {
    const sarif: unknown = JSON.parse(run(['check', '--format', 'sarif', 'gateway']).stdout);
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'routelens' } }, results: aList }],
    });
    expect(run(['check', '--format', 'github', 'gateway']).stdout).toMatch(
      /^::error file=gateway\/etc\/netplan\/50-cloud-init\.yaml,line=4,endLine=4,col=19,endColumn=31,title=netplan-invalid-address::/m,
    );
  });

  test('bad input is read as far as it goes', () => {
    const inputs = [
      '',
      '\u0000\u0001\u0002',
      'ip route add "',
      'network:\n\t- x: [',
      '\r\n\r',
      'if; then',
    ];
    for (const text of inputs) {
      for (const name of ['etc/netplan/a.yaml', 'a.sh', 'etc/sysctl.d/a.conf', 'a.nft']) {
        const { status, stderr } = run(
          ['check', '-', '--stdin-filename', name, '--format', 'json'],
          text,
        );
        expect([0, 1]).toContain(status);
        expect(stderr).toBe('');
      }
    }
  }, 60_000);
});

describe('preview', () => {
  const script = 'gateway/usr/local/sbin/uplinks.sh';

  test('answers the flows in order', () => {
    const { status, stdout } = run([
      'preview',
      script,
      '--format',
      'json',
      '--seed',
      '42',
      '--flows',
      'flows.csv',
    ]);
    expect(status).toBe(0);
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({
      version: 1,
      groups: [
        {
          kind: 'route',
          file: script,
          line: 2,
          family: 4,
          name: 'default',
          policy: 0,
          seed: 42,
          exact: true,
          members: [
            { index: 0, gateway: '192.0.2.1', device: 'eno4', weight: 1, configured: 0.25 },
            { index: 1, gateway: '198.51.100.1', device: 'eno3', weight: 3, configured: 0.75 },
          ],
          flows: [{ member: aNumber }, { member: aNumber }],
        },
      ],
    });
  });

  test('without a seed it tells the spread and claims no flow', () => {
    const { stdout } = run(['preview', script, '--format', 'json', '--flows', 'flows.csv']);
    expect(JSON.parse(stdout)).toMatchObject({
      groups: [
        {
          exact: false,
          seed: null,
          members: [{ low: aNumber, high: aNumber }, {}],
          flows: [{ member: null }, { member: null }],
        },
      ],
    });
  });

  test('a kernel that chooses per packet is not said to hash', () => {
    const { stdout } = run(['preview', script, '--kernel', '3.10']);
    expect(stdout.split('\n')[0]).toBe(`${script}:2 default (IPv4) by weight, without a hash`);
    expect(stdout).toContain('for every forwarded packet');
  });

  test('bars and a table for people', () => {
    const { stdout } = run(['preview', script, '--seed', '42', '--flows', 'flows.csv']);
    expect(stdout).toContain('eno4 via 192.0.2.1');
    expect(stdout).toContain('by source and destination (policy 0), seed 42');
    expect(stdout).toContain('192.0.2.10:40000');
    expect(stdout).toMatch(/█/);
  });

  test('a kernel without a flow hash is refused or explained, not computed', () => {
    const { stdout, status } = run([
      'preview',
      script,
      '--kernel',
      '3.10',
      '--format',
      'json',
      '--seed',
      '42',
      '--flows',
      'flows.csv',
    ]);
    expect(status).toBe(0);
    expect(stdout).not.toContain('"exact": true');
  });

  test('a row that cannot be read has its answer in its place', () => {
    const answers = (flows: string): unknown =>
      (
        JSON.parse(
          run(['preview', script, '--format', 'json', '--seed', '42', '--flows', flows]).stdout,
        ) as { groups: readonly { flows: unknown }[] }
      ).groups[0]?.flows;
    expect(answers('bad.csv')).toEqual([
      { member: aNumber },
      { member: null, why: '`nonsense` is not an address for `src`.' },
      { member: aNumber },
    ]);
    const why: unknown = expect.stringContaining('no CSV header');
    expect(answers('headless.csv')).toEqual([
      { member: null, why },
      { member: null, why },
    ]);
  });

  test('each group names its own file', () => {
    const { groups } = JSON.parse(run(['preview', 'gateway', '--format', 'json']).stdout) as {
      groups: readonly { file: string; line: number }[];
    };
    expect(groups).toMatchObject([{ file: script, line: 2 }]);
    expect(run(['preview', '.']).stdout).toContain(`${script}:2 default (IPv4)`);
  });

  test('a command that ip refuses has no shares', () => {
    const { stdout } = run(['preview', 'odd/pasted.sh']);
    expect(stdout).toContain('odd/pasted.sh:2 default (IPv4)');
    expect(stdout).toContain('not previewed: `ip` refuses this command: ');
    expect(stdout).not.toContain('50.0 %');
    expect(JSON.parse(run(['preview', 'odd/pasted.sh', '--format', 'json']).stdout)).toMatchObject({
      groups: [],
      refused: [{ file: 'odd/pasted.sh', line: 2, name: 'default' }],
    });
  });

  test('nexthop objects are refused where they cannot be previewed, not passed over', () => {
    const { groups, refused } = JSON.parse(
      run(['preview', 'odd/objects.sh', '--format', 'json']).stdout,
    ) as Record<'groups' | 'refused', readonly { line: number; reason?: string }[]>;
    expect([...groups, ...refused].map(({ line }) => line)).toContain(3);
    expect(refused).toContainEqual({
      file: 'odd/objects.sh',
      line: 5,
      name: '203.0.113.0/24',
      reason: 'nexthop object 77 is not defined in these files',
    });
  });

  test('only the asked line', () => {
    expect(
      JSON.parse(run(['preview', script, '--format', 'json', '--line', '1']).stdout),
    ).toMatchObject({ groups: [] });
  });
});

describe('--netplan', () => {
  test.each([
    { version: '0.106', isRefused: true },
    { version: '1.2', isRefused: false },
  ])('$version decides what check refuses', ({ version, isRefused }) => {
    const args = ['check', 'new', '--format=json', `--netplan=${version}`];
    const { status, stdout } = run(args);
    const { findings } = JSON.parse(stdout) as Report;
    expect(findings.some(({ rule }) => rule === 'netplan-unknown-key')).toBe(isRefused);
    expect(status).toBe(isRefused ? 1 : 0);
  });

  test('what is no version is refused', () => {
    const { status, stderr } = run(['check', 'new', '--netplan=newest']);
    expect(status).toBe(2);
    expect(stderr).toContain('Write a version such as 0.106 or 1.2.');
  });
});

describe('explain', () => {
  test('prints the page of the rule', () => {
    const { status, stdout } = run(['explain', 'nat-multipath-unpinned']);
    expect(status).toBe(0);
    expect(stdout).toContain('# ');
    expect(stdout).toContain('nat-multipath-unpinned');
  });

  test('takes the common options', () => {
    const { status, stdout } = run([
      'explain',
      'nat-multipath-unpinned',
      '--format=json',
      '--kernel=4.15',
      '--netplan=1.1',
      '--no-color',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      rule: 'nat-multipath-unpinned',
      severity: 'warning',
      summary: aText,
      docs: 'https://github.com/routelens/routelens/blob/main/docs/rules/nat-multipath-unpinned.md',
      page: expect.stringContaining('# ') as unknown,
    });
  });

  test('suggests a rule', () => {
    const { status, stderr } = run(['explain', 'nat-multipath-unpined']);
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean nat-multipath-unpinned?');
  });
});
