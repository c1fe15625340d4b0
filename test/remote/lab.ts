/** A host with a change that is to be applied, and what must be true of it whatever happened. */
import { setTimeout } from 'node:timers/promises';
import { makePlan } from '../../server/src/plan/makePlan.ts';
import type { ChangePlan, HostFacts, RemoteFile } from '../../server/src/plan/types.ts';
import {
  applyChange,
  type ApplyOptions,
  type ApplyResult,
} from '../../server/src/remote/applyChange.ts';
import { createGuard, type Guard } from '../../server/src/remote/guard.ts';
import { payloadOf } from '../../server/src/remote/payload.ts';
import { firstFile, type Container } from '../lab/container/container.ts';

/** The same file with other addresses on `up1`. */
export function netplanWith(addresses: string): string {
  return firstFile.replace('198.51.100.2/24', addresses);
}

export const goodChange = netplanWith('198.51.100.2/24, 198.51.100.4/24');
export const cuttingChange = netplanWith('198.51.100.77/24');

export function guardOf({ address, ssh }: Container): Guard {
  return createGuard(
    { destination: address, program: ssh, options: [], sudo: false },
    { look: 60_000, prepare: 240_000 },
  );
}

export type Files = Readonly<Record<string, string>>;

export interface PlanOptions {
  readonly scripts?: readonly string[];
  readonly removals?: readonly string[];
}

/** What a plan is made from. */
export interface Look {
  readonly facts: HostFacts;
  readonly remote: readonly RemoteFile[];
}

export async function lookAt(guard: Guard): Promise<Look> {
  return { facts: await guard.facts(), remote: await guard.files() };
}

/** A plan for files by their path below `/`. */
export async function planFor(
  guard: Guard,
  files: Files,
  options: PlanOptions = {},
): Promise<ChangePlan> {
  return planWith(await lookAt(guard), files, options);
}

export function planWith(
  look: Look,
  files: Files,
  { scripts = [], removals = [] }: PlanOptions = {},
): ChangePlan {
  return makePlan({
    host: 'lab',
    ...look,
    workspace: Object.entries(files).map(([path, text]) => ({
      path,
      text,
      content: new TextEncoder().encode(text),
    })),
    scripts,
    removals,
    bonds: [],
    plannedAddresses: undefined,
    findings: [],
  });
}

let count = 0;

/** Applies a plan as the command line would, with everybody agreeing. */
export function apply(
  guard: Guard,
  plan: ChangePlan,
  options: Partial<ApplyOptions> = {},
): Promise<ApplyResult> {
  return applyChange(guard, plan, {
    id: `t${process.pid}-${count++}`,
    confirmed: payloadOf(plan).digest,
    seconds: 10,
    probes: [],
    decide: () => Promise.resolve(true),
    report: () => undefined,
    wait: (milliseconds) => setTimeout(milliseconds),
    now: () => performance.now(),
    ...options,
  });
}

/** What of the host must be as it was, or as planned: bytes and modes of the files, links, addresses, rules, routes, nexthops, nft, sysctls. */
export interface HostState {
  readonly files: string;
  readonly addresses: string;
  readonly rules: string;
  readonly rest: string;
}

const stateLines = [
  'cd / && find etc/netplan etc/sysctl.d usr/local/sbin etc/nftables.conf -type f -exec stat -c "%a %n" {} + -exec sha256sum {} + | sort',
  "ip -o addr show scope global | awk '{print $2, $4}' | sort -s -k1,1",
  'ip rule show; ip route show table all proto boot; ip route show table all proto static',
  "ip -br link | cut -d' ' -f1 | sort; ip nexthop show; nft list ruleset; sysctl net.ipv4.ip_forward net.ipv4.conf.up2.rp_filter net.ipv4.tcp_fin_timeout",
].join('; echo ====; ');

export function stateOf({ run }: Container): HostState {
  return readState(run(stateLines));
}

export async function stateLater({ later }: Container): Promise<HostState> {
  return readState(await later(stateLines));
}

function readState(text: string): HostState {
  const [files = '', addresses = '', rules = '', rest = ''] = text
    .split('====\n')
    .map((part) => part.trim());
  return { files, addresses, rules, rest };
}

/**
 * Units, locks and files that a finished change may not leave behind. A change is decided before the unit that decided it has
 * ended, so they have a few seconds to go away.
 */
const leftoverLines = [
  'left() {',
  'systemctl --no-pager --no-legend --plain list-units --state=active,activating,failed "routelens*"',
  'ls -d /etc/systemd/system/routelens* /var/lib/routelens/lock /var/lib/routelens/guard.boot /run/routelens/scratch* 2>/dev/null',
  'find /etc /usr/local /var/lib/routelens -name ".routelens-*" -o -name reserve -path "*/changes/*" 2>/dev/null',
  '}',
  'for try in $(seq 50); do found=$(left); [ -n "$found" ] || break; sleep 0.1; done',
  'printf "%s" "$found"',
].join('\n');

export function leftovers({ run }: Container): string {
  return run(leftoverLines).trim();
}

export async function leftoversLater({ later }: Container): Promise<string> {
  return (await later(leftoverLines)).trim();
}

/** Waits for the host to answer over `up1`; false after so many seconds. */
export async function answers(guard: Guard, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    try {
      await guard.facts();
      return true;
    } catch {
      await setTimeout(500);
    }
  }
  return false;
}

/** The host as it was when it came up, with a route, a rule and a table that are not netplan's. */
const resetLines = `systemctl stop "routelens*" 2>/dev/null; systemctl reset-failed "routelens*" 2>/dev/null
cat >/etc/netplan/10.yaml; chmod 600 /etc/netplan/10.yaml
find /etc/netplan /usr/local/sbin -type f ! -name 10.yaml -delete
rm -rf /var/lib/routelens /etc/systemd/system/routelens* /etc/sysctl.d/60-lab.conf /etc/sysctl.d/.routelens* /etc/.routelens*
[ -e /var/tmp/nftables.conf ] || cp -p /etc/nftables.conf /var/tmp/; cp -p /var/tmp/nftables.conf /etc/
for link in br9 lab9; do ip link del $link 2>/dev/null; done
ip addr del 203.0.113.9/24 dev up2 2>/dev/null
sysctl -q -w net.ipv4.ip_forward=0 net.ipv4.conf.up2.rp_filter=0 net.ipv4.tcp_fin_timeout=60
nft flush ruleset; nft add table inet mine; ip nexthop flush 2>/dev/null
netplan apply 2>/dev/null
for i in $(seq 20); do ip -o addr show up1 | grep -q 198.51.100.2/24 && ip -o addr show up2 | grep -q 203.0.113.2/24 && break; sleep 0.2; done
ip route replace 10.8.0.0/16 via 203.0.113.1
for pref in 98 99; do while ip rule del pref $pref 2>/dev/null; do :; done; done
ip rule add pref 99 from 10.9.9.9 lookup 77
true`;

export async function reset(host: Container): Promise<void> {
  host.run(resetLines, firstFile);
  await settled(host);
}

export async function resetLater(host: Container): Promise<void> {
  await host.later(resetLines, firstFile);
  await settled(host);
}

/** networkd still takes its links up and down when `netplan apply` has ended: it answers twice in a row only after that. */
async function settled(host: Container): Promise<void> {
  let inARow = 0;
  for (let tries = 0; tries < 60; tries++) {
    inARow = (await host.answers()) ? inARow + 1 : 0;
    if (inARow === 2) return;
    await setTimeout(200);
  }
  throw new Error('the host does not answer after it was reset');
}
