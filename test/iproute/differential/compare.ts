/** Compares what we say of a command line with what `ip` says: whether it is refused, and for what kind of reason. */
import { readIpCommand } from '../../../server/src/iproute/read.ts';
import { parseShell } from '../../../server/src/shell/parse.ts';
import type { Answer } from './judge.ts';

/** Why a line is refused. */
export type Reason =
  | 'object'
  | 'verb'
  | 'option'
  | 'incomplete'
  | 'address'
  | 'prefix'
  | 'value'
  | 'word'
  | 'usage';

const patterns: readonly (readonly [Reason, RegExp])[] = [
  ['object', /^Object ".*" is unknown, try "ip help"/],
  ['verb', /^Command ".*" is unknown|^Operator required/],
  ['option', /^Option ".*" is unknown/],
  [
    'incomplete',
    /^Command line is not complete|^Error: argument ".*" is required|^Error: unexpected end of line/,
  ],
  [
    'incomplete',
    /^Not enough (?:of )?information|requires arguments|require arguments|^need at least|are required arguments|^No (?:netns|VRF|nsid|command).* specified|^Must specify device|^You failed to specify|^Missing action type|missing (?:virtual|port|locator)|partner not specified|must set ipproto|was not specified|^Invalid arguments$|^xstats: missing|^cannot determine tunnel mode|^expected sci|^No netns name and PID/,
  ],
  ['prefix', /^Error: a specific IP address/],
  ['address', /^Error: .*address is expected rather than/],
  ['prefix', /^Error: .*prefix is expected rather than/],
  [
    'word',
    /garbage|^Error: duplicate "|suite to toggle was already|more than one tunnel mode|^One PRL entry|use nexthop syntax/i,
  ],
  [
    'word',
    /unknown (?:command|option|argument|limit)|^Argument ".*" is unknown|^What is "|: what is "|^Error: "nexthop" or end of line|is wrong: (?:unknown|Unknown|)$|does not (?:take any|allow extra) arguments|^Invalid (?:PRL|6RD) parameter/,
  ],
  [
    'value',
    /^Error: argument ".*" is wrong|must be (?:one of|either|"on"|a positive)|invalid lladdr|^Unknown tunnel mode|^Invalid address length|cannot be (?:specified|used)|do not go|can not be specified|^Error: argument of|^Error: illegal value|valid only when|flag only valid in|^invalid value for|^Invalid|^Bad |should be IPv4|is only for|^Error: an inet address|is invalid$|^vxlan: both|is zero$|is greater than|^index can be|^Error: Invalid address length|not allowed in this context|^geneve: both|^xfrmi: both/,
  ],
  [
    'usage',
    /^Usage:|^\s*ip |\.\.\. (?:vlan|bond|bridge|vxlan|geneve|veth|macvlan|macvtap|gre|ipip|sit|vti)/,
  ],
];

/** The kind of reason in a sentence of `ip`; undefined: it is none of the arguments. */
export function reasonIn(says: string): Reason | undefined {
  return patterns.find(([, pattern]) => pattern.test(says))?.[0];
}

/** What depends on links, modules and other state: no judgement of the words. */
const dependsOnState =
  /^(?:Cannot find device|Device "|Cannot open|.*Device does not exist|RTNETLINK answers|Error talking|Dump terminated|Magic mismatch|Cannot send|Failed to get existing|Invalid VRF|.*(?:Not a valid VRF|Invalid VRF|VRF does not exist|No such interface|dev is invalid|"DEV" is invalid)|.*Operation not permitted|Failed to |.*Permission denied|mkdir |No such |.*device does not exist|.*MR table does not exist|.*: ioctl [\da-f]+ failed|Cannot remove|invalid (?:user|group) "|Invalid PID|open: |ioctl|Cannot create|setting the network|(?:add|delete|change|get) tunnel|Cannot fopen|Device .* does not exist|.*Invalid target network|.*Invalid "(?:netns|link-netns)" value|Invalid address length|Error: an unknown|Tunnel interface)/;

/** True if what `ip` answers says nothing about the words. */
export function isAboutState({ says }: Answer): boolean {
  return dependsOnState.test(says);
}

/** The reason for which `ip` refuses; undefined: it does not. */
export function reasonOf(answer: Answer): Reason | 'unknown' | undefined {
  const { status, says } = answer;
  if (status === 0 || status === 137) return undefined;
  const reason = reasonIn(says);
  if (reason !== undefined) return reason;
  // Some checks end without a word.
  if (says === '') return 'usage';
  return status === 2 ? undefined : 'unknown';
}

export interface Ours {
  readonly reason: Reason;
  /** What we say `ip` answers. */
  readonly says: string;
}

/** True if something in the line ends our reading: what stands behind it is not judged. */
function isCutShort(line: string): boolean {
  const [command] = parseShell(`ip ${line}`).commands;
  const ip = command === undefined ? undefined : readIpCommand(command, 'line');
  return ip?.incomplete === true && ip.object !== 'other';
}

