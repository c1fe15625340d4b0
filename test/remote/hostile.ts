/** Names, paths, hosts and contents that a shell, an option parser or a reader of lines could take for something else. */
import fc from 'fast-check';

/** Each of them makes a file of the name `pwned` somewhere, should anything run it. */
const commands = [
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned;',
  '\ntouch pwned\n',
  '&&touch pwned&&',
  '||touch pwned||',
  '|touch pwned',
  '>pwned',
  "';touch pwned;'",
  '";touch pwned;"',
  '$(touch${IFS}pwned)',
  '\\$(touch pwned)',
  "'$(touch pwned)'",
] as const;

const signs = [
  ...([
    ' ',
    "'",
    '"',
    '\\',
    '\n',
    '\t',
    '\r',
    '*',
    '?',
    '[a]',
    '[!a]',
    '{a,b}',
    '~',
    '!',
    '#',
  ] as const),
  ...([
    '-rf',
    '--',
    '-oProxyCommand=touch pwned',
    '-c',
    '%s',
    '%h',
    '%n',
    '$x',
    '${x}',
    '$IFS',
  ] as const),
  ...([
    '&',
    '<',
    '(',
    ')',
    '..',
    '.',
    '=',
    ':',
    ',',
    '@',
    '^',
    '\u001B[31m',
    '\u007F',
    '\u0001',
  ] as const),
  ...([
    'é',
    '日本',
    '\u202E',
    '\u0301',
    '\uFEFF',
    '\u2028',
    '😀',
    'error x',
    'a',
    'b',
    '\\n',
    'path',
  ] as const),
] as const;

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<string>(...signs) },
  { weight: 3, arbitrary: fc.constantFrom<string>(...commands) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
);

/** What a text may hold that comes as an argument: anything but NUL. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(piece, { minLength: 1, maxLength: 10 })
  .map((pieces) => pieces.join('').replaceAll('\0', ''));

const LONGEST_NAME = 200;

/** The name of a file, up to 200 bytes. */
export const hostileName: fc.Arbitrary<string> = hostileText
  .map((text) => cutToBytes(text.replaceAll('/', '_'), LONGEST_NAME - '.yaml'.length))
  .filter((name) => name !== '' && name !== '.' && name !== '..');

function cutToBytes(text: string, longest: number): string {
  let cut = '';
  for (const sign of text) {
    if (new TextEncoder().encode(cut + sign).length > longest) break;
    cut += sign;
  }
  return cut;
}

/** What no plan of ours holds, and no host may take: neither as a file nor as a script. */
export const hostilePath: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', '-c', '-rf', '--help', '.', '..', 'etc/netplan/10.yaml', '../etc/passwd'),
  fc.constantFrom('/etc/../etc/x', '/etc//x', '/./x', '/etc/netplan/', '//', '/'),
  fc.constantFrom('/etc/x\0', '\0', '/etc/\0/x'),
  hostileName.filter((name) => !name.startsWith('/')),
  hostileName.map((name) => `/etc/../${name}`),
);

export const hostileMode: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', 'u+s', '--reference=/etc/shadow', '-R', '777 /etc', '6x'),
  hostileText.filter((text) => !/^[0-7]+\n*$/.test(text)),
);

/** A host that is none: whatever ssh says of it, it runs nothing and reads no option. */
export const hostileDestination: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', '-', '--', '-oProxyCommand=touch pwned', '-F/dev/null', '-J', '-V', '-G'),
  fc.constantFrom('ssh://-oProxyCommand=touch%20pwned/', 'root@-oProxyCommand=touch pwned'),
  fc.constantFrom('$(touch pwned)@192.0.2.1', '192.0.2.1 -oProxyCommand=touch pwned', 'a\0b'),
  hostileText,
  hostileText.map((text) => `root@${text}`),
  hostileText.map((text) => `-${text}`),
  hostileText.map((text) => `${text}@192.168.77.2`).filter((text) => !/^[\w]+@/.test(text)),
);

/** Lines of a settings file that set nothing, and could be taken for options of the programs that read them. */
export const hostileSettings: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('--q = 1', '--v/x = 1', '-/etc/passwd = 1', '- = 1', '--f/etc/passwd = 1'),
      fc.constantFrom('net.ipv4.conf.$(touch pwned).rp_filter = 1', '-../../etc/x = 1'),
      hostileText.map((text) => `# ${text.replaceAll(/[\r\n\u2028]/g, ' ')}`),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((lines) => `net.ipv4.tcp_fin_timeout = 33\n${lines.join('\n')}\n`);
