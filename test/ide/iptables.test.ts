/** Completion, hover and signature help inside iptables commands, of sysctl, and of values of the host in `ip`. */
import { describe, expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion.ts';
import { signatureAt } from '../../server/src/ide/signatureHelp.ts';
import { completionsAt, hoverAt, placeOf } from './answers.ts';

const script = `#- /u.sh
ip link add br9 type bridge
ip addr add 192.0.2.5/24 dev br9
ip rule add fwmark 0x20 table 100
iptables -t mangle -N PIN
`;

function complete(line: string): readonly string[] {
  return completionsAt(`${script}${line}\n`);
}

describe('completion of iptables', () => {
  test('commands first, then options of the rule', () => {
    const first = complete('iptables -<|>');
    expect(first.slice(0, 4)).toEqual(['-A', '-D', '-C', '-I']);
    expect(complete('iptables -t nat -A POSTROUTING <|>')).toContain('-j');
    expect(complete('iptables -t nat -A POSTROUTING <|>')).not.toContain('-D');
    expect(complete('iptables -t nat -A POSTROUTING --ou<|>')).toContain('--out-interface');
  });

  test('chains of the table, those of these files among them', () => {
    expect(complete('iptables -t mangle -A <|>')).toEqual([
      'PREROUTING',
      'INPUT',
      'FORWARD',
      'OUTPUT',
      'POSTROUTING',
      'PIN',
    ]);
    expect(complete('iptables -A <|>')).toEqual(['INPUT', 'FORWARD', 'OUTPUT']);
    expect(complete('ip6tables -t mangle -A <|>')).not.toContain('PIN');
    expect(complete('iptables -P FORWARD <|>').slice(0, 2)).toEqual(['ACCEPT', 'DROP']);
  });

  test('targets and matches that fit the table and the family', () => {
    const targets = complete('iptables -t mangle -A PREROUTING -j <|>');
    expect(targets.slice(0, 3)).toEqual(['ACCEPT', 'DROP', 'RETURN']);
    expect(targets).toEqual(expect.arrayContaining(['MARK', 'CONNMARK', 'PIN']));
    expect(targets).not.toContain('MASQUERADE');
    expect(complete('iptables -m <|>')).toContain('statistic');
    expect(complete('iptables -m <|>')).not.toContain('hl');
  });

  test('options of a match in use, and their words', () => {
    expect(complete('iptables -A INPUT -m statistic <|>').slice(0, 2)).toContain('--mode');
    expect(complete('iptables -A INPUT -m statistic --mode <|>')).toEqual(['random', 'nth']);
    expect(complete('iptables -A INPUT -m statistic --mode nth <|>')).not.toContain('--mode');
    expect(complete('iptables -A INPUT -m conntrack --ctstate <|>')).toContain('ESTABLISHED');
  });

  test('links, addresses and marks of the host', () => {
    expect(complete('iptables -A FORWARD -i <|>')).toContain('br9');
    expect(complete('iptables -A FORWARD -s <|>')).toEqual(['192.0.2.0/24', '192.0.2.5']);
    expect(complete('ip6tables -A FORWARD -s <|>')).toEqual([]);
    expect(complete('iptables -t mangle -A PREROUTING -m mark --mark <|>')).toEqual(['0x20']);
    expect(complete('ip rule add fwmark <|>')).toEqual(['0x20']);
    expect(complete('ip route add default src <|>')).toContain('192.0.2.5');
  });

  test('replaces the word that was begun', () => {
    const place = placeOf(`${script}iptables -t mangle -A PRE<|>ROUTING\n`);
    const { text } = place.document.file;
    const spans = completions(place).map(({ span }) => text.slice(span.start, span.end));
    expect(new Set(spans)).toEqual(new Set(['PRE']));
  });

  test('nothing in the name of the program', () => {
    expect(complete('iptab<|>les -L')).toEqual([]);
  });
});

describe('completion of sysctl', () => {
  const host = '#- /etc/sysctl.d/60-x.conf\n';
  test('keys with the links of the host, and values', () => {
    expect(completionsAt(`${host}net.ipv4.ip_f<|>\n`)).toContain('net.ipv4.conf.all.rp_filter');
    expect(completionsAt(`${host}net.ipv4.conf.all.rp_filter = <|>\n`)).toEqual(['0', '1', '2']);
    expect(complete('sysctl -w net.ipv4.conf.br9.rp_filter=<|>')).toEqual(['0', '1', '2']);
    expect(complete('sysctl -w net.<|>')).toContain('net.ipv4.conf.br9.rp_filter');
    expect(completionsAt(`${host}# net.<|>\n`)).toEqual([]);
  });
});

describe('hover of iptables', () => {
  const hover = (line: string): string => hoverAt(`${script}${line}\n`);
  test('options of the program, of matches and of targets', () => {
    expect(hover('iptables -A INPUT -<|>i br9')).toContain('**-i, --in-interface** link');
    expect(hover('iptables -A INPUT -m statistic --mo<|>de nth')).toContain('`random`, `nth`');
    expect(hover('iptables -t nat -A POSTROUTING -j MASQUERADE --rand<|>om')).toContain(
      'Option of the target `MASQUERADE`',
    );
  });
  test('matches and targets with where they may stand', () => {
    expect(hover('iptables -t nat -A POSTROUTING -j MASQ<|>UERADE')).toMatch(
      /\*\*MASQUERADE\*\*, a target of iptables[^]*Only in table `nat`/,
    );
    expect(hover('iptables -A INPUT -m conn<|>mark --mark 1')).toContain('a match of iptables');
    expect(hover('iptables -A INPUT -j <|>PIN')).toBe('nothing');
  });
});

describe('signature help of iptables', () => {
  const signature = (line: string): string => {
    const found = signatureAt(placeOf(`${script}${line}\n`));
    if (found === undefined) return 'nothing';
    const { label, parameters, active } = found;
    const span = active === undefined ? undefined : parameters[active]?.span;
    if (span === undefined) return label;
    return `${label.slice(0, span.start)}*${label.slice(span.start, span.end)}*${label.slice(span.end)}`;
  };
  test('marks the option whose value is expected or being written', () => {
    expect(signature('iptables -A INPUT -m statistic --mode <|>')).toMatch(
      /^-m statistic \*--mode random\|nth\*|^-m statistic .*\*[^*]*--mode[^*]*\*/,
    );
    expect(signature('iptables -A INPUT -m statistic --mode nt<|>')).toMatch(
      /\*[^*]*--mode[^*]*\*/,
    );
    expect(signature('iptables -t nat -A POSTROUTING -j SNAT --to-source 192.0<|>')).toMatch(
      /^-j SNAT .*\*[^*]*--to-source[^*]*\*/,
    );
  });
  test('marks nothing where any option may follow', () => {
    expect(signature('iptables -A INPUT -m statistic <|>')).toMatch(/^-m statistic [^*]+$/);
    expect(signature('iptables -A INPUT <|>')).toBe('nothing');
  });
});

describe.each([
  ['a rule file', (rules: string) => `#- /etc/iptables/rules.v4\n${rules}`],
  ['a here-document', (rules: string) => `#- /u.sh\niptables-restore <<'EOF'\n${rules}EOF\n`],
])('lines for iptables-restore in %s', (_name, file) => {
  const rules = (line: string): string =>
    file(`*nat\n:PREROUTING ACCEPT [0:0]\n:PIN - [0:0]\n${line}\nCOMMIT\n`);
  test('completion knows the table', () => {
    expect(completionsAt(rules('-A <|>'))).toEqual(
      expect.arrayContaining(['PREROUTING', 'POSTROUTING', 'PIN']),
    );
    expect(completionsAt(rules('-A <|>'))).not.toContain('FORWARD');
    expect(completionsAt(rules('[1:60] -A POSTROUTING -j <|>'))).toContain('MASQUERADE');
    expect(completionsAt(rules('-A POSTROUTING -j MASQUERADE --<|>'))).toContain('--to-ports');
    expect(completionsAt(rules('# -A <|>'))).toEqual([]);
  });
  test('beginnings of lines', () => {
    expect(completionsAt(rules('<|>'))).toEqual(
      expect.arrayContaining([':POSTROUTING', '-A', 'COMMIT']),
    );
    expect(completionsAt(rules('CO<|>'))).toContain('COMMIT');
    expect(completionsAt(rules(':POST<|>'))).toContain(':POSTROUTING');
    expect(completionsAt(rules(':POSTROUTING <|>'))).toEqual(['ACCEPT', 'DROP', '-']);
    expect(completionsAt(file('*<|>\n'))).toContain('*mangle');
  });
  test('hover and signature help', () => {
    expect(hoverAt(rules('-A POSTROUTING -j MASQ<|>UERADE'))).toContain('a target of iptables');
    expect(hoverAt(rules('-A POSTROUTING -<|>o eno4 -j PIN'))).toContain('--out-interface');
    expect(signatureAt(placeOf(rules('-A POSTROUTING -j SNAT --to-source <|>')))?.label).toMatch(
      /^-j SNAT /,
    );
  });
});

test('tables are completed by name and, where they have none, by number; each once', () => {
  const host = '#- /etc/iproute2/rt_tables\n101 isp1\n#- /u.sh\nip rule add fwmark 1 table 102\n';
  expect(completionsAt(`${host}ip route add default dev eno3 table <|>\n`)).toEqual([
    'main',
    'local',
    'default',
    'isp1',
    '102',
  ]);
  expect(
    completionsAt(`${host}ip rule add from 10.0.0.0/8 lookup 101\nip rule add table <|>\n`),
  ).toHaveLength(5);
});