/** Why we say that `ip` refuses the line, in the order of the words; none: it does not. `ip` ends at its first complaint, we go on. */
export function oursOf(line: string): readonly Ours[] {
  const [command] = parseShell(`ip ${line}`).commands;
  const ip = command === undefined ? undefined : readIpCommand(command, 'line');
  if (ip === undefined) return [];
  const all = [
    ...ip.problems.map(({ rule, span, why }) => ({
      at: span.start,
      rule,
      says: why.slice(why.lastIndexOf('answers: ') + 'answers: '.length),
    })),
    ...ip.unexpected.map(({ span, says = '' }) => ({ at: span.start, rule: 'word', says })),
  ].toSorted((a, b) => a.at - b.at);
  return all.map(({ says, rule }) => ({ says, reason: reasonIn(says) ?? reasonOfRule(rule) }));
}

function reasonOfRule(rule: string): Reason {
  switch (rule) {
    case 'iproute-unknown-object':
      return 'object';
    case 'iproute-unknown-verb':
      return 'verb';
    case 'iproute-unknown-option':
      return 'option';
    case 'iproute-incomplete':
      return 'incomplete';
    case 'iproute-invalid-address':
      return 'address';
    case 'iproute-invalid-prefix':
      return 'prefix';
    case 'word':
    case 'iproute-after-nexthop':
      return 'word';
    default:
      return 'value';
  }
}

/** True if two reasons are of one kind: `ip` often prints how a command is used and says no more. */
export function agree(ours: readonly Ours[], theirs: Reason | 'unknown'): boolean {
  return ours.some(
    ({ reason, says }) =>
      reason === theirs || theirs === 'usage' || reason === 'usage' || says === 'the usage text',
  );
}

/** Sentences about names that a file of the host may define: ours believes names. */
const namesOfHost =
  /^Error: argument "(?![-+]?(?:0x[\da-f]+|\d+)")[^"]*" is wrong: (?:"?(?:protocol|table|tos|tc|realm|proto|metric)"? value is invalid|invalid (?:"protocol"|"scope"|scope|table|dscp|realms|vrf table|ipproto|vlan_protocol)|TOS value|bad TOS|table id value|Invalid "(?:ipproto|group|suppress_ifgroup)"|protocol is invalid|ethertype|invalid protodown reason)/;

/** Why we are silent where \`ip\` refuses; undefined: there is no reason, and it is a fault of ours. */
export function explanationOf(line: string, { says, status }: Answer): string | undefined {
  const words = line.split(' ');
  const object = words.find((word) => !word.startsWith('-')) ?? '';
  if (object.startsWith('tc')) return 'tcp_metrics: only the first value is judged';
  if (/"(?:geneve|vxlan|erspan)_opts" value/.test(says)) return 'encap: options of the header';
  if (says.includes('"weight" is invalid')) return 'weights: a rule of its own judges them';
  if (says.includes('nud state is bad')) return 'neigh: beginnings of states';
  if (says.includes('is greater than valid_lft'))
    return 'address: lifetimes that exclude each other';
  if (says.includes('required arguments') && / l[ladr]* /.test(line))
    return 'neigh: ip looks at the hardware address last';
  if (says.startsWith('Error: duplicate "type"')) return 'a link kind that is not known here';
  if (object.startsWith('io')) return 'ioam: words that depend on those before them';
  if (/ encap (?:rpl|seg6) /.test(line) && says.includes('inet6 address'))
    return 'seg6, rpl: addresses in lists of segments';
  if (/^A broadcast tunnel requires|^Broadcast can be set only/.test(says))
    return 'addresses that demand others';
  if (line.includes(' macsec ')) return 'macsec: words that depend on those before them';
  if (line.includes(' encap ') && /_opts| segs /.test(line)) return 'encap: options and segments';
  if (line.includes('equalize')) return 'equalize: a rule of its own explains it';
  if (line.includes(' netkit ')) return 'netkit: words of the other end';
  if (says.includes('more than one tunnel mode')) return 'tunnel: two modes';
  if (line.includes(' encap ioam6')) return 'ioam6: words that depend on those before them';
  if (words.some((word) => ['any', 'all', 'default'].includes(word)))
    return '`any`, `all` and `default`, which some commands take for nothing';
  if (object.startsWith('x')) return 'xfrm: only single values are judged';
  if (object.startsWith('mru')) return 'mrule: ip itself takes no prefix here';
  if (namesOfHost.test(says)) return 'a name that a file of the host may define';
  if (says.startsWith('Garbage instead of arguments'))
    return 'words after a link kind that is not known here';
  if (says.endsWith('invalid type')) return 'a link kind that is not known here';
  if (/provided before "mode"|invalid with inline mode/.test(says))
    return 'seg6: words that depend on the mode before them';
  if (/^Error: no .* named .* found inside/.test(says)) return 'stats: names of groups';
  if (/requested without selecting/.test(says)) return 'stats: parts that depend on the group';
  if (says.startsWith('Keys are not allowed')) return 'tunnel: keys that depend on the mode';
  if (says.startsWith('autojoin needs')) return 'autojoin wants a multicast address';
  if (says.startsWith('Usage:') && words.some((word) => 'help'.startsWith(word)))
    return 'a beginning of `help`';
  if (says.startsWith('Usage: ip [')) return 'no object';
  if (status === 139) return 'ip itself crashes';
  if (says.includes('prefix is expected') && / [-+](?:0x[\da-f]+|\d+) /.test(line))
    return 'a number with a sign, which counts as the type of a route';
  return isCutShort(line) ? 'not read to the end' : undefined;
}
