/** The synopsis at the cursor; the current argument stands between `*`. */
import { describe, expect, test } from 'vitest';
import { completions } from '../../server/src/ide/completion.ts';
import { signatureAt } from '../../server/src/ide/signatureHelp.ts';
import { workspaceSymbols } from '../../server/src/ide/workspaceSymbols.ts';
import { placeOf } from './answers.ts';

function signature(line: string): string {
  const found = signatureAt(placeOf(`#- /u.sh\n${line}\n`));
  if (found === undefined) return 'nothing';
  const { label, parameters, active } = found;
  const span = active === undefined ? undefined : parameters[active]?.span;
  if (span === undefined) return label;
  return `${label.slice(0, span.start)}*${label.slice(span.start, span.end)}*${label.slice(span.end)}`;
}

describe('signature help', () => {
  test('marks the argument whose value is expected or being written', () => {
    expect(signature('ip ro add default via <|>')).toContain('*[via ADDRESS]*');
    expect(signature('ip ro add default via 192.0<|>')).toContain('*[via ADDRESS]*');
    expect(signature('ip route add default via 192.0.2.1 dev <|>')).toContain('*[dev DEVICE]*');
    expect(signature('ip rule add fwmark 1 lookup <|>')).toMatch(
      /^ip rule add .*\*\[table TABLE\]\*/,
    );
  });

  test('names object and verb in full', () => {
    expect(signature('ip ru a from 192.0.2.1 <|>')).toMatch(/^ip rule add /);
    expect(signature('ip addr add 192.0.2.1/24 <|>')).toContain('[dev DEVICE]');
  });

  test('marks nothing where any keyword may follow', () => {
    expect(signature('ip route add default <|>')).not.toContain('*');
  });

  test('within a nexthop, its own words', () => {
    const found = signature('ip route add default nexthop via 192.0.2.1 weight <|>');
    expect(found).toMatch(/\*\[weight [^\]]+\]\*/);
    expect(found).not.toContain('table');
  });

  test('says since when a word is there', () => {
    const found = signatureAt(placeOf('#- /u.sh\nip rule add dport <|>\n'));
    expect(found?.parameters[found.active ?? 0]?.doc).toBe(
      'Destination port or range. Since Linux 4.17 and iproute2 4.17.',
    );
  });

  test('and so does completion', () => {
    const docOf = (line: string, word: string): string | undefined =>
      completions(placeOf(`#- /u.sh\n${line}\n`)).find(({ label }) => label === word)?.doc;
    expect(docOf('ip rule show <|>', 'flowlabel')).toMatch(
      / Since Linux 6\.14 and iproute2 6\.14\.$/,
    );
    expect(docOf('ip link add a type <|>', 'netkit')).toMatch(
      / Since Linux 6\.7 and iproute2 6\.8\.$/,
    );
    expect(docOf('ip neigh <|>', 'get')).toMatch(/ Since Linux 5\.0 and iproute2 5\.5\.$/);
    expect(docOf('ip <|>', 'mptcp')).toMatch(/ Since Linux 5\.6 and iproute2 5\.8\.$/);
  });

  test('says nothing before the verb and outside of ip', () => {
    expect(signature('ip rou<|>')).toBe('nothing');
    expect(signature('echo <|>')).toBe('nothing');
  });
});

test('symbols of the workspace are definitions that fit the query', () => {
  const { host } = placeOf(
    '#- /etc/iproute2/rt_tables\n101 isp1\n#- /u.sh\nip link add wan0 type bridge\nip link set wan0 up\n',
  );
  const found = (query: string): readonly string[] =>
    workspaceSymbols(host, query).map(({ text }) => text);
  expect(found('')).toEqual(['101', 'isp1', 'wan0']);
  expect(found('WN')).toEqual(['wan0']);
  expect(found('x')).toEqual([]);
});
