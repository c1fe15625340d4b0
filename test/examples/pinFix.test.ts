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
import { pinned } from './pinned.ts';

const example = fileURLToPath(new URL('../../examples/two-uplinks/', import.meta.url));
const scriptPath = 'usr/local/sbin/uplinks.sh';
const skipReason = whyNoGateway();
if (skipReason !== undefined) console.log(`skipped: fixed scripts are not run, ${skipReason}`);

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
} as const;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function hostWith(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'routelens-host-'));
  folders.push(folder);
  cpSync(example, folder, { recursive: true });
  writeFileSync(join(folder, scriptPath), script);
  return folder;
}

describe.skipIf(skipReason !== undefined)(`fixed scripts on kernel ${release()}`, () => {
  test.each(Object.entries(scripts))('%s', async (_, script) => {
    const folder = hostWith(pinned(script));
    const events = { ...routeEvents, 'script run again': `bash ${join(folder, scriptPath)}` };
    expect(await runSurvival(folder, events)).toEqual(everythingSurvives(events));
  }, 30_000);
});
