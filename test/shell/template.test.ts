/** Templates of shell scripts: holes are unknown, lines for the program that fills them in are no commands. */
import { describe, expect, test } from 'vitest';
import { isUnknown } from '../../server/src/base/fact.ts';
import { piecesOfWord, textOf } from '../../server/src/shell/pieces.ts';
import { parseShell } from '../../server/src/shell/parse.ts';
import { checkRules } from '../support/checkRules.ts';

function commands(text: string): readonly string[] {
  return parseShell(text).commands.map(({ words, context }) => {
    const shown = words
      .map((word) => textOf(piecesOfWord(word)).replaceAll('\uE000', '?'))
      .join(' ');
    return `${context.loop ? 'loop ' : ''}${context.conditional ? 'if ' : ''}${shown}`;
  });
}

describe('holes', () => {
  test.each([
    ['ip route add default via {{ gw }} dev {{wan}}', ['ip route add default via ? dev ?']],
    [
      'ip route add default via \'{{ gw }}\' dev "{{ wan }}.100"',
      ['ip route add default via ? dev ?.100'],
    ],
    ['GW={{ gw }}\nip route add default via $GW', ['ip route add default via ?']],
    ['ip route add default via @GW@ table @TABLE_1@', ['ip route add default via ? table ?']],
    ['ip route add default via <%= gw %>', ['ip route add default via ?']],
    ['ip route add default via {{ .Values.gateway | quote }}', ['ip route add default via ?']],
    ['cat > /tmp/x <<EOF\n{{ a }}\nEOF\nip link set eth0 up', ['cat', 'ip link set eth0 up']],
    [
      'cat <<EOF\n  {{range .X}}{{ a }}\n  {{end}}\nEOF\nip link set eth0 up',
      ['cat', 'ip link set eth0 up'],
    ],
  ])('%s', (text, expected) => {
    expect(commands(text)).toEqual(expected);
  });

  test('the same hole is the same value, and stands where it is written', () => {
    const text = 'ip route add default via {{ gw }}\nip route del default via {{gw}}\n';
    const [first, second] = parseShell(text).commands.map(({ words }) => words[5]);
    expect(isUnknown(first?.value) && first.value.symbol).toBe('{{gw}}');
    expect(second?.value).toEqual(first?.value);
    expect(text.slice(first?.span.start, first?.span.end)).toBe('{{ gw }}');
  });
});

describe('no templates', () => {
  test.each([
    ['echo "$@" user@host ${#list[@]} ${x%%.*}', 1],
    ["docker inspect -f '{{range .Networks}}{{.IPAddress}}{{end}}' x; ip link set eth0 up", 2],
    ['mail A@B@C', 1],
  ])('%s', (text, expected) => {
    const script = parseShell(text);
    expect([script.commands.length, script.errors.length]).toEqual([expected, 0]);
    expect(script.commands.every(({ context }) => !context.conditional)).toBe(true);
  });
});

test('blocks are branches and loops', () => {
  const text = `ip link set eth0 up
{% if nat %}
iptables -t nat -A POSTROUTING -j MASQUERADE
{% else %}
ip rule add pref 1 from all
{% endif %}
{# a remark #}
{% for link in links %}
ip link set {{ link }} up
{% endfor %}
ip route add default \\
{% for hop in hops %}
  nexthop via {{ hop }} \\
{% endfor %}
  nexthop via 192.0.2.1
`;
  expect(commands(text)).toEqual([
    'ip link set eth0 up',
    'if iptables -t nat -A POSTROUTING -j MASQUERADE',
    'if ip rule add pref 1 from all',
    'loop if ip link set ? up',
    'ip route add default ? nexthop via ? ? nexthop via 192.0.2.1',
  ]);
});

test('a template gives no false alarm, and a true one', () => {
  checkRules(`
    #- /usr/local/sbin/uplinks.sh
    #!/bin/sh
    {% if wan2 is defined %}
    ip route replace default scope global {% for u in uplinks %}nexthop via {{ u.gw }} dev {{ u.dev }} weight {{ u.weight }} {% endfor %}

    {% else %}
    ip route replace default via {{ gw }} dev {{ wan }}
    {% endif %}
    sysctl -w net.ipv4.ip_forward=1
    ip address add {{ address }} dev {{ wan }}
    ip route add 10.0.0.0/33 via {{ gw }}
    #            ^^^^^^^^^^^ error iproute-invalid-prefix
    sysctl -w net.ipv4.conf.{{ wan }}.rp_filter={{ mode }}
    iptables -t nat -A POSTROUTING -o {{ wan }} -j SNAT --to-source {{ address | ipaddr('address') }}
  `);
});
