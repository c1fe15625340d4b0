import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../server/src/net/address.ts';
import type { Flow } from '../../server/src/net/flow.ts';
import { protocolName } from '../../server/src/net/protocol.ts';
import { parseFlows } from '../../server/src/simulate/flows.ts';

/** Flows and problems as a text table. */
function read(text: string): string {
  const { flows, problems } = parseFlows(text);
  const lines = [
    ...flows.map(show),
    ...problems.map(({ line, message }) => `line ${line}: ${message}`),
  ];
  return `\n${lines.join('\n')}\n`;
}

function show(flow: Flow): string {
  const { src, dst, proto, sport, dport, origin, saddr, quoted, encap, ...rest } = flow;
  const parts = [
    protocolName(proto),
    `${formatAddress(src)}:${sport}`,
    '>',
    `${formatAddress(dst)}:${dport}`,
    origin,
  ];
  if (saddr !== undefined) parts.push(`saddr=${formatAddress(saddr)}`);
  if (quoted !== undefined) parts.push(`quoted(${show(quoted)})`);
  if (encap !== undefined) parts.push(`encap(${show(encap)})`);
  parts.push(...Object.entries(rest).map(([name, value]) => `${name}=${String(value)}`));
  return parts.join(' ');
}

describe('CSV', () => {
  test('columns in any order, optional columns, CRLF, a byte order mark', () => {
    const text = [
      '\uFEFFdst,src,PROTO,sport,dport,bytes,origin,saddr,icmpType,fragment,quoted',
      '198.51.100.1,192.0.2.1,tcp,1000,443,1500,,,,,',
      '198.51.100.1,192.0.2.1,17,1,2,,local,192.0.2.1,,,',
      '',
      '# a comment',
      '198.51.100.1,192.0.2.1,udp,1,2,,,,,true,',
      '192.0.2.1,198.51.100.9,icmp,,,,,,3,,"{""src"":""192.0.2.1"",""dst"":""198.51.100.1"",""proto"":6,""sport"":5,""dport"":6}"',
      '2001:db8::2,2001:db8::1,tcp,1,2,,,,,,',
    ].join('\r\n');
    expect(read(text)).toMatchInlineSnapshot(`
      "
      tcp 192.0.2.1:1000 > 198.51.100.1:443 forwarded bytes=1500
      udp 192.0.2.1:1 > 198.51.100.1:2 local saddr=192.0.2.1
      udp 192.0.2.1:1 > 198.51.100.1:2 forwarded fragment=true
      icmp 198.51.100.9:0 > 192.0.2.1:0 forwarded quoted(tcp 192.0.2.1:5 > 198.51.100.1:6 forwarded) icmpType=3
      tcp 2001:db8::1:1 > 2001:db8::2:2 forwarded
      "
    `);
  });

  test('without a header, with semicolons', () => {
    expect(read('192.0.2.1;198.51.100.1;tcp;1;2\n192.0.2.2;198.51.100.1')).toMatchInlineSnapshot(`
      "
      tcp 192.0.2.1:1 > 198.51.100.1:2 forwarded
      ip 192.0.2.2:0 > 198.51.100.1:0 forwarded
      "
    `);
  });

  test('bad lines are problems with their number, good lines stay', () => {
    const text = [
      'src,dst,proto,sport,dport',
      '192.0.2.300,198.51.100.1,tcp,1,2',
      '192.0.2.1,198.51.100.1,tcq,1,2',
      '192.0.2.1,198.51.100.1,tcp,70000,2',
      '192.0.2.1,198.51.100.1,tcp,-1,2',
      '192.0.2.1,2001:db8::1,tcp,1,2',
      '192.0.2.1',
      '192.0.2.1,198.51.100.1,tcp,1,2,3',
      '192.0.2.1,198.51.100.1,tcp,1,2',
    ].join('\n');
    expect(read(text)).toMatchInlineSnapshot(`
      "
      tcp 192.0.2.1:1 > 198.51.100.1:2 forwarded
      line 2: \`192.0.2.300\` is not an address for \`src\`.
      line 3: \`tcq\` is not a protocol name or number from 0 to 255.
      line 4: \`70000\` is not a number from 0 to 65535 for \`sport\`.
      line 5: \`-1\` is not a number from 0 to 65535 for \`sport\`.
      line 6: \`192.0.2.1\` and \`2001:db8::1\` are addresses of different families.
      line 7: The flow needs both \`src\` and \`dst\`.
      line 8: The line has 6 values for 5 columns.
      "
    `);
  });

  test('a header that is none', () => {
    expect(read('hello world')).toMatchInlineSnapshot(`
      "
      line 1: The first line is no CSV header with \`src\` and \`dst\`, and no JSON, \`conntrack -L\` or \`ss -tn\` output.
      "
    `);
    expect(read('src,dst,ttl\n192.0.2.1,198.51.100.1,3')).toMatchInlineSnapshot(`
      "
      line 1: The header has an unknown column \`ttl\`; there are src, dst, proto, sport, dport, flowlabel, icmpType, icmpCode, icmpId, fragment, fragOffset, spi, nexthdr, quoted, encap, origin, saddr, smac, dmac, vlan, etherType, bytes, packets.
      "
    `);
    expect(read('')).toBe('\n\n');
  });
});

