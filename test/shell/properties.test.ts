import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containsSpan, type Span } from '../../server/src/base/span.ts';
import { readIpCommand } from '../../server/src/iproute/read.ts';
import { readRtTables, readRtTablesAppend } from '../../server/src/iproute/rtTables.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { shellProblems } from '../../server/src/shell/problems.ts';
import { readSysctlCommand } from '../../server/src/sysctl/readCommand.ts';
import { readSysctlFile } from '../../server/src/sysctl/readFile.ts';

const tokens = [
  'ip',
  'route',
  'add',
  'rule',
  'addr',
  'link',
  'set',
  'default',
  'via',
  'dev',
  'nexthop',
  'weight',
  '1',
  '192.0.2.1',
  '2001:db8::/32',
  'table',
  '$X',
  '"$Y"',
  '${Z:-1}',
  '$(',
  ')',
  '`',
  '"',
  "'",
  '\\',
  '\n',
  '\r\n',
  ';',
  '&&',
  '||',
  '|',
  '&',
  '{',
  '}',
  '(',
  'if',
  'then',
  'fi',
  'for',
  'x',
  'in',
  'for x in 1 a "b c"; do',
  '$x',
  'do',
  'done',
  'case',
  'esac',
  ';;',
  '<<EOF',
  '\nEOF\n',
  '<<<',
  '>',
  '2>/dev/null',
  'X=1',
  'Y="via 192.0.2.1 dev eth0"',
  'A=(',
  '$((',
  '))',
  '#',
  'trap',
  'eval',
  'sudo',
  '-n',
  '-4',
  '-f',
  '$@',
  'f()',
  'sysctl',
  '-w',
  'net.ipv4.ip_forward=1',
  'echo',
  '/proc/sys/net/ipv4/ip_forward',
  'netns',
  'exec',
  'fwmark',
  '0x1/0xff',
  '\0',
  'to',
  'lock',
  'mtu',
];
const soup = fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map((each) => each.join(' '));
const texts = fc.oneof(soup, fc.string({ unit: 'binary' }), fc.string());

function inText(span: Span, text: string): boolean {
  return span.start >= 0 && span.start <= span.end && span.end <= text.length;
}

test('no text makes the shell reader or the readers above it throw, and all spans lie in the text', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const script = parseShell(text);
      for (const command of script.commands) {
        expect(inText(command.span, text)).toBe(true);
        for (const word of command.words) expect(inText(word.span, text)).toBe(true);
        const ip = readIpCommand(command, 'file');
        const spans = [
          ...(ip?.problems ?? []),
          ...(ip?.unexpected ?? []),
          ...(ip?.object === 'route' ? ip.nexthops : []),
        ].map((each) => each.span);
        for (const span of spans) expect(containsSpan(command.span, span)).toBe(true);
        readSysctlCommand(command, 'file');
        readRtTablesAppend(command);
      }
      for (const span of [...script.errors.map((error) => error.span), ...script.comments])
        expect(inText(span, text)).toBe(true);
      const problems = shellProblems(script);
      expect(problems.filter((each) => !each.what.includes('NUL')).length).toBeLessThanOrEqual(1);
      expect(problems.length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 3000 },
  );
});

test('no text makes the readers of files throw', () => {
  fc.assert(
    fc.property(texts, (text) => {
      for (const setting of readSysctlFile(text, 'file').settings)
        expect(containsSpan(setting.span, setting.keySpan)).toBe(true);
      readRtTables(text);
    }),
  );
});

test('words nest in their command', () => {
  fc.assert(
    fc.property(soup, (text) => {
      for (const command of parseShell(text).commands)
        for (const word of command.words) expect(containsSpan(command.span, word.span)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
