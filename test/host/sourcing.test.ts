/** Files that scripts source: their variables and functions are known, and what they set has its place there. */
import { describe, expect, test } from 'vitest';
import { createHostFiles, mentionedSources, sourcedPath } from '../../server/src/host/sourcing.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { hostOf, routeTexts } from './hostOf.ts';

const main = '/usr/local/sbin/uplinks.sh';
const route = 'ip route add default via "$GW" dev "$IF"\n';

describe('a host', () => {
  test('knows the variables of a file that a script sources', () => {
    const host = hostOf({
      [main]: `. /etc/default/uplinks\n${route}`,
      '/etc/default/uplinks': 'GW=192.0.2.1\nIF=eno3\n',
    });
    expect(routeTexts(host)).toEqual(['default via 192.0.2.1 dev eno3 table 254']);
  });

  test.each([
    '. ./lib.sh',
    'source "$(dirname "$0")/lib.sh"',
    '. "${0%/*}/lib.sh"',
    'DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\n. "$DIR/lib.sh"',
    'HERE=$(dirname "$(readlink -f "$0")")\nsource $HERE/../sbin/lib.sh',
  ])('finds a file beside the script: %s', (source) => {
    const host = hostOf({
      [main]: `${source}\nadd_uplink eno3 192.0.2.1\n`,
      '/usr/local/sbin/lib.sh': 'add_uplink() {\n  ip route add default via $2 dev $1\n}\n',
    });
    expect(routeTexts(host)).toEqual(['default via 192.0.2.1 dev eno3 table 254']);
    const [{ origin } = { origin: undefined }] = host.routes;
    expect(origin).toEqual({ file: '/usr/local/sbin/lib.sh', span: { start: 17, end: 51 } });
  });

  test('takes a file that is not there for one that may set anything', () => {
    const host = hostOf({ [main]: `GW=192.0.2.1\n. /etc/absent\n${route}` });
    expect(routeTexts(host)).toEqual(['default via ? dev $IF table 254']);
  });

  test('ends where files source each other', () => {
    const host = hostOf({
      [main]: '. ./b.sh\nip link show\n',
      '/usr/local/sbin/b.sh': '. ./uplinks.sh\n',
    });
    expect(host.routes).toEqual([]);
  });
});

test('a script is read again when a file that it sources changes, and only then', () => {
  const kernel = kernelProfile(newestKernel);
  if (kernel === undefined) throw new Error('no kernel');
  const analyzer = createAnalyzer();
  const fileOf = (path: string, text: string) => ({ id: path, path, text, version: 1 });
  const script = fileOf('usr/local/sbin/uplinks.sh', `. /etc/default/uplinks\n${route}`);
  const analyze = (gateway: string) =>
    analyzer.analyze([script, fileOf('etc/default/uplinks', `GW=${gateway}\nIF=eno3\n`)], {
      kernel,
      isTree: true,
    });
  const first = analyze('192.0.2.1');
  expect(analyze('192.0.2.1')).toBe(first);
  expect(routeTexts(first.host)).toEqual(['default via 192.0.2.1 dev eno3 table 254']);
  expect(routeTexts(analyze('192.0.2.9').host)).toEqual([
    'default via 192.0.2.9 dev eno3 table 254',
  ]);
});

test('paths count from the script, or from the root of the host', () => {
  expect(sourcedPath('./a/../b.sh', 'opt/x/main.sh')).toBe('opt/x/b.sh');
  expect(sourcedPath('/etc/x', 'opt/x/main.sh')).toBe('etc/x');
  expect(sourcedPath('../../../up', 'opt/x/main.sh')).toBeUndefined();
  expect(createHostFiles([]).byPath.size).toBe(0);
});

test('what a script may source is seen without reading it', () => {
  const text =
    '. /etc/default/a\n  source "./b.sh"\nif x; then . $(dirname "$0")/c.sh; fi\n. "$LIB/d.sh"\n. "$X"\necho a . b\n';
  expect(mentionedSources(text, 'opt/main.sh')).toEqual([
    'etc/default/a',
    'opt/b.sh',
    'opt/c.sh',
    'opt/d.sh',
  ]);
});
