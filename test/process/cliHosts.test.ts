/** Which files `routelens check` takes for those of a host, wherever in the host somebody points or stands. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'routelens-'));
  const files = {
    'gateway/etc/netplan/50-cloud-init.yaml':
      'network:\n  ethernets:\n    eno4:\n      addresses: [192.0.2.1/33]\n',
    'gateway/etc/sysctl.d/60-router.conf': 'net.ipv4.ip_forward = 1\n',
    'gateway/etc/nftables.d/nat.nft':
      'table ip nat {\n  chain post {\n    type nat hook postrouting priority 100;\n    oifname { "eno3", "eno4" } masquerade\n  }\n}\n',
    'gateway/usr/local/sbin/uplinks':
      '#!/bin/sh\nip route add default nexthop via 192.0.2.1 dev eno4 weight 1 nexthop via 198.51.100.1 dev eno3 weight 3\n',
    'gateway/usr/share/doc/example.sh': 'ip route add default nexthop via 192.0.2.1 weight 999\n',
    'lone/sysctl.d/60-router.conf': 'net.ipv4.ip_forward = 1\n',
    'quiet/script.sh': 'echo hello\n',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(
  args: readonly string[],
  directory = '.',
): { status: number | undefined; stdout: string; stderr: string } {
  const { exitCode, stdout, stderr } = execaSync(
    process.execPath,
    [inProject('dist', 'cli.js'), ...args],
    { cwd: join(folder, directory), reject: false, stripFinalNewline: false },
  );
  return { status: exitCode, stdout, stderr };
}

test.each([
  ['gateway/etc/netplan', 1],
  ['gateway/etc', 3],
  ['gateway/etc/sysctl.d', 1],
  ['gateway/etc/nftables.d', 1],
  ['gateway/usr/local/sbin', 1],
  ['gateway/usr', 1],
  ['gateway/usr/share/doc', 1],
  ['gateway', 4],
  ['lone', 1],
  ['lone/sysctl.d', 1],
])('a folder inside a host, named or stood in: %s', (inside, nFiles) => {
  const text = (args: readonly string[], directory?: string): string =>
    run(['check', ...args], directory)
      .stdout.split('\n')
      .at(-2) ?? '';
  const expected = `${nFiles} ${nFiles === 1 ? 'file' : 'files'} checked`;
  expect(text([inside])).toContain(expected);
  expect(text([], inside)).toContain(expected);
  expect(text(['.'], inside)).toContain(expected);
});

test('the whole host is read around a folder, and only findings below it are listed', () => {
  const { findings } = JSON.parse(
    run(['check', 'gateway/usr/local', '--format', 'json']).stdout,
  ) as { findings: readonly { rule: string; file: string }[] };
  expect(findings.map(({ rule }) => rule)).toContain('nat-multipath-unpinned');
  expect(findings.filter(({ file }) => !file.startsWith('gateway/usr/local/'))).toEqual([]);
  const { status, stdout } = run(['check'], 'gateway/etc/netplan');
  expect(status).toBe(1);
  expect(stdout).toContain('50-cloud-init.yaml:4:19 error ');
});

test('nothing to check is not said to be fine', () => {
  expect(run(['check', 'quiet']).stdout).toMatch(/^nothing checked: /);
  expect(run(['check', 'quiet', '--format', 'json']).stderr).toContain('nothing checked: ');
});

test('a name for standard input that nothing reads', () => {
  for (const args of [['check'], ['check', 'quiet'], ['preview', 'quiet/script.sh']]) {
    const { status, stdout, stderr } = run([...args, '--stdin-filename', 'x.sh']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--stdin-filename names standard input, which is not read');
  }
});
