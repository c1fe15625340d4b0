/** Which files are opened, and to which host each belongs. */
import { describe, expect, test } from 'vitest';
import { isCandidatePath, isForeignFolder } from '../../server/src/workspace/candidates.ts';
import { hostRootOf, pathBelow } from '../../server/src/workspace/hostRoot.ts';

/** Surroundings with these folders, and the folders above them. */
function surroundings(
  folders: readonly string[],
  workspaceFolders: readonly string[] = [],
): Parameters<typeof hostRootOf>[1] {
  return {
    hasFolder: (path) => folders.some((folder) => folder === path || folder.startsWith(`${path}/`)),
    workspaceFolders,
  };
}

describe('the root of a host', () => {
  const tree = ['/w/edge1/etc/netplan', '/w/edge1/usr/local/sbin', '/w/edge1/usr/local/etc'];

  test.each([
    ['/w/edge1/etc/netplan/50-cloud-init.yaml'],
    ['/w/edge1/etc/sysctl.d/60-router.conf'],
    ['/w/edge1/usr/local/sbin/uplinks.sh'],
    ['/w/edge1/uplinks.sh'],
  ])('%s belongs to the tree above it', (path) => {
    expect(hostRootOf(path, surroundings(tree, ['/w']))).toEqual({
      root: '/w/edge1',
      isTree: true,
    });
  });

  test('the nearest tree wins', () => {
    const folders = [...tree, '/w/edge1/backup/etc'];
    expect(hostRootOf('/w/edge1/backup/etc/sysctl.conf', surroundings(folders)).root).toBe(
      '/w/edge1/backup',
    );
  });

  test('a folder with netplan/ is a root', () => {
    expect(hostRootOf('/w/lab/netplan/a.yaml', surroundings(['/w/lab/netplan']))).toEqual({
      root: '/w/lab',
      isTree: true,
    });
  });

  test('else the workspace folder, the innermost of several', () => {
    expect(hostRootOf('/w/a/b/x.sh', surroundings([], ['/w/', '/w/a/', '/v']))).toEqual({
      root: '/w/a',
      isTree: false,
    });
  });

  test('else the folder of the file', () => {
    expect(hostRootOf('/w/a/x.sh', surroundings([], ['/v']))).toEqual({
      root: '/w/a',
      isTree: false,
    });
  });

  test('a script at home is no part of the machine it lies on, a file in /etc is', () => {
    expect(hostRootOf('/srv/me/x.sh', surroundings(['/etc/netplan'])).root).toBe('/srv/me');
    expect(hostRootOf('/etc/netplan/a.yaml', surroundings(['/etc/netplan']))).toEqual({
      root: '/',
      isTree: true,
    });
    expect(hostRootOf('/usr/local/sbin/x.sh', surroundings(['/etc/netplan']))).toEqual({
      root: '/',
      isTree: true,
    });
  });

  test('relative paths and URIs do as well', () => {
    expect(hostRootOf('etc/netplan/a.yaml', surroundings(['etc/netplan']))).toEqual({
      root: '',
      isTree: true,
    });
    expect(hostRootOf('x.sh', surroundings([]))).toEqual({ root: '', isTree: false });
    expect(hostRootOf('file:///w/e/usr/local/x.sh', surroundings(['file:///w/e/etc']))).toEqual({
      root: 'file:///w/e',
      isTree: true,
    });
    expect(hostRootOf('file:///srv/x.sh', surroundings(['file:///etc'])).root).toBe('file:///srv');
    expect(hostRootOf('file:///etc/x.conf', surroundings(['file:///etc'])).root).toBe('file:///');
  });

  test('paths below a root', () => {
    expect(['/w', '/', '', '/v'].map((root) => pathBelow(root, '/w/etc/x'))).toEqual([
      'etc/x',
      'w/etc/x',
      '/w/etc/x',
      '/w/etc/x',
    ]);
  });
});

describe('candidates', () => {
  test.each([
    'etc/netplan/50-cloud-init.yaml',
    'lib/netplan/00.yaml',
    'etc/sysctl.conf',
    'usr/lib/sysctl.d/50-default.conf',
    'etc/nftables.conf',
    'etc/nftables.d/nat.nft',
    'etc/iproute2/rt_tables',
    'etc/iproute2/rt_tables.d/isp.conf',
    'etc/iptables/rules.v4',
    'uplinks.sh',
    'usr/local/sbin/uplinks',
    'opt/router/bin/up',
    'etc/network/if-up.d/routes',
    'project/lib/routes.sh',
    'root/bin/failover',
    'usr/sbin/x.sh',
  ])('%s is one', (path) => {
    expect(isCandidatePath(path)).toBe(true);
  });

  test.each([
    'etc/fstab.bak',
    'notes.md',
    'values.yaml',
    'etc/systemd/resolved.conf',
    'usr/sbin/ip',
    'bin/bash',
    'usr/share/doc/x.sh',
    'a/node_modules/x/y.sh',
    '.git/HEAD',
    'usr/lib/python3/x',
    'proc/1/environ',
    'var/lib/dpkg/info/x.sh',
    'photo.jpg',
    'etc/.hidden',
  ])('%s is none', (path) => {
    expect(isCandidatePath(path)).toBe(false);
  });

  test('a walk enters the folders where candidates are', () => {
    const entered = [
      'etc',
      'usr',
      'usr/lib',
      'usr/lib/sysctl.d',
      'usr/local/sbin',
      'lib',
      'lib/netplan',
      'project/lib/x',
    ];
    const skipped = [
      'usr/share',
      'usr/lib/python3',
      'proc',
      'a/node_modules',
      '.git',
      'var/lib',
      'lib/modules',
    ];
    expect(entered.filter((path) => isForeignFolder(path))).toEqual([]);
    expect(skipped.filter((path) => !isForeignFolder(path))).toEqual([]);
  });
});
