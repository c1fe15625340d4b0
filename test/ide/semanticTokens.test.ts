/** Colours by meaning: each token as `text:type`. */
import { describe, expect, test } from 'vitest';
import { semanticTokens } from '../../server/src/ide/tokens/semanticTokens.ts';
import { placeOf } from './answers.ts';

function tokens(source: string): string {
  const { host, document } = placeOf(source);
  return semanticTokens(host, document)
    .map(({ span, type }) => `${document.file.text.slice(span.start, span.end)}:${type}`)
    .join(' ');
}

describe('semantic tokens', () => {
  test('a word of ip is what ip takes it for', () => {
    expect(
      tokens('#- /u.sh\nip -4 ro add default via 192.0.2.1 dev eno4 table isp1 onlink\n'),
    ).toBe(
      'ip:function -4:parameter ro:class add:method default:number via:keyword 192.0.2.1:number dev:keyword eno4:variable table:keyword isp1:namespace onlink:keyword',
    );
    // A link may have any name, also that of a keyword.
    expect(tokens('#- /u.sh\nip route add 10.0.0.0/8 dev via\n')).toContain(
      'dev:keyword via:variable',
    );
  });

  test('variables and computed words keep the colours of the shell', () => {
    expect(tokens('#- /u.sh\nIF=eno4\nip link set "$IF" up\nip link set ${IF}.5 up\n')).not.toMatch(
      /IF/,
    );
  });

  test('lines for ip -batch, in a file and in a here-document', () => {
    const expected =
      'ip:function -b:parameter -:parameter rule:class add:method fwmark:keyword 0x1/0xff:number lookup:keyword 101:namespace';
    expect(tokens("#- /u.sh\nip -b - <<'E'\nrule add fwmark 0x1/0xff lookup 101\nE\n")).toBe(
      expected,
    );
  });

  test('nft in arguments and in a here-document', () => {
    expect(
      tokens('#- /u.sh\nnft add rule inet fw pre \'iifname "eno4" ct mark set 0x1\'\n'),
    ).toContain('iifname:keyword "eno4":variable ct:keyword mark:keyword set:class 0x1:number');
    expect(
      tokens(
        "#- /u.sh\nnft -f - <<'E'\ntable ip nat {\n chain post { oifname eno4 masquerade; }\n}\nE\n",
      ),
    ).toContain(
      'table:class ip:class nat:namespace chain:class post:namespace oifname:keyword eno4:variable masquerade:function',
    );
  });

  test('lines for iptables-restore', () => {
    expect(
      tokens(
        "#- /u.sh\niptables-restore <<'E'\n*nat\n:PIN - [0:0]\n-A PIN -o eno4 -j ACCEPT\nCOMMIT\nE\n",
      ),
    ).toContain(
      '*nat:namespace :PIN:class -:enumMember -A:parameter PIN:class -o:parameter eno4:variable -j:parameter ACCEPT:method',
    );
  });

  test('iptables', () => {
    expect(
      tokens('#- /u.sh\niptables -t nat -A POSTROUTING ! -o eno4 -s 10.0.0.0/8 -j MASQUERADE\n'),
    ).toBe(
      'iptables:function -t:parameter nat:namespace -A:parameter POSTROUTING:class !:operator -o:parameter eno4:variable -s:parameter 10.0.0.0/8:number -j:parameter MASQUERADE:method',
    );
  });

  test('a loop is coloured once, and a word over two lines not at all', () => {
    expect(
      tokens('#- /u.sh\nfor t in 1 2; do ip route flush table 101; done\nip link set "a\nb" up\n'),
    ).toBe(
      'ip:function route:class flush:method table:keyword 101:namespace ip:function link:class set:method up:keyword',
    );
  });
});
