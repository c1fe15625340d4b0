/** What packaged scripts do, in our own words: none of it is a mistake that can be told from the text. */
import { expect, test } from 'vitest';
import { createAnalyzer } from '../../server/src/workspace/analyzer.ts';
import { kernelProfile, newestKernel } from '../../server/src/kernel/profiles.ts';

function problems(text: string): readonly string[] {
  const kernel = kernelProfile(newestKernel);
  if (kernel === undefined) throw new Error('the newest kernel is not known');
  const file = {
    id: 'f',
    path: 'usr/local/sbin/wall',
    text,
    version: 1,
    languageId: 'shellscript',
  };
  const { findings } = createAnalyzer().analyze([file], { kernel, isTree: false });
  return findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule }) => rule);
}

test('a command that asks what a tool can do may be refused', () => {
  expect(problems('if iptables -wnL >/dev/null 2>&1; then W=-w; fi')).toEqual([]);
  expect(problems('iptables -wnL &>/dev/null || echo old')).toEqual([]);
  expect(problems('iptables -wnL')).toEqual(['iptables-syntax']);
});

test('a variable may hold either program', () => {
  expect(problems('wall() {\n  ${IPT} -A INPUT -s 2001:db8::1 -j DROP\n}')).toEqual([]);
  expect(problems('${IPT} -A INPUT -s 2001:db8::g -j DROP')).toEqual(['iptables-syntax']);
});

test('a target that another project brings has options of its own', () => {
  expect(problems('iptables -A INPUT -j PMYCOLO --index 2')).toEqual([]);
});

test('a tool alone whose words nobody sees is asked whether it is there', () => {
  expect(problems('ip ioam &>/dev/null\nif [ $? = 1 ]; then exit 4; fi')).toEqual([]);
  expect(problems('ip ioam')).toEqual(['iproute-incomplete']);
  expect(problems('ip route addd 10.0.0.0/8 >/dev/null 2>&1')).toEqual(['iproute-unknown-verb']);
});

test('nft get asks for an element of a set', () => {
  expect(problems('nft get element inet fw seen "{ 192.0.2.1 . eth0 }"')).toEqual([]);
});

test('each VRF has a default route of its own', () => {
  const routes = ['red', 'blue'].map((vrf) => `ip route add default via 192.0.2.1 vrf ${vrf}\n`);
  expect(problems(routes.join(''))).toEqual([]);
  expect(problems(`${routes[0]}ip route add default via 192.0.2.1\n`)).toEqual([]);
});

test('a function of another file sets a variable by its name', () => {
  const wrong = 'ip route addd 192.0.2.0/24 dev eth0';
  const asked = `family=\nconfig_get family wan family ipv4\n[ "$family" = ipv4 ] && ${wrong}`;
  expect(problems(asked)).toEqual(['iproute-unknown-verb']);
  expect(problems(asked.replace('config_get family', 'config-get family'))).toEqual([]);
  const two = `get_gw gw wan\nip link del "$gw"\nget_gw gw wan\nip link del "$gw"`;
  expect(problems(two)).toEqual([]);
});

test('what a file holds is not known', () => {
  const use = 'ip link set eth0 netns $pid';
  expect(problems(`pid="$(< /run/x.pid)"\n${use}`)).toEqual([]);
  expect(problems(`pid=$(</run/x.pid)\n${use}`)).toEqual([]);
  expect(problems(`pid=$(true)\n${use}`)).toEqual(['iproute-incomplete']);
});
