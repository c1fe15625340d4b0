/** `[ -r FILE ] && . FILE`: of a file that the host has the values are known; of any other both ways count. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import { mentionedSources } from '../../server/src/host/sourcing.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { checkRules } from '../support/checkRules.ts';
import { hostOf, routeTexts } from './hostOf.ts';

const main = '/usr/local/sbin/uplinks.sh';
const conf = '/etc/default/uplinks';
const route = 'ip route add default via "$GW" dev eno3\n';

/** What the script sets where the file says `GW=192.0.2.1`. */
const guards: readonly string[] = [
  `[ -r ${conf} ] && . ${conf}`,
  `if [ -f ${conf} ]; then . ${conf}; fi`,
  `test -e ${conf} && source ${conf}`,
  `[[ -s "${conf}" ]] && . "${conf}"`,
  `CONF=${conf}\n[ -r "$CONF" ] && . $CONF`,
  `load() { [ -f "$1" ] && . "$1"; }\nload ${conf}`,
  `GW=192.0.2.9\nif [ -f ${conf} ]; then . ${conf}; else GW=192.0.2.8; fi`,
  `[ ! -r ${conf} ] || . ${conf}`,
  `[ -r ${conf} ] || exit 0\n. ${conf}`,
  `if [ -n x -a -r ${conf} ]; then . ${conf}; fi`,
];

const folder = mkdtempSync(path.join(tmpdir(), 'routelens-guards-'));
afterAll(() => rmSync(folder, { recursive: true }));

function gatewayInBash(guard: string): string {
  const root = path.join(folder, 'etc/default');
  mkdirSync(root, { recursive: true });
  writeFileSync(path.join(root, 'uplinks'), 'GW=192.0.2.1\n');
  const script = `${guard}\necho "$GW"`.replaceAll('/etc/default', root);
  return spawnSync('bash', ['-c', script], { encoding: 'utf8', env: { PATH: '/usr/bin' } }).stdout;
}

describe.each(guards)('%s', (guard) => {
  const routesWith = (files: Readonly<Record<string, string>>): readonly string[] =>
    routeTexts(hostOf({ [main]: `#!/bin/bash\n${guard}\n${route}`, ...files }));

  test('sets what bash sets, where the host has the file', () => {
    expect(routesWith({ [conf]: 'GW=192.0.2.1\n' })).toEqual([
      'default via 192.0.2.1 dev eno3 table 254',
    ]);
    expect(gatewayInBash(guard)).toBe('192.0.2.1\n');
  });

  test('sets nobody knows what, where it has not', () => {
    expect(routesWith({})).toEqual(['default via ? dev eno3 table 254']);
  });

  test('names the file to whoever reads files from a disk', () => {
    const mentioned = mentionedSources(guard, main.slice(1));
    // Nobody can see what an argument is without reading the script.
    if (!guard.includes('$1')) expect(mentioned).toContain(conf.slice(1));
  });
});

test('a path that the environment may change is looked for where the script says', () => {
  const text = 'CONF=${CONF:-/etc/a}\n. "${LIB:-/etc/b}"\nOTHER=/etc/c\n. $CONF\n';
  expect(mentionedSources(text, 'opt/main.sh')).toEqual(['etc/b', 'etc/a']);
});

test('a test of any other file says nothing, whether the host has it or not', () => {
  const text = `if [ -e /etc/other ]; then GW=192.0.2.1; else GW=192.0.2.2; fi\n${route}`;
  const files = { [main]: text, '/etc/other': 'A=1\n' };
  expect(routeTexts(hostOf(files))).toEqual(['default via ? dev eno3 table 254']);
});

test('nor does a test that the text of a file does not answer', () => {
  for (const operator of ['-x', '-L', '-d', '-N', '-O', '-w'])
    expect(
      routeTexts(
        hostOf({
          [main]: `GW=192.0.2.9\n[ ${operator} ${conf} ] && . ${conf}\n${route}`,
          [conf]: 'GW=192.0.2.1\n',
        }),
      ),
    ).toEqual(['default via ? dev eno3 table 254']);
});

test('a file that is empty is no file with something in it', () => {
  const text = `GW=192.0.2.1\n[ -s ${conf} ] && . ${conf}\n[ -s ${conf} ] || GW=192.0.2.2\n${route}`;
  expect(routeTexts(hostOf({ [main]: text, [conf]: '' }))).toEqual([
    'default via ? dev eno3 table 254',
  ]);
});

test('a file that the script writes itself is not the one of the host', () => {
  const text = `echo GW=192.0.2.7 > ${conf}\n[ -r ${conf} ] && . ${conf}\n${route}`;
  expect(routeTexts(hostOf({ [main]: text, [conf]: 'GW=192.0.2.1\n' }))).toEqual([
    'default via ? dev eno3 table 254',
  ]);
});

test('the other way gives no false alarm, and the way that is taken a true one', () => {
  checkRules(`
    #- /etc/default/uplinks
    NET=10.0.0.0/33
    #- /usr/local/sbin/uplinks.sh
    #!/bin/sh
    if [ -r /etc/default/uplinks ]; then
      . /etc/default/uplinks
    else
      NET=10.0.0.0/34
      ip route add 10.1.0.0/40 dev eth0
    fi
    ip route add $NET dev eth0
    #            ^^^^ error iproute-invalid-prefix
  `);
});

test('a script is read again when the file comes, goes, or is sourced no more', () => {
  const kernel = kernelProfile(newestKernel);
  if (kernel === undefined) throw new Error('no kernel');
  const analyzer = createAnalyzer();
  const fileOf = (name: string, text: string) => ({ id: name, path: name, text, version: 1 });
  const analyze = (text: string, files: readonly ReturnType<typeof fileOf>[]) =>
    routeTexts(
      analyzer.analyze([fileOf('usr/local/sbin/uplinks.sh', text), ...files], {
        kernel,
        isTree: true,
      }).host,
    ).map((each) => each.split(' ')[2]);
  const own = `GW=192.0.2.2\n[ -r ${conf} ] && GW=192.0.2.3\n${route}`;
  const guarded = `${own}. ${conf}\n`;
  const file = fileOf(conf.slice(1), 'A=1\n');
  expect(analyze(guarded, [])).toEqual(['?']);
  expect(analyze(guarded, [file])).toEqual(['192.0.2.3']);
  expect(analyze(guarded, [])).toEqual(['?']);
  expect(analyze(guarded, [file])).toEqual(['192.0.2.3']);
  expect(analyze(own, [file])).toEqual(['?']);
  expect(analyze(guarded, [file])).toEqual(['192.0.2.3']);
});