test('JSON Lines', () => {
  const text = [
    '{"src":"192.0.2.1","dst":"198.51.100.1","proto":"tcp","sport":1000,"dport":443,"packets":3}',
    '{"src":"192.0.2.1","dst":"198.51.100.1","proto":50,"spi":4294967295}',
    '{"src":"192.0.2.1","dst":"198.51.100.1","proto":4,"encap":{"src":"203.0.113.1","dst":"203.0.113.2","proto":1}}',
    '{"src":"192.0.2.1","dst":"198.51.100.1","origin":"route-get-iif","fragOffset":false}',
    '{"etherType":2054,"smac":"02:00:00:00:00:01"}',
    '{"src":"192.0.2.1"',
    '[1]',
    '{"src":"192.0.2.1","dst":"198.51.100.1","origin":"here"}',
    '{"src":["192.0.2.1"],"dst":null}',
    '{"src":"192.0.2.1","dst":"198.51.100.1","quoted":{"src":"nobody"}}',
  ].join('\n');
  expect(read(text)).toMatchInlineSnapshot(`
    "
    tcp 192.0.2.1:1000 > 198.51.100.1:443 forwarded packets=3
    esp 192.0.2.1:0 > 198.51.100.1:0 forwarded spi=4294967295
    ipencap 192.0.2.1:0 > 198.51.100.1:0 forwarded encap(icmp 203.0.113.1:0 > 203.0.113.2:0 forwarded)
    ip 192.0.2.1:0 > 198.51.100.1:0 route-get-iif fragOffset=false
    ip 0.0.0.0:0 > 0.0.0.0:0 forwarded etherType=2054 smac=2,0,0,0,0,1
    line 6: The line is not valid JSON.
    line 7: The line is JSON, but not an object.
    line 8: \`here\` is not an origin; there are \`forwarded\`, \`local\`, \`route-get\`, \`route-get-iif\`.
    line 9: \`["192.0.2.1"]\` is not an address for \`src\`.
    line 10: The packet in \`quoted\` cannot be read. \`nobody\` is not an address for \`src\`.
    "
  `);
});

