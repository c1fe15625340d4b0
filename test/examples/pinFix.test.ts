/**
 * The pinning quick fix, applied to scripts that lose connections and run in network namespaces:
 * what it writes has to keep every connection, also when the script runs twice.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { everythingSurvives, routeEvents, runSurvival, whyNoGateway } from '../lab/survival.ts';
import { applyEdits } from '../../server/src/base/edit.ts';
import { findingsInFolder } from './hostFolder.ts';

const example = fileURLToPath(new URL('../../examples/two-uplinks/', import.meta.url));
const scriptPath = 'usr/local/sbin/uplinks.sh';
const skipReason = whyNoGateway();
if (skipReason !== undefined) console.log(`skipped: fixed scripts are not run, ${skipReason}`);

const uplinks = 'nexthop via 203.0.113.1 dev eno4 nexthop via 198.51.100.1 dev eno3';
const masquerade = `for link in eno3 eno4; do iptables -t nat -D POSTROUTING -o $link -j MASQUERADE 2>/dev/null; done
iptables -t nat -A POSTROUTING -o eno3 -j MASQUERADE
iptables -t nat -A POSTROUTING -o eno4 -j MASQUERADE
`;

const scripts = {
  'the example': readFileSync(join(example, scriptPath), 'utf8').replace('route add', 'route replace'),
  'nft in the script, names in variables, all in a function': `#!/bin/bash
set -eu
CABLE=eno4
FIBRE="eno3"
GW4=203.0.113.1

start_nat() {
    nft -f - <<EOF
table ip nat
delete table ip nat
table ip nat {
  chain prerouting { type nat hook prerouting priority -100; }
  chain postrouting {
    type nat hook postrouting priority 100;
    oifname { "$CABLE", "$FIBRE" } masquerade
  }
}
EOF
}

main() {
    start_nat
    /sbin/ip route replace default \\
        nexthop via "$GW4" dev $CABLE weight 1 \\
        nexthop via 198.51.100.1 dev "$FIBRE" weight 1 ||
        exit 1
}
main
`,
  'two halves instead of a default route': `#!/bin/sh
ip route replace 0.0.0.0/1 ${uplinks}
ip route replace 128.0.0.0/1 ${uplinks}
${masquerade}`,
  'a table of its own for the multipath route': `#!/bin/sh
ip route replace default table 222 ${uplinks}
ip rule del pref 50 2>/dev/null
ip rule add pref 50 lookup main
ip rule del pref 222 2>/dev/null
ip rule add table 222 prio 222
${masquerade}`,
} as const;

/** The events of the default route, for the route that the script has in its place. */
function eventsOf(script: string): Readonly<Record<string, string>> {
  const routes = script.includes('table 222')
    ? ['default table 222']
    : script.includes('/1')
      ? ['0.0.0.0/1', '128.0.0.0/1']
      : ['default'];
  return Object.fromEntries(
    Object.entries(routeEvents).map(([name, command]) => [
      name,
      routes.map((route) => command.replace('default', route)).join(' && '),
    ]),
  );
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The example with another script, and with the fix of its finding applied. */
function fixedHost(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'routelens-host-'));
  folders.push(folder);
  cpSync(example, folder, { recursive: true });
  const path = join(folder, scriptPath);
  writeFileSync(path, script);
  const findings = findingsInFolder(folder);
  expect(findings.map((finding) => finding.rule)).toEqual(['nat-multipath-unpinned']);
  const edits = findings[0]?.fixes[0]?.edits ?? [];
  expect(edits.map((edit) => edit.file)).toEqual([`/${scriptPath}`]);
  writeFileSync(path, applyEdits(script, edits[0]?.edits ?? []));
  return folder;
}

describe('a fixed script', () => {
  test.each(Object.entries(scripts))('%s: the finding is gone', (_, script) => {
    expect(findingsInFolder(fixedHost(script))).toEqual([]);
  });
});

describe.skipIf(skipReason !== undefined)(`a fixed script on kernel ${release()}`, () => {
  test.each(Object.entries(scripts))('%s: every connection is kept', async (_, script) => {
    const folder = fixedHost(script);
    const events = { ...eventsOf(script), 'script run again': `bash ${join(folder, scriptPath)}` };
    expect(await runSurvival(folder, events)).toEqual(everythingSurvives(events));
  }, 30_000);
});
