/**
 * Random stanzas, as ifupdown itself (Debian's 0.8) would carry them out; nothing is run (`--no-act`).
 * `ROUTELENS_IFUP_FILES` asks for more files.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { known, type Fact } from '../../server/src/base/fact.ts';
import { stepsOf } from '../../server/src/host/commands.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { isTeardown } from '../../server/src/host/teardown.ts';
import { readIpCommand } from '../../server/src/iproute/read.ts';
import type { IpCommand } from '../../server/src/iproute/types.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import { formatPrefix } from '../../server/src/net/prefix.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { fileOfPackage } from '../lab/debianPackage.ts';
import { createRandom, type Random } from '../netplan/differential/random.ts';

const nFiles = Number(process.env['ROUTELENS_IFUP_FILES'] ?? 200);

/** Addresses, routes and rules of a command in one spelling. */
function factsOf(ip: IpCommand | undefined): readonly string[] {
  switch (ip?.object) {
    case 'address': {
      const address = known(ip.address);
      return address === undefined ? [] : [`address ${formatPrefix(address)} ${deviceOf(ip.dev)}`];
    }
    case 'route': {
      const to = known(ip.destination);
      const hops = ip.nexthops.map(({ via, dev, onlink }) => {
        const gateway = known(via);
        return `${gateway === undefined ? '' : formatAddress(gateway)} ${deviceOf(dev)}${onlink ? ' onlink' : ''}`;
      });
      const destination = to === undefined || to === 'default' ? 'default' : formatPrefix(to);
      return [`route ${ip.verb} ${destination} ${hops.join(' ')} ${known(ip.metric) ?? ''}`];
    }
    case 'rule':
      return [`rule ${ip.verb} ${known(ip.priority) ?? ''} ${String(known(ip.table))}`];
    default:
      return [];
  }
}

/** ifupdown gives `eth0:1` to `ip`, which takes it for `eth0`. */
function deviceOf(dev: Fact<string> | undefined): string {
  return (known(dev) ?? '?').replace(/:.*/, '');
}

function ownFacts(text: string): readonly string[] {
  const path = '/etc/network/interfaces';
  return stepsOf(readDocument({ id: path, path, text, version: 1 }))
    .filter(({ command }) => !isTeardown(command.context))
    .flatMap(({ ip }) => factsOf(ip));
}

function shownFacts(output: string, variables: ReadonlyMap<string, string>): readonly string[] {
  const lines = output.split('\n').filter((line) => /^\s*ip\s/.test(line));
  return lines.flatMap((line) => {
    const { commands } = parseShell(line, {
      fileText: line,
      locate: (start, end) => ({ start, end }),
      variables,
    });
    return commands.flatMap((command) => factsOf(readIpCommand(command, 'a')));
  });
}

function randomStanza(random: Random): string {
  const isIpv6 = random.chance(0.3);
  const net = isIpv6
    ? `2001:db8:${random.below(99)}::`
    : `10.${random.below(9)}.${random.below(9)}.`;
  const length = isIpv6 ? 64 : random.pick([8, 16, 24, 25, 30]);
  const mask = ['255.0.0.0', '255.255.0.0', '255.255.255.0', '255.255.255.128', '255.255.255.252'];
  const isShort = random.chance(0.5);
  const netmask =
    isIpv6 || random.chance(0.5)
      ? String(length)
      : (mask[[8, 16, 24, 25, 30].indexOf(length)] ?? '24');
  const lines = [
    isShort ? `address ${net}2/${length}` : `address ${net}2\n  netmask ${netmask}`,
    random.chance(0.6) ? `gateway ${net}1` : '',
    random.chance(0.3) && !isIpv6 ? `metric ${random.below(500)}` : '',
    random.chance(0.4)
      ? `up ip route add 172.16.${random.below(9)}.0/24 via ${isIpv6 ? '192.0.2.1' : `${net}1`} dev $IFACE`
      : '',
    random.chance(0.3)
      ? `post-up ip rule add pref ${random.below(900)} \\\n      from all table 101`
      : '',
    random.chance(0.3) ? 'pre-up ip route flush table 101; ip rule add pref 7 table 7' : '',
    random.chance(0.3) ? 'down ip route del default' : '',
    random.chance(0.2) ? '# up ip rule add pref 1 table 1' : '',
  ].filter((line) => line !== '');
  return `iface eth0${random.chance(0.2) ? ':1' : ''} ${isIpv6 ? 'inet6' : 'inet'} static\n  ${lines.join('\n  ')}\n`;
}

test(`${nFiles} files against ifup`, { timeout: 600_000 }, ({ skip }) => {
  const ifup = fileOfPackage('ifupdown', 'sbin/ifup');
  if (ifup.kind === 'missing') return skip(ifup.reason);
  const folder = mkdtempSync(join(tmpdir(), 'routelens-ifup-'));
  const random = createRandom(7);
  const file = join(folder, 'interfaces');
  try {
    for (let i = 0; i < nFiles; i++) {
      const text = randomStanza(random);
      writeFileSync(file, text);
      const name = /^iface (\S+)/.exec(text)?.[1] ?? '';
      const args = ['--no-act', '--force', '--verbose', '--no-scripts', '-i', file, name];
      const output = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', ifup.path, ...args], {
        encoding: 'utf8',
      });
      expect(ownFacts(text).toSorted(), text).toEqual(
        shownFacts(output, new Map([['IFACE', 'eth0']])).toSorted(),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