test('conntrack -L: the destination after destination NAT is the routed one', () => {
  const text = [
    'conntrack v1.4.7 (conntrack-tools): 5 flow entries have been shown.',
    'tcp      6 431999 ESTABLISHED src=192.0.2.10 dst=198.51.100.1 sport=50000 dport=443 src=198.51.100.1 dst=203.0.113.5 sport=443 dport=50000 [ASSURED] mark=1 use=1',
    'udp      17 29 src=192.0.2.10 dst=192.0.2.1 sport=5353 dport=53 [UNREPLIED] src=198.51.100.53 dst=192.0.2.10 sport=5300 dport=5353 mark=0 use=1',
    'icmp     1 29 src=192.0.2.10 dst=198.51.100.1 type=8 code=0 id=77 src=198.51.100.1 dst=192.0.2.10 type=0 code=0 id=77 mark=0 use=1',
    'ipv4     2 tcp      6 300 ESTABLISHED src=192.0.2.11 dst=198.51.100.2 sport=1 dport=2 packets=10 bytes=1000 src=198.51.100.2 dst=192.0.2.11 sport=2 dport=1 packets=9 bytes=900 [ASSURED] mark=0 zone=0 use=2',
    'ipv6     10 udp      17 29 src=2001:db8::1 dst=2001:db8::2 sport=1 dport=2 src=2001:db8::2 dst=2001:db8::1 sport=2 dport=1 mark=0 use=1',
    'something else',
  ].join('\n');
  expect(read(text)).toMatchInlineSnapshot(`
    "
    tcp 192.0.2.10:50000 > 198.51.100.1:443 forwarded
    udp 192.0.2.10:5353 > 198.51.100.53:5300 forwarded
    icmp 192.0.2.10:0 > 198.51.100.1:0 forwarded icmpType=8 icmpCode=0 icmpId=77
    tcp 192.0.2.11:1 > 198.51.100.2:2 forwarded bytes=1000 packets=10
    udp 2001:db8::1:1 > 2001:db8::2:2 forwarded
    line 7: The line is no entry of \`conntrack -L\`: two tuples \`src=… dst=…\` are missing.
    "
  `);
});

test('ss -tn', () => {
  const text = [
    'State     Recv-Q Send-Q      Local Address:Port      Peer Address:Port Process',
    'ESTAB     0      0              192.0.2.10:22        198.51.100.1:50000',
    'ESTAB     0      0         192.0.2.10%eth0:22        198.51.100.1:50001 users:(("sshd",pid=1,fd=4))',
    'LISTEN    0      128               0.0.0.0:22             0.0.0.0:*',
    'ESTAB     0      0   [::ffff:192.0.2.10]:443 [::ffff:198.51.100.2]:50002',
    'TIME-WAIT 0      0         [2001:db8::1]:443         [2001:db8::2]:50003',
    'ESTAB     0      0              192.0.2.10        198.51.100.1:50000',
    'garbage',
  ].join('\n');
  expect(read(text)).toMatchInlineSnapshot(`
    "
    tcp 192.0.2.10:22 > 198.51.100.1:50000 local saddr=192.0.2.10
    tcp 192.0.2.10:22 > 198.51.100.1:50001 local saddr=192.0.2.10
    tcp 192.0.2.10:443 > 198.51.100.2:50002 local saddr=192.0.2.10
    tcp 2001:db8::1:443 > 2001:db8::2:50003 local saddr=2001:db8::1
    line 7: \`192.0.2.10\` is no address with a port.
    line 8: The line is no socket of \`ss -tn\`: it begins with no state.
    "
  `);
  expect(read('udp   ESTAB 0 0 192.0.2.10:68 198.51.100.1:67')).toMatchInlineSnapshot(`
    "
    udp 192.0.2.10:68 > 198.51.100.1:67 local saddr=192.0.2.10
    "
  `);
});

test('no text throws, and every problem names a line of it', () => {
  const words = fc.constantFrom(
    'src',
    'dst',
    'src=192.0.2.1',
    'dst=192.0.2.2',
    ',',
    '\n',
    '{',
    '}',
    '"',
    'ESTAB',
    'tcp',
    '192.0.2.1',
    ':1',
    '=',
    ' ',
    '\t',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 40 }).map((parts) => parts.join(' ')),
    fc.json(),
  );
  fc.assert(
    fc.property(text, (content) => {
      const { problems } = parseFlows(content);
      const nLines = content.split(/\r\n|\r|\n/).length;
      expect(problems.every(({ line }) => line >= 1 && line <= nLines)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
