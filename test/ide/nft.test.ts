/** Completion, hover and signature help of nft: in files, in arguments and in here-documents. */
import { describe, expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion.ts';
import { signatureAt } from '../../server/src/ide/signatureHelp.ts';
import { fieldsOf } from '../../server/src/netfilter/nft/fields.ts';
import { beginsPart } from '../../server/src/netfilter/nft/keywords.ts';
import {
  bareFieldOf,
  expressionOf,
  keyOf,
  keys,
  statementOf,
} from '../../server/src/netfilter/nft/words/index.ts';
import { completionsAt, hoverAt, placeOf } from './answers.ts';

const host = `#- /etc/netplan/a.yaml
network:
  version: 2
  ethernets:
    eno3: {addresses: [192.0.2.5/24]}
#- /u.sh
ip rule add fwmark 0x20 table 100
#- /etc/nftables.conf
`;

/** In a rule of a chain of \`inet uplinks\`. */
const inRule = (rule: string): string => `${host}define WAN = "eno3"
table inet uplinks {
  set office { type ipv4_addr; }
  chain pick { }
  chain forward {
    type filter hook forward priority filter; policy accept;
    ${rule}
  }
}
table ip other { chain elsewhere { } }
`;
const complete = (rule: string): readonly string[] => completionsAt(inRule(rule));
const hover = (rule: string): string => hoverAt(inRule(rule));

describe('completion of nft', () => {
  test('commands, families and tables at the top', () => {
    expect(completionsAt(`${host}<|>`)).toEqual(
      expect.arrayContaining(['table', 'define', 'flush']),
    );
    expect(completionsAt(`${host}flush <|>`)).toContain('ruleset');
    expect(completionsAt(`${host}table inet uplinks { }\nflush table <|>\n`).slice(0, 2)).toEqual([
      'inet uplinks',
      'ip',
    ]);
    expect(completionsAt(`${host}table inet uplinks { }\nflush table inet <|>\n`)).toEqual([
      'uplinks',
    ]);
    expect(completionsAt(`${host}table inet up<|>`)).toEqual([]);
  });

  test('objects in a table, settings in sets and chains', () => {
    const inTable = completionsAt(`${host}table inet uplinks {\n  <|>\n}\n`);
    expect(inTable).toEqual(expect.arrayContaining(['chain', 'set', 'map', 'flags']));
    expect(inTable).not.toContain('accept');
    expect(completionsAt(`${host}table inet u { set a { <|> } }`)).toEqual(
      expect.arrayContaining(['type', 'elements', 'auto-merge']),
    );
    expect(completionsAt(`${host}table inet u { set a { type <|> } }`)).toContain('ipv4_addr');
    expect(
      completionsAt(`${host}table inet u { set a { type ipv4_addr; flags interval, <|> } }`),
    ).toContain('timeout');
    expect(completionsAt(`${host}table inet u { chain a { type <|> } }`).slice(0, 3)).toEqual([
      'filter',
      'nat',
      'route',
    ]);
    expect(completionsAt(`${host}table inet u { chain a { type nat hook <|> } }`)).toContain(
      'postrouting',
    );
    expect(
      completionsAt(`${host}table inet u { chain a { type nat hook postrouting priority <|> } }`),
    ).toContain('srcnat');
    expect(
      completionsAt(
        `${host}table inet u { chain a { type nat hook postrouting priority srcnat; policy <|> } }`,
      ),
    ).toEqual(['accept', 'drop']);
  });

  test('matches and statements in a rule, behind a verdict only a comment', () => {
    const first = complete('<|>');
    expect(first).toEqual(
      expect.arrayContaining(['meta', 'iifname', 'ct', 'numgen', 'masquerade', 'jump', 'policy']),
    );
    expect(first).not.toContain('table');
    expect(complete('ct state new counter <|>')).toEqual(
      expect.arrayContaining(['packets', 'accept', 'tcp']),
    );
    expect(complete('iifname "eno3" accept <|>')).toEqual(['comment']);
  });

  test('fields, operators and values', () => {
    expect(complete('ct <|>').slice(0, 2)).toEqual(['state', 'mark']);
    expect(complete('ct state <|>')).toEqual(
      expect.arrayContaining(['new', 'established', '!=', 'vmap', '@office']),
    );
    expect(complete('ct state new,<|>')).toContain('established');
    expect(complete('ct state new,<|>')).not.toContain('vmap');
    expect(complete('ct state { new, <|> }')).toContain('related');
    expect(complete('ct original ip <|>')).toContain('saddr');
    expect(complete('tcp option <|>')).toContain('maxseg');
    expect(complete('tcp option maxseg size <|>')).toContain('set');
    expect(complete('iifname . <|>')).toEqual(expect.arrayContaining(['ip', 'oifname']));
    expect(complete('meta mark set <|>')).toEqual(expect.arrayContaining(['0x20', 'ct', 'meta']));
    expect(complete('meta mark set ct <|>')).toContain('mark');
    expect(complete('meta mark set numgen <|>')).toEqual(expect.arrayContaining(['inc', 'random']));
    expect(complete('meta mark set numgen inc mod 2 <|>')).toContain('offset');
    expect(complete('fib saddr . iif <|>')).toEqual(expect.arrayContaining(['oif', 'type']));
    expect(complete('fib daddr type <|>')).toContain('local');
  });

  test('chains, sets and variables of the table and the file', () => {
    expect(complete('jump <|>')).toEqual(['pick', 'forward']);
    expect(complete('ct state vmap { new : <|> }')).toEqual(
      expect.arrayContaining(['accept', 'jump']),
    );
    expect(complete('ct state vmap { new : jump <|> }')).toEqual(['pick', 'forward']);
    expect(complete('ip saddr @<|>')).toContain('@office');
    expect(complete('oifname $<|>')).toEqual(['$WAN']);
    expect(complete('add <|>')).toEqual(['@office']);
    expect(complete('update @office { ip <|> }')).toContain('saddr');
  });

  test('links with their quotes, addresses of the host', () => {
    const offered = (rule: string) =>
      completions(placeOf(inRule(rule))).filter(({ kind }) => kind === 'link');
    expect(offered('oifname <|>').map(({ label, insert }) => [label, insert])).toEqual([
      ['eno3', '"eno3"'],
    ]);
    expect(offered('oifname "e<|>"').map(({ label, insert }) => [label, insert])).toEqual([
      ['eno3', undefined],
    ]);
    expect(offered('oifname "e<|>').map(({ span }) => span.end - span.start)).toEqual([1]);
    expect(complete('ip daddr <|>')).toEqual(expect.arrayContaining(['192.0.2.0/24', '192.0.2.5']));
  });

  test('nothing in comments, in texts and where a name is new', () => {
    expect(complete('accept # ct <|>')).toEqual([]);
    expect(complete('log prefix "ct <|>"')).toEqual([]);
    expect(completionsAt(`${host}define <|>`)).toEqual([]);
  });

  test('in arguments of a command and in a here-document', () => {
    const made = 'nft add table inet u\nnft add chain inet u pick\n';
    expect(completionsAt(`#- /x.sh\n${made}nft add rule inet u <|>\n`)).toEqual(['pick']);
    expect(completionsAt(`#- /x.sh\n${made}nft add rule inet u pick ct <|>\n`)).toContain('state');
    expect(
      completionsAt(
        `#- /x.sh\nip link add br9 type bridge\nnft -a add rule inet u pick oifname <|>\n`,
      ),
    ).toContain('br9');
    expect(
      completionsAt(
        `#- /x.sh\nnft -f - <<EOF\ntable inet u {\n  chain c {\n    ct <|>\n  }\n}\nEOF\n`,
      ),
    ).toContain('state');
    expect(completionsAt(`#- /x.sh\nnft -f - <<'EOF'\nadd rule inet u pick <|>\nEOF\n`)).toContain(
      'masquerade',
    );
    expect(completionsAt(`#- /x.sh\nnf<|>t list ruleset\n`)).toEqual([]);
    expect(completionsAt(`#- /x.sh\nnft -f /etc/x.nft <|>\n`)).toEqual([]);
  });
});

describe('hover of nft', () => {
  test('keywords with their version', () => {
    expect(hover('meta mark set num<|>gen inc mod 2')).toMatch(
      /\*\*numgen\*\*[^]*Since Linux 4\.9\./,
    );
    expect(hover('meta mark set numgen inc m<|>od 2')).toContain('Part of `numgen`');
    expect(hover('ct sta<|>te new')).toContain('**ct state** STATE');
    expect(hover('oifna<|>me "eno3" masquerade')).toContain('**meta oifname**');
    expect(hover('oifname "eno3" masq<|>uerade')).toContain('Since Linux 3.18.');
    expect(hover('log pre<|>fix "x"')).toContain('**prefix** "TEXT"');
    expect(hover('i<|>p saddr 192.0.2.1')).toContain('`saddr`');
  });
  test('settings and commands, and nothing on names and values', () => {
    expect(hoverAt(inRule('').replace('hook forward', 'ho<|>ok forward'))).toContain('prerouting');
    expect(hoverAt(inRule('').replace('set office', 's<|>et office'))).toContain('look up as');
    expect(hoverAt(`${host}des<|>troy table inet x`)).toContain('Since Linux 6.3.');
    expect(hover('oifname "en<|>o3" accept')).toBe('nothing');
    expect(hover('jump pi<|>ck')).toBe('nothing');
  });
  test('in a here-document and in arguments', () => {
    expect(hoverAt(`#- /x.sh\nnft add rule inet u c c<|>t state new\n`)).toContain(
      'connection tracking',
    );
    expect(hoverAt(`#- /x.sh\nnft -f - <<EOF\nadd rule inet u c no<|>track\nEOF\n`)).toContain(
      '**notrack**',
    );
  });
});

describe('signature help of nft', () => {
  const marked = (source: string): string => {
    const found = signatureAt(placeOf(source));
    if (found === undefined) return 'nothing';
    const { label, parameters, active } = found;
    const span = active === undefined ? undefined : parameters[active]?.span;
    if (span === undefined) return label;
    return `${label.slice(0, span.start)}*${label.slice(span.start, span.end)}*${label.slice(span.end)}`;
  };
  const signature = (rule: string): string => marked(inRule(rule));
  test('marks the part whose value is expected', () => {
    expect(signature('log prefix <|>')).toMatch(/^log \*\[prefix "TEXT"\]\*/);
    expect(signature('meta mark set numgen inc mod <|>')).toMatch(/^numgen .*\*\[mod NUMBER\]\*/);
    expect(signature('snat ip to <|>')).toMatch(/^snat .*\*\[to ADDRESS/);
    expect(signature('ct state <|>')).toBe('ct state [!=] *STATE[,STATE…] | { … } | @SET*');
    expect(signature('ct <|>')).toBe('ct *FIELD*');
    expect(signature('limit rate over <|>')).toMatch(/^limit .*\*N\/second/);
  });
  test('marks nothing where any part may follow, and says nothing behind a verdict', () => {
    expect(signature('log <|>')).toMatch(/^log [^*]+$/);
    expect(signature('accept <|>')).toBe('nothing');
    expect(signature('<|>')).toBe('nothing');
  });
  test('commands with their names', () => {
    expect(marked(`#- /x.sh\nnft add rule inet <|>\n`)).toBe(
      'add rule [FAMILY] *TABLE* CHAIN [index N | handle N] RULE',
    );
    expect(marked(`#- /x.sh\nnft add rule inet u <|>\n`)).toBe(
      'add rule [FAMILY] TABLE *CHAIN* [index N | handle N] RULE',
    );
    expect(marked(`#- /x.sh\nnft add table <|>\n`)).toBe('add table *[FAMILY]* TABLE');
  });
});

describe('the words of nft', () => {
  test('every word that begins a part of a rule is explained', () => {
    const words =
      'accept drop reject return continue jump goto queue counter last quota limit log masquerade snat dnat redirect notrack dup fwd tproxy synproxy comment update add delete flow meter reset meta mark iif iifname oif oifname ether vlan arp ip icmp igmp ip6 icmpv6 ah esp comp udp udplite tcp dccp sctp th gre gretap geneve vxlan rt srh hbh frag dst mh exthdr socket osf fib ct jhash symhash numgen tunnel ipsec time day hour random'.split(
        ' ',
      );
    for (const word of words) {
      expect(beginsPart(word), word).toBe(true);
      const row = statementOf(word) ?? keyOf(word) ?? expressionOf(word) ?? bareFieldOf(word);
      expect(row?.doc, word).toMatch(/\.$/);
    }
  });
  test('the fields that are explained are those that the check of rules knows', () => {
    const checked = keys.flatMap(({ word, fields }) => {
      const known = fieldsOf(word);
      return known === undefined ? [] : [[word, [...known].toSorted(), fields] as const];
    });
    expect(checked.length).toBeGreaterThan(15);
    for (const [word, known, fields] of checked)
      expect(fields.map((field) => field.word).toSorted(), word).toEqual(known);
  });
  test('no key names a field twice', () => {
    for (const { word, fields } of keys)
      expect(new Set(fields.map((field) => field.word)).size, word).toBe(fields.length);
  });
});
