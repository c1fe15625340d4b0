import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { readSysctlCommand } from '../../server/src/sysctl/readCommand.ts';
import { readSysctlFile } from '../../server/src/sysctl/readFile.ts';
import type { SysctlReading } from '../../server/src/sysctl/types.ts';

/** `net/ipv4/ip_forward=1`, unknown parts as `?`. */
function settings(reading: SysctlReading | undefined): readonly string[] {
  const text = (part: unknown): string => (isUnknown(part) ? '?' : String(part));
  return (reading?.settings ?? []).map(
    ({ key, value }) => `${key.map((part) => text(part)).join(' ')} = ${text(value.value)}`,
  );
}

function fromScript(text: string): readonly string[] {
  return parseShell(text).commands.flatMap((command) => settings(readSysctlCommand(command, 'a')));
}

/** Characters and words that mean something to the reader, and some that mean nothing. */
const pieces = fc.constantFrom(
  '\n',
  '\r',
  '=',
  ' ',
  '\t',
  '#',
  ';',
  '-',
  'net',
  '.',
  '/',
  '{{',
  '*',
  '1',
  '\0',
  'é',
  '💡',
);

describe('files', () => {
  test('the separator that comes first counts', () => {
    const text =
      'net.ipv4.conf.eno4/100.rp_filter=2\nnet/ipv4/conf/eno4.100/rp_filter = 1\nkernel.hostname = a b\n';
    expect(settings(readSysctlFile(text, 'a'))).toEqual([
      'net ipv4 conf eno4.100 rp_filter = 2',
      'net ipv4 conf eno4.100 rp_filter = 1',
      'kernel hostname = a b',
    ]);
  });

  test('comments, blanks, CRLF and ignored failures', () => {
    const text = '# a\r\n  ; b\r\n\r\n-net.ipv4.ip_forward\t=\t1  \r\n';
    const reading = readSysctlFile(text, 'a');
    expect(settings(reading)).toEqual(['net ipv4 ip_forward = 1']);
    const [setting] = reading.settings;
    expect(setting?.optional).toBe(true);
    expect(text.slice(setting?.keySpan.start, setting?.keySpan.end)).toBe('net.ipv4.ip_forward');
    expect(text.slice(setting?.value.origin.span.start, setting?.value.origin.span.end)).toBe('1');
  });

  test('a line that is no setting', () => {
    const reading = readSysctlFile(
      'net.ipv4.ip_forward 1\nnet..x = 1\nnet.ipv4.ip_forward = 1\n',
      'a',
    );
    expect(reading.problems.map((problem) => problem.rule)).toEqual([
      'sysctl-syntax',
      'sysctl-syntax',
    ]);
    expect(reading.settings).toHaveLength(1);
  });

  test('a template hole is unknown', () => {
    expect(settings(readSysctlFile('net.ipv4.conf.{{wan}}.rp_filter = {{ mode }}\n', 'a'))).toEqual(
      ['net ipv4 conf ? rp_filter = ?'],
    );
  });

  test('nothing throws and spans lie in the text', () => {
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join('')),
        (text) => {
          const { settings: found, problems } = readSysctlFile(text, 'a');
          for (const { span } of [...found, ...problems]) {
            expect(span.start).toBeLessThanOrEqual(span.end);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        },
      ),
    );
  });
});

describe('commands', () => {
  test.each([
    ['sysctl -w net.ipv4.ip_forward=1', ['net ipv4 ip_forward = 1']],
    [
      'sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1',
      ['net ipv4 ip_forward = 1', 'net ipv6 conf all forwarding = 1'],
    ],
    ['sudo /sbin/sysctl "net.ipv4.conf.eno4.rp_filter=2"', ['net ipv4 conf eno4 rp_filter = 2']],
    ['sysctl -w net.ipv4.conf.$IF.rp_filter=$MODE', ['net ipv4 conf ? rp_filter = ?']],
    ['IF=eno4; sysctl -w "net.ipv4.conf.${IF}.rp_filter=2"', ['net ipv4 conf eno4 rp_filter = 2']],
    ['sysctl -p /etc/sysctl.d/60-a.conf', []],
    ['sysctl net.ipv4.ip_forward', []],
    ['echo 1 > /proc/sys/net/ipv4/ip_forward', ['net ipv4 ip_forward = 1']],
    [
      'echo 2 >/proc/sys/net/ipv4/conf/eno4.100/rp_filter',
      ['net ipv4 conf eno4.100 rp_filter = 2'],
    ],
    [
      'for i in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > $i; done',
      ['net ipv4 conf * rp_filter = 0'],
    ],
    ['echo 1 | tee /proc/sys/net/ipv4/conf/*/forwarding', ['net ipv4 conf * forwarding = 1']],
    [
      'printf "%s\\n" 2 > /proc/sys/net/ipv4/conf/all/rp_filter',
      ['net ipv4 conf all rp_filter = 2'],
    ],
    ['sysctl "net.ipv4.ip_forward = 1"', ['net ipv4 ip_forward = 1']],
    ['sysctl net.ipv4.ip_forward = 1', []],
    ['sysctl -r forward -w net.ipv4.ip_forward=1', ['net ipv4 ip_forward = 1']],
    ['sysctl -p - <<EOF\nnet.ipv4.ip_forward=1\nEOF', ['net ipv4 ip_forward = 1']],
    [
      'for i in eno3 eno4; do echo 0 > /proc/sys/net/ipv4/conf/$i/rp_filter; done',
      ['net ipv4 conf eno3 rp_filter = 0', 'net ipv4 conf eno4 rp_filter = 0'],
    ],
    [
      'for i in $LINKS; do echo 0 > /proc/sys/net/ipv4/conf/$i/rp_filter; done',
      ['net ipv4 conf ? rp_filter = 0'],
    ],
    ['echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward', ['net ipv4 ip_forward = 1']],
    ['cat x | tee /proc/sys/net/ipv4/ip_forward', ['net ipv4 ip_forward = ?']],
    ['echo 1 > /tmp/x', []],
  ])('%s', (text, expected) => {
    expect(fromScript(text)).toEqual(expected);
  });

  test('the value of a plain word is pointed at', () => {
    const text = 'sysctl -w net.ipv4.ip_forward=1';
    const [setting] = parseShell(text).commands.flatMap(
      (command) => readSysctlCommand(command, 'a')?.settings ?? [],
    );
    expect(text.slice(setting?.value.origin.span.start, setting?.value.origin.span.end)).toBe('1');
  });
});
