/** Rule sets and batch files that a program fills in: no hole is an error, in whatever way it is written, and the rest is read. */
import { expect, describe, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { readDocument } from '../../server/src/host/document.ts';
import type { Document } from '../../server/src/host/model.ts';
import { templateSource } from '../../server/src/shell/templateSource.ts';
import { checkRules } from '../support/checkRules.ts';

type Hole = (name: string) => string;

const batch = (hole: Hole): string => `route add default via ${hole('GW1')} dev ${hole('DEV')}
address add ${hole('ADDR')}/24 dev ${hole('DEV')}
address add ${hole('ADDR')} dev eth0
rule add from ${hole('NET')}/24 lookup ${hole('TABLE')} priority ${hole('PRIO')}
rule add fwmark ${hole('MARK')}/${hole('MASK')} table 100
route add ${hole('NET')}.0/24 via 192.0.2.1 dev eth${hole('N')} table ${hole('T')} metric ${hole('M')}
route replace default nexthop via ${hole('GW1')} weight ${hole('W1')} nexthop via ${hole('GW2')} dev ${hole('DEV2')} weight ${hole('W2')}
link set ${hole('DEV')} up
link set dev ${hole('DEV')} mtu ${hole('MTU')}
link add ${hole('BR')} type bridge
link add link eth0 name eth0.${hole('VLAN')} type vlan id ${hole('VLAN')}
nexthop add id ${hole('ID')} via ${hole('GW')} dev eth0
neigh add ${hole('IP')} lladdr ${hole('MAC')} dev eth0
${hole('EXTRA')}
route ${hole('VERB')} default via ${hole('GW')}
tunnel add t1 mode ${hole('MODE')} remote ${hole('R')} local ${hole('L')} ttl ${hole('TTL')}
route add default via "${hole('GW')}" dev '${hole('DEV')}'
`;

const iptables = (hole: Hole): string => `*nat
:PREROUTING ACCEPT [0:0]
:${hole('CHAIN')} - [0:0]
-A POSTROUTING -o ${hole('WAN')} -j MASQUERADE
-A POSTROUTING -s ${hole('NET')}/24 -o ${hole('WAN')} -j SNAT --to-source ${hole('IP')}
-A PREROUTING -i ${hole('WAN')} -p tcp --dport ${hole('PORT')} -j DNAT --to-destination ${hole('HOST')}:${hole('PORT')}
-A PREROUTING -p ${hole('PROTO')} -j ${hole('TARGET')}
-A ${hole('CHAIN')} -d ${hole('D')} -j ACCEPT
COMMIT
*mangle
-A PREROUTING -i ${hole('WAN')} -m conntrack --ctstate NEW -j CONNMARK --set-mark ${hole('MARK')}
-A PREROUTING -j MARK --set-xmark ${hole('MARK')}/${hole('MASK')}
-A PREROUTING -m statistic --mode random --probability ${hole('P')} -j MARK --set-mark 1
-A PREROUTING -m mac --mac-source ${hole('MAC')} -j MARK --set-mark 2
-A PREROUTING -m set --match-set ${hole('SET')} src -j MARK --set-mark 2
${hole('EXTRA')}
COMMIT
`;

const nft = (hole: Hole): string => `flush ruleset
define wan = ${hole('WAN')}
define ip = { ${hole('IP1')}, ${hole('IP2')} }
table inet ${hole('T')} {
  set s { type ipv4_addr; flags interval; elements = { ${hole('NET')}/24, ${hole('IP1')} } }
  chain post { type nat hook postrouting priority srcnat; policy accept;
    oifname "${hole('WAN')}" masquerade
    oifname ${hole('WAN')} snat ip to ${hole('IP')}
    ip saddr ${hole('NET')}/24 oif ${hole('WAN')} snat to ${hole('IP')}
  }
  chain pre { type filter hook prerouting priority ${hole('PRIO')}; policy ${hole('POLICY')};
    iifname "${hole('WAN')}" ct mark set ${hole('MARK')}
    meta mark set numgen inc mod ${hole('N')} map { 0 : ${hole('M1')}, 1 : ${hole('M2')} }
    tcp dport ${hole('PORT')} dnat to ${hole('HOST')}:${hole('PORT')}
    ${hole('EXTRA')}
    tcp dport { 22, ${hole('PORT')} } accept
  }
}
`;

const ways: Readonly<Record<string, Hole>> = {
  'envsubst, braces': (name) => `\${${name}}`,
  envsubst: (name) => `$${name}`,
  autoconf: (name) => `@${name}@`,
  Jinja: (name) => `{{ ${name.toLowerCase()} }}`,
  'Jinja with a filter': (name) => `{{ hosts['a b'].${name} | default('x y') }}`,
  ERB: (name) => `<%= ${name} %>`,
  Go: (name) => `{{ .Values.${name} | quote }}`,
};

const read = (path: string, text: string): Document =>
  readDocument({ id: path, path, text, version: 1 });
const places = (document: Document): readonly string[] =>
  document.problems.map(
    ({ rule, span }) => `${rule}: ${document.file.text.slice(span.start, span.end)}`,
  );

describe.each(Object.entries(ways))('%s', (way, hole) => {
  // A variable of envsubst is a mistake where the tool itself looks for the file.
  const folder = way.startsWith('envsubst') ? 'templates' : 'etc';
  const files: Readonly<Record<string, string>> = {
    'etc/uplinks.ip-batch': batch(hole),
    [`${folder}/iptables/rules.v4`]: iptables(hole),
    // To nft this is a variable of its own, which another file may define.
    ...(way === 'envsubst' ? {} : { [`${folder}/nftables.conf`]: nft(hole) }),
  };

  test.each(Object.entries(files))('%s', (path, text) => {
    expect(places(read(path, text))).toEqual([]);
  });

  test.each([
    ['ip -batch -', batch(hole)],
    ['iptables-restore', iptables(hole)],
    ['nft -f -', nft(hole)],
    ['envsubst | ip -batch -', batch(hole)],
  ])('a here-document of %s', (command, text) => {
    const quoted = command.startsWith('envsubst') ? "'EOF'" : 'EOF';
    const [first = '', second] = command.split(' | ');
    const pipe = second === undefined ? '' : ` | ${second}`;
    const script = `#!/bin/bash\n${first} <<${quoted}${pipe}\n${text}EOF\n`;
    expect(places(read('usr/local/sbin/up.sh', script))).toEqual([]);
  });
});

describe('what is written is read', () => {
  test('in a batch file', () => {
    checkRules(`
      #- /usr/local/share/uplinks.ip-batch
      route add 10.0.0.0/33 via {{ gw }} dev @DEV@
      #         ^^^^^^^^^^^ error iproute-invalid-prefix
      route add default via 192.0.2.1 dev \${DEV} metric x1
      #                                                 ^^ error iproute-invalid-number
    `);
  });

  test('in a rule set of nft, whose own variables are no holes', () => {
    const text =
      'define a = 1\ntable inet {{ t }} {\n  chain c {\n    meta mark set $b\n    bogus 1 accept\n  }\n}\n';
    expect(places(read('templates/x.nft', text))).toEqual(['nft-syntax: bogus']);
  });

  test('`${WAN}` where nothing fills it in', () => {
    const rules = '*nat\n-A POSTROUTING -s ${NET} -j MASQUERADE\nCOMMIT\n';
    expect(places(read('etc/iptables/rules.v4', rules))).toHaveLength(1);
    expect(places(read('templates/iptables/rules.v4', rules))).toEqual([]);
  });
});

test('the same hole is the same value, at its place in the file', () => {
  const text = 'route add default via {{ gw }} dev eth0\nroute del default via {{gw}} dev eth0\n';
  const document = read('a.ip-batch', text);
  const words = ('steps' in document ? document.steps : []).map(({ command }) => command.words[5]);
  expect(
    words.map((word) => word !== undefined && text.slice(word.span.start, word.span.end)),
  ).toEqual(['{{ gw }}', '{{gw}}']);
  const [first, second] = words.map((word) => word?.value);
  expect(isUnknown(first) && first.symbol).toBe('{{gw}}');
  expect(second).toEqual(first);
});

test('in blocks any line may be there or not', () => {
  const block = '{% if a %}\n:A - [0:0]\n{% else %}\n:A - [0:0]\n{% endif %}\n';
  const rules = `*filter\n${block}{% for p in ports %}-A INPUT -p tcp --dport {{ p }} -j ACCEPT\n{% endfor %}COMMIT\n`;
  expect(places(read('etc/iptables/rules.v4', rules))).toEqual([]);
  const set =
    'table inet a {\n{% if a %}\n  chain x {\n{% else %}\n  chain y {\n{% endif %}\n  }\n}\n';
  expect(places(read('etc/nftables.conf', set))).toEqual([]);
  const lines = '{% if a %}\nroute add default via 192.0.2.1\n{% endif %}\n';
  const document = read('a.ip-batch', lines + lines);
  expect(document.problems).toEqual([]);
  const steps = 'steps' in document ? document.steps : [];
  expect(steps.map(({ command }) => command.context.conditional)).toEqual([true, true]);
});

test.each(['', 'route add default via 192.0.2.1\n', 'table ip a { # {\n}\n', 'a $ b $1 @ c @d@ {'])(
  'a text without holes is read as it is: %j',
  (text) => {
    const source = templateSource(text, 'all');
    expect(source.text).toBe(text);
    expect(source.locate(0, text.length)).toEqual({ start: 0, end: text.length });
  },
);
