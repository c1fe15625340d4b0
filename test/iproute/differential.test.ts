/**
 * Our reading of `ip` command lines against the real `ip`, which runs in a network namespace of its own.
 * Compared is what `ip` refuses by itself (exit status 1 or 255); what the kernel refuses (2) is not the reader's.
 * A line counts as refused where every `ip` at hand refuses it: NEWER_IP may name a second command, of a newer version.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { verbs } from '../../server/src/iproute/abbreviations.ts';
import type { Grammar } from '../../server/src/iproute/grammar.ts';
import { addressGrammar } from '../../server/src/iproute/objects/address.ts';
import { linkGrammar } from '../../server/src/iproute/objects/link.ts';
import { nexthopGrammar, routeGrammar } from '../../server/src/iproute/objects/route.ts';
import {
  routeGetGrammar,
  routeSelectorGrammar,
} from '../../server/src/iproute/objects/routeSelectors.ts';
import { ruleGrammar } from '../../server/src/iproute/objects/rule.ts';
import { readIpCommand } from '../../server/src/iproute/read.ts';
import { parseShell } from '../../server/src/shell/parse.ts';

const driver = `
ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up; ip link set v1 up
ip addr add 192.0.2.2/24 dev v0
while IFS= read -r line; do
  out=$($IP $line 2>&1 </dev/null)
  status=$?
  printf '%s\\t%s\\n' "$status" "\${out%%$'\\n'*}"
done`;

/** What depends on links and other state of the namespace: no judgement of the words. */
const dependsOnState =
  /^(?:Cannot find device|Cannot open network namespace|Device "|Invalid argument|Dump terminated|Magic mismatch|Cannot (?:open|send)|autojoin needs|index can be used|.*Device does not exist)/;

/**
 * Where we are silent on purpose.
 * Names come from files in /etc/iproute2 (and /etc/protocols, VRF links) that a host may extend; the value language of
 * \`encap\`, \`type KIND\` and hardware addresses is not read; weights outside 1 to 256 are judged by a rule of its own.
 * A keyword that is given twice and an `ip` without an object are harmless enough to be left to `ip`.
 */
const silentOnPurpose: readonly RegExp[] = [
  /^Error: duplicate "|^Usage: ip \[/,
  /"table" value is invalid|invalid table ID|table id value is invalid/,
  /"protocol" value is invalid|invalid "protocol"|invalid "scope"|invalid scope value|"tos" value is invalid|TOS value is invalid|"realm" value is invalid|invalid realms|node type value is invalid|Invalid "type" value/,
  /Invalid "ipproto" value|Invalid VRF|Not a valid VRF name|Invalid "group" value|"suppress_ifgroup"|Not a valid VRF/,
  /Invalid address length|Invalid link mode|Invalid operstate|Invalid address generation mode|protodown_reason|protodown reason|Invalid "index"/,
  /What mode is|Invalid "vf" value|id is invalid/,
  /"encap type" value is invalid|lladdr|not a valid ifname|Unknown device type|unknown command/,
  /preferred_lft is greater|"weight" is invalid/,
  /Invalid (?:rcvbuf|"(?:tun_id|alias|mode|state)")|invalid tun_id/,
];

/** Words that came after iproute2 6.1, seen in 7.3: an older `ip` refuses them, and their values are left to the newer one. */
const newerWords =
  /\b(?:dscp|flowlabel|proto|down|inet|g[sr]o_ipv4_max_size|tcp_usec_ts)\b|[sd]port \d+\//;
const newerIp = process.env['NEWER_IP'];

/** What one `ip` answers to each line: status and first line. */
function answersOf(ip: string, all: readonly string[]): readonly (readonly [string, string])[] {
  const output = execFileSync('unshare', ['-n', 'bash', '-c', driver], {
    input: `${all.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, IP: ip },
  });
  return output
    .trimEnd()
    .split('\n')
    .map((answer) => {
      const [status = '', says = ''] = answer.split('\t');
      return [status, says];
    });
}

function refuses([status, says]: readonly [string, string]): boolean {
  return status === '1' || status === '255' || says.startsWith('Error: argument');
}

function canRun(): boolean {
  return (
    process.getuid?.() === 0 &&
    spawnSync('ip', ['-V']).status === 0 &&
    spawnSync('unshare', ['-n', 'true']).status === 0
  );
}

function abbreviationLines(prefix: string, grammar: Grammar, suffix: string): string[] {
  return grammar
    .filter(({ keyword }) => keyword !== 'name')
    .flatMap(({ keyword, argument }) => {
      const words = [
        ...new Set([keyword.slice(0, 1), keyword.slice(0, 2), keyword.slice(0, 4), keyword]),
      ];
      const values = argument.kind === 'none' ? [''] : ['', '5', 'x'];
      const ofKeyword =
        argument.kind === 'none'
          ? []
          : ['192.0.2.9', '99999999999', '-1', '0x10', '08'].map(
              (value) => `${prefix} ${keyword} ${value} ${suffix}`,
            );
      return [
        ...words.flatMap((word) => values.map((value) => `${prefix} ${word} ${value} ${suffix}`)),
        ...ofKeyword,
        `${prefix} ${keyword}`,
      ];
    });
}

function lines(): string[] {
  const fixture = readFileSync(
    new URL('../fixtures/iproute/lines.txt', import.meta.url),
    'utf8',
  ).split('\n');
  const generated = [
    ...abbreviationLines('route add default', routeGrammar, 'dev v0'),
    ...abbreviationLines('route add default nexthop', nexthopGrammar, 'via 192.0.2.1'),
    ...abbreviationLines('route show', routeSelectorGrammar, 'dev v0'),
    ...abbreviationLines('route get 192.0.2.1', routeGetGrammar, ''),
    ...abbreviationLines('rule add', ruleGrammar, 'table 5'),
    ...abbreviationLines('addr add 198.51.100.1/24', addressGrammar, 'dev v0'),
    ...abbreviationLines('link set dev v1', linkGrammar, ''),
    ...Object.entries(verbs).flatMap(([object, table]) =>
      table
        .filter(([, meaning]) => meaning !== 'other' && meaning !== 'save' && meaning !== 'restore')
        .flatMap(([verb]) => [
          `${object} ${verb}`,
          `${object} ${verb.slice(0, 1)}`,
          `${object} ${verb.slice(0, 2)}`,
          `${object} ${verb}x`,
        ]),
    ),
  ].map((line) => line.replaceAll(/ +/g, ' ').trim());
  return [...new Set([...fixture, ...generated])].filter(
    (line) =>
      line !== '' &&
      !/netns|help|protodown_reason|vf|xdp|^rule (?:s|l|show)|^route (?:sa|res|r$|rep?$)|^rule (?:r|sa|re)|^link (?:x|p|a$|af)|^addr(?:ess)? (?:sa|res|showd)/.test(
        line,
      ),
  );
}

/** True if our reading says that \`ip\` refuses the line. */
function weRefuse(line: string): boolean {
  const command = parseShell(`ip ${line}`).commands[0];
  const ip = command === undefined ? undefined : readIpCommand(command, 'line');
  return ip !== undefined && (ip.problems.length > 0 || ip.unexpected.length > 0);
}

describe.skipIf(!canRun())('ip command lines', () => {
  test(
    'are refused by the reader exactly where ip refuses their arguments',
    { timeout: 120_000 },
    () => {
      const all = lines();
      const judges = ['ip', ...(newerIp === undefined ? [] : [newerIp])].map((ip) =>
        answersOf(ip, all),
      );
      for (const answers of judges) expect(answers).toHaveLength(all.length);
      const disagreements = all.flatMap((line, index) => {
        const answers = judges.flatMap((judge) => judge.slice(index, index + 1));
        const says = answers.map(([, text]) => text);
        if (says.some((text) => dependsOnState.test(text))) return [];
        const ipRefuses = answers.every(refuses);
        const weDo = weRefuse(line);
        if (ipRefuses === weDo) return [];
        if (ipRefuses && says.some((text) => silentOnPurpose.some((each) => each.test(text))))
          return [];
        if (ipRefuses && newerWords.test(line)) return [];
        return [`${weDo ? 'only we refuse' : 'only ip refuses'}: ip ${line}   ${says.join(' | ')}`];
      });
      console.info(`${all.length} command lines compared with the real ip`);
      expect(disagreements).toEqual([]);
    },
  );
});

if (!canRun()) console.info('skipped: comparing with the real ip needs root, ip and unshare');
