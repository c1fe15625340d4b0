/** Our own scripts with ipset, TPROXY, rt_tables, net-tools and /proc/sys: what a host has after them, and what is found. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isUnknown, known, type Unknown } from '../../server/src/base/fact.ts';
import { createLineIndex, positionAt } from '../../server/src/base/lineIndex.ts';
import { executedSteps } from '../../server/src/host/commands.ts';
import type { Host, HostPolicyRule, HostRoute } from '../../server/src/host/model.ts';
import { formatAddress } from '../../server/src/net/address.ts';
import { formatPrefix } from '../../server/src/net/prefix.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { checkHost } from '../../server/src/rules/index.ts';
import { hostOfFixture } from '../support/analyze.ts';

const path = '/usr/local/sbin/up.sh';
const scripts = readFileSync(new URL('corpus/tools.txt', import.meta.url), 'utf8')
  .split(/^== /m)
  .slice(1)
  .map((section) => {
    const [head = '', expected = ''] = section.split(/^--\n/m);
    const end = head.indexOf('\n');
    return { name: head.slice(0, end), text: head.slice(end + 1), expected };
  });
const hasBash = spawnSync('bash', ['-c', ':']).status === 0;

describe.each(scripts.map((each) => [each.name, each] as const))('%s', (_, { text, expected }) => {
  test('what it sets, and what is found', () => {
    expect(parseShell(text).errors).toEqual([]);
    const tables = { path: '/etc/iproute2/rt_tables', text: '254\tmain\n' };
    const host = hostOfFixture({ files: [{ path, text }, tables], options: new Map() });
    expect(`${linesOf(host, text).join('\n')}\n`).toBe(expected);
  });

  test.skipIf(!hasBash)('bash accepts it', () => {
    expect(spawnSync('bash', ['-n'], { input: text }).status).toBe(0);
  });
});

function linesOf(host: Host, text: string): readonly string[] {
  const index = createLineIndex(text);
  const own = ['unspec', 'default', 'main', 'local'];
  return [
    ...[...host.tableNames].flatMap(([name, id]) =>
      own.includes(name) ? [] : [`table ${name} ${id}`],
    ),
    ...host.documents
      .flatMap((document) => executedSteps(document))
      .flatMap(({ ipset = [] }) => ipset)
      .map((step) => `set ${step.kind} ${'name' in step ? (known(step.name) ?? '?') : '?'}`),
    ...host.sysctls.map(
      ({ key, value }) =>
        `sysctl ${key.map((part) => (isUnknown(part) ? '?' : part)).join('.')} ${known(value) ?? '?'}`,
    ),
    ...host.netfilter.map(
      ({ table, chain, actions }) =>
        `netfilter ${shown(table)} ${shown(chain)} ${actions.map(({ kind }) => kind).join(' ')}`,
    ),
    ...host.policyRules.map((rule) => ruleText(rule, host)),
    ...host.routes.map((route) => routeText(route, host)),
    ...checkHost(host).map(
      ({ rule, origin }) => `finding ${rule} ${positionAt(index, origin.span.start).line + 1}`,
    ),
  ];
}

function shown(value: string | Unknown): string {
  return isUnknown(value) ? '?' : value;
}

function tableOf({ tableNames }: Host, table: HostRoute['table'] | undefined): number | string {
  const id = known(table) ?? '?';
  return typeof id === 'string' ? (tableNames.get(id) ?? id) : id;
}

function ruleText({ priority, fwmark, table }: HostPolicyRule, host: Host): string {
  const hex = (value: number | undefined): string => `0x${(value ?? 0).toString(16)}`;
  const mask = fwmark === undefined ? undefined : known(fwmark.mask);
  const mark =
    fwmark === undefined
      ? ''
      : ` fwmark ${hex(known(fwmark.value))}${mask === 0xffffffff ? '' : `/${hex(mask)}`}`;
  return `rule ${known(priority) ?? '-'}${mark} table ${tableOf(host, table)}`;
}

function routeText({ type, destination, nexthops, table }: HostRoute, host: Host): string {
  const to = known(destination);
  const target =
    to === undefined ? '?' : to === 'default' || to.length === 0 ? 'default' : formatPrefix(to);
  const paths = nexthops.map(({ via, dev }) => {
    const address = known(via);
    return `${address === undefined ? '' : ` via ${formatAddress(address)}`}${dev === undefined ? '' : ` dev ${known(dev) ?? '?'}`}`;
  });
  const id = tableOf(host, table);
  return `route ${type} ${target}${paths.join('')}${id === 254 ? '' : ` table ${id}`}`;
}
