/** Names from an OpenSSH configuration, with the program itself as the judge of what is a name. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sshMeaning } from '../../server/src/remote/sshMeaning.ts';
import { sshNames } from '../../server/src/remote/sshNames.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-ssh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(path.join(folder, 'conf.d'));
const config = path.join(folder, 'config');
writeFileSync(
  config,
  `# hosts
Include ${folder}/conf.d/*.conf ${folder}/nowhere
Host edge1 edge2 !edge3 *.example.org ed?e
  HostName 192.0.2.1
  User root
host=quoted
Host "with space" # trailing
  Port 2222
Match host x exec "exit 1"
  User nobody
Include "${config}"
`,
);
writeFileSync(path.join(folder, 'conf.d', 'b.conf'), 'Host second\n  HostName 192.0.2.9\n');
writeFileSync(path.join(folder, 'conf.d', 'a.conf'), '  HOST\tfirst edge1\n  ProxyJump second\n');
writeFileSync(path.join(folder, 'conf.d', '.hidden.conf'), 'Host hidden\n');
writeFileSync(path.join(folder, 'conf.d', 'c.txt'), 'Host text\n');

test('names in their order, Include followed, patterns and repetitions left out', () => {
  expect(sshNames(config)).toEqual(['first', 'edge1', 'second', 'edge2', 'quoted', 'with space']);
});

test('a configuration that is not there has no names', () => {
  expect(sshNames(path.join(folder, 'none'))).toEqual([]);
});

test('each name means to ssh what it says', async () => {
  // Without the circle, which ssh refuses.
  const plain = path.join(folder, 'plain');
  writeFileSync(
    plain,
    `Include ${folder}/conf.d/*.conf\nHost edge1\n  HostName 192.0.2.1\n  User root\n`,
  );
  const target = { program: 'ssh', options: ['-F', plain] };
  expect(await sshMeaning({ ...target, destination: 'edge1' })).toMatchObject({
    user: 'root',
    hostname: '192.0.2.1',
    port: '22',
    jump: 'second',
  });
  for (const destination of ['first', 'second'])
    expect(execFileSync('ssh', ['-F', plain, '-G', destination], { encoding: 'utf8' })).toContain(
      `hostname ${(await sshMeaning({ ...target, destination }))?.hostname}\n`,
    );
});

test('a name that is an option is none to ssh', async () => {
  const target = { program: 'ssh', options: [], destination: '-oProxyCommand=touch /tmp/no' };
  expect(await sshMeaning(target)).toBeUndefined();
});
