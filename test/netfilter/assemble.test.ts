/** Which rules stand after a script, and at which hook. */
import { expect, test } from 'vitest';
import { rulesAfter } from './support.ts';

const masquerade = '4 nat POSTROUTING postrouting 100 oif=eno4 -> masquerade';
const rule = 'POSTROUTING -o eno4 -j MASQUERADE';

test('a rule guarded by -C stands once', () => {
  expect(rulesAfter(`iptables -t nat -C ${rule} 2>/dev/null || iptables -t nat -A ${rule}`)).toBe(
    masquerade,
  );
});

test('a rule that is deleted first stands', () => {
  expect(rulesAfter(`iptables -t nat -D ${rule} 2>/dev/null\niptables -t nat -A ${rule}`)).toBe(
    masquerade,
  );
});

test('a rule that is deleted afterwards is gone', () => {
  expect(rulesAfter(`iptables -t nat -A ${rule}\niptables -t nat -D ${rule}`)).toBe('');
});

test('what differs in a match that is not modelled is not deleted', () => {
  expect(
    rulesAfter(
      'iptables -A INPUT -p tcp --dport 22 -j ACCEPT\niptables -D INPUT -p tcp --dport 23 -j ACCEPT',
    ),
  ).toBe('4 filter INPUT input 0 other[-p tcp | --dport 22] -> accept');
});

test('a flush empties its table only, and only if it surely runs', () => {
  const script = `iptables -t nat -A ${rule}\niptables -F\n`;
  expect(rulesAfter(script)).toBe(masquerade);
  expect(rulesAfter(`${script}iptables -t nat -F\n`)).toBe('');
  expect(rulesAfter(`${script}if [ "$1" = stop ]; then iptables -t nat -F; fi\n`)).toBe(masquerade);
  expect(rulesAfter(`${script}cleanup() { iptables -t nat -F; }\n`)).toBe(masquerade);
  expect(rulesAfter(`${script}nft flush ruleset\n`)).toBe(masquerade);
});

test('-I goes before what stands there', () => {
  expect(
    rulesAfter(
      'iptables -A INPUT -i a -j DROP\niptables -A INPUT -i b -j DROP\niptables -I INPUT 2 -i c -j DROP\niptables -I INPUT -i d -j DROP',
    ),
  ).toBe(
    ['d', 'a', 'c', 'b'].map((link) => `4 filter INPUT input 0 iif=${link} -> drop`).join('\n'),
  );
});

test('the rules of a user chain have the hook and the guards of each caller', () => {
  const script = `
iptables -t mangle -N PIN
iptables -t mangle -A PIN -m mark ! --mark 0 -j RETURN
iptables -t mangle -A PIN -j DEEPER
iptables -t mangle -A DEEPER -j CONNMARK --restore-mark
iptables -t mangle -A PREROUTING -i eno1 -j PIN
iptables -t mangle -A OUTPUT -j PIN
`;
  expect(rulesAfter(script)).toMatchInlineSnapshot(`
    "4 mangle PREROUTING prerouting -150 iif=eno1 -> jump PIN
    4 mangle PIN prerouting -150 iif=eno1 mark!=0x0/0xffffffff -> return
    4 mangle PIN prerouting -150 iif=eno1 -> jump DEEPER
    4 mangle DEEPER prerouting -150 iif=eno1 -> restore-mark 0xffffffff
    4 mangle OUTPUT output -150 -> jump PIN
    4 mangle PIN output -150 mark!=0x0/0xffffffff -> return
    4 mangle PIN output -150 -> jump DEEPER
    4 mangle DEEPER output -150 -> restore-mark 0xffffffff"
  `);
});

test('a chain that nobody calls has no hook, and chains that call each other end', () => {
  expect(rulesAfter('iptables -A LOST -j DROP')).toBe('4 filter LOST unknown - -> drop');
  expect(rulesAfter('iptables -A INPUT -j A\niptables -A A -j B\niptables -A B -j A'))
    .toMatchInlineSnapshot(`
    "4 filter INPUT input 0 -> jump A
    4 filter A input 0 -> jump B
    4 filter B input 0 -> jump A"
  `);
});

test('an nft rule finds the hook of its chain, declared before or by iptables', () => {
  const script = `
nft add chain ip mine post '{ type nat hook postrouting priority 100 ; }'
nft add rule ip mine post oifname eno4 masquerade
nft add rule ip nat POSTROUTING oifname eno3 masquerade
`;
  expect(rulesAfter(script)).toMatchInlineSnapshot(`
    "4 nat POSTROUTING postrouting 100 oif=eno3 -> masquerade
    4 mine post postrouting 100 oif=eno4 -> masquerade"
  `);
});

test('nft: the table is made anew in one step', () => {
  expect(
    rulesAfter(`nft -f - <<'EOF'
table ip t { chain c { type nat hook postrouting priority 100; oifname "a" masquerade; }; }
EOF
nft -f - <<'EOF'
table ip t
delete table ip t
table ip t { chain c { type nat hook postrouting priority 100; oifname "b" masquerade; }; }
EOF
`),
  ).toBe('4 t c postrouting 100 oif=b -> masquerade');
});

test('what cannot be read makes the picture incomplete', () => {
  expect(rulesAfter('nft -f /etc/nftables.conf')).toBe('\nincomplete');
  expect(rulesAfter('iptables -A "$CHAIN" -j DROP')).toBe(
    '4 filter $CHAIN unknown - -> drop\nincomplete',
  );
});

test('another network namespace is another host', () => {
  expect(rulesAfter(`ip netns exec blue iptables -t nat -A ${rule}`)).toBe('');
});
