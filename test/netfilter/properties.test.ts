/** Whatever the text: nothing throws, and every span lies in it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assembleNetfilter } from '../../server/src/host/assemble/netfilter.ts';
import { readIptablesRestoreFile, readNftFile } from '../../server/src/netfilter/read.ts';
import type { NetfilterReading, NetfilterStep } from '../../server/src/netfilter/types.ts';
import { stepsOfScript } from './support.ts';

const words = (list: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(fc.constantFrom(...list.split(' '), '\n', '\n', ' '), fc.string({ maxLength: 4 })),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(' '));

const nftText = words(
  'table chain ip inet nat c t { } { } ; , : = != & | ( ) type filter hook prerouting priority -150 meta mark set ct state new vmap map jump accept "eno4" oifname iifname masquerade snat to dnat ip saddr @s $V define add rule delete flush ruleset elements # " \\ 0xff',
);
const restoreText = words(
  '*nat *mangle :PIN - [0:0] COMMIT -A -I -D PREROUTING PIN -j CONNMARK --set-mark 1/2 --restore-mark -m mark --mark ! -o eno4 " \\ #',
);
const scriptText = words(
  'iptables ip6tables nft -t nat -A -I -D -C -X -F -N POSTROUTING 1 -j MASQUERADE MARK --set-mark --set- ! -o eno4 -m mark conntrack --ctstate NEW -f - <<EOF EOF add rule ip nat $X "$Y" && || \' ` ;',
);

function spansOf(steps: readonly NetfilterStep[]): readonly { start: number; end: number }[] {
  return steps.map((step) => {
    if (step.kind === 'rule') return step.rule.origin.span;
    if (step.kind === 'chain') return step.chain.origin.span;
    if (step.kind === 'flush') return step.flush.origin.span;
    return step.kind === 'unmodelled' ? step.origin.span : step.place.origin.span;
  });
}

function expectSound(text: string, { steps, problems }: NetfilterReading): void {
  assembleNetfilter(steps);
  for (const { start, end } of [...spansOf(steps), ...problems.map((problem) => problem.span)]) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
  }
}

test('nft files', () => {
  fc.assert(
    fc.property(nftText, (text) => expectSound(text, readNftFile(text, 'f'))),
    { numRuns: 500 },
  );
});

test('iptables-restore files', () => {
  fc.assert(
    fc.property(restoreText, (text) => expectSound(text, readIptablesRestoreFile(text, 'f'))),
    { numRuns: 500 },
  );
});

test('scripts', () => {
  fc.assert(
    fc.property(scriptText, (text) =>
      expectSound(text, { steps: stepsOfScript(text), problems: [] }),
    ),
    { numRuns: 500 },
  );
});

test('the spans of a here-document with variables stand in the script', () => {
  const script = `WAN=eno4
nft -f - <<EOF
table ip t {
  chain c {
    oifname "$WAN" masquerade
  }
}
EOF
iptables-restore -n <<EOF
*nat
-A POSTROUTING -o $WAN -j MASQUERADE
COMMIT
EOF
`;
  const rules = stepsOfScript(script).flatMap((step) => (step.kind === 'rule' ? [step.rule] : []));
  const written = rules.map((rule) =>
    [rule.origin, rule.match.oif?.names[0]?.origin].map((origin) =>
      script.slice(origin?.span.start, origin?.span.end),
    ),
  );
  expect(written).toEqual([
    ['oifname "$WAN" masquerade', '"$WAN"'],
    ['-A POSTROUTING -o $WAN -j MASQUERADE', '$WAN'],
  ]);
});

test('nesting that no person writes', () => {
  const deep = `meta mark set ${'('.repeat(20_000)}1`;
  const text = `table ip t {\nchain c {\n${deep}\n}\n}\n`;
  expectSound(text, readNftFile(text, 'f'));
  expectSound('{'.repeat(20_000), readNftFile('{'.repeat(20_000), 'f'));
});
