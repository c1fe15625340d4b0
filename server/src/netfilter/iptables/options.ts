/**
 * The options of iptables that are modelled, and how many words each takes
 * (original_opts, iptables/xshared.c; libxt_{mark,connmark,conntrack,state,MARK,CONNMARK}.c, libipt_{SNAT,DNAT}.c, iptables 1.8.9).
 * Long options can be cut short as long as they stay unambiguous, as getopt_long(3) allows.
 */

/** Short option -> long name, for options of the program itself. */
const shortNames: Record<string, string> = {
  A: 'append',
  C: 'check',
  D: 'delete',
  R: 'replace',
  I: 'insert',
  L: 'list',
  S: 'list-rules',
  F: 'flush',
  Z: 'zero',
  N: 'new-chain',
  X: 'delete-chain',
  E: 'rename-chain',
  P: 'policy',
  t: 'table',
  p: 'protocol',
  s: 'source',
  d: 'destination',
  i: 'in-interface',
  o: 'out-interface',
  j: 'jump',
  g: 'goto',
  m: 'match',
  f: 'fragment',
  c: 'set-counters',
  n: 'numeric',
  v: 'verbose',
  w: 'wait',
  W: 'wait-interval',
  x: 'exact',
  h: 'help',
  V: 'version',
  4: 'ipv4',
  6: 'ipv6',
};

/** Options of the program that take no word. */
const bare = new Set([
  'fragment',
  'numeric',
  'verbose',
  'exact',
  'help',
  'version',
  'ipv4',
  'ipv6',
  'line-numbers',
]);

/** Commands; the words they take are read by the command itself. */
const commands = [
  'append',
  'check',
  'delete',
  'replace',
  'insert',
  'list',
  'list-rules',
  'flush',
  'zero',
  'new-chain',
  'delete-chain',
  'rename-chain',
  'policy',
] as const;

export type IptablesCommandName = (typeof commands)[number];

const longNames = [...Object.values(shortNames), 'dst', 'src', 'line-numbers', 'modprobe'];

/** Options that `-m NAME` or `-j NAME` adds. */
const extensionOptions: Record<string, readonly string[]> = {
  mark: ['mark'],
  connmark: ['mark'],
  conntrack: ['ctstate'],
  state: ['state'],
  MARK: ['set-mark', 'set-xmark', 'and-mark', 'or-mark', 'xor-mark'],
  CONNMARK: [
    'set-mark',
    'set-xmark',
    'and-mark',
    'or-mark',
    'xor-mark',
    'save-mark',
    'restore-mark',
    'mask',
    'nfmask',
    'ctmask',
  ],
  SNAT: ['to-source'],
  DNAT: ['to-destination'],
  MASQUERADE: ['to-ports'],
};

const bareExtensionOptions = new Set(['save-mark', 'restore-mark']);

/** The long name of a short option letter. */
export function longNameOf(letter: string): string | undefined {
  return Object.hasOwn(shortNames, letter) ? shortNames[letter] : undefined;
}

/** The full name of a long option that may be cut short; undefined if it is none of the modelled ones. */
export function resolveOption(written: string, loaded: readonly string[]): string | undefined {
  const known = [
    ...longNames,
    ...loaded.flatMap((name) =>
      Object.hasOwn(extensionOptions, name) ? (extensionOptions[name] ?? []) : [],
    ),
  ];
  if (known.includes(written)) return synonyms[written] ?? written;
  const candidates = new Set(known.filter((name) => name.startsWith(written)));
  const [only] = candidates;
  return candidates.size === 1 && only !== undefined ? (synonyms[only] ?? only) : undefined;
}

const synonyms: Record<string, string> = { dst: 'destination', src: 'source' };

/** True if the option stands alone. `wait` and commands take optional words and are read apart. */
export function takesNoWord(name: string): boolean {
  return bare.has(name) || bareExtensionOptions.has(name);
}

export function commandNamed(name: string): IptablesCommandName | undefined {
  return commands.find((command) => command === name);
}

/** Targets of extensions: anything else after `-j` is a user chain (iptables-extensions(8), 1.8.9). */
const extensionTargets = new Set(
  (
    'AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CT DNAT DNPT DSCP ECN HL HMARK IDLETIMER LED LOG MARK MASQUERADE ' +
    'NETMAP NFLOG NFQUEUE NOTRACK QUEUE RATEEST REDIRECT REJECT SECMARK SET SNAT SNPT SYNPROXY TARPIT TCPMSS TCPOPTSTRIP TEE TOS TPROXY TRACE TTL ULOG FLOWOFFLOAD'
  ).split(' '),
);

export function isExtensionTarget(name: string): boolean {
  return extensionTargets.has(name);
}
