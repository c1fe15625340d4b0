/** Whatever stands in a file: nothing throws, and every place lies in the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf } from '../../server/src/host/commands.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { hostOf } from '../host/hostOf.ts';
import { checkHost } from '../../server/src/rules/index.ts';

const paths = [
  '/etc/network/interfaces',
  '/etc/systemd/system/a@b.service',
  '/etc/wireguard/wg0.conf',
  '/etc/systemd/network/a.network',
  '/etc/systemd/network/a.netdev',
  '/etc/cron.d/a',
  '/etc/network/if-up.d/a',
] as const;

const pieces = fc.constantFrom(
  '\n',
  '\r\n',
  ' ',
  '\t',
  '\\\n',
  '=',
  '"',
  "'",
  '$',
  '%',
  '%i',
  '$$',
  '${GW}',
  '{{ a }}',
  '{% if x %}',
  '@X@',
  '#',
  ';',
  '-',
  ',',
  '\0',
  '💡',

  'iface eth0 inet static',
  'address 192.0.2.2',
  'netmask 24',
  'gateway ',
  'up ',
  'inherits a',
  'template a',
  'iface',

  '[Service]\n',
  'ExecStart=',
  'Environment=A=b',
  '/bin/sh -c ',
  'ip route add ',
  'default',
  ' via ',
  '192.0.2.1',
  ' dev eth0',

  '[Interface]\n',
  '[Peer]\n',
  'AllowedIPs = ',
  '0.0.0.0/0',
  'Table=',
  'PostUp=',
  'FwMark=',
  '2001:db8::1',
  '\\x41',
  '\\',

  '[Match]\nName=eth0\n',
  '[Network]\n',
  '[Route]\n',
  '[RoutingPolicyRule]\n',
  'MultiPathRoute=',
  '@eth1',
  ' 10',
  'Gateway=',
  'DHCP=yes',
  'Family=both',
  '@reboot root ',
  '* * * * * root ',
  '*/5 1-2 , ',
  'sysctl -w a=1',
);

test.each(paths)('%s', (path) => {
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
      (text) => {
        const document = readDocument({ id: path, path: path.slice(1), text, version: 1 });
        for (const { command } of stepsOf(document))
          for (const { span } of [command, ...command.words]) {
            expect(span.start).toBeGreaterThanOrEqual(0);
            expect(span.start).toBeLessThanOrEqual(span.end);
            expect(span.end).toBeLessThanOrEqual(text.length);
          }
        for (const { origin } of checkHost(hostOf({ [path]: text })))
          expect(origin.span.end).toBeLessThanOrEqual(text.length);
      },
    ),
    { numRuns: 300 },
  );
});
