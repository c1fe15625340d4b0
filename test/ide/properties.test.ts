/** No text makes an editor feature throw, and what features answer lies in the text. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleHost } from '../../server/src/host/assemble.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { codeActions, fixAll } from '../../server/src/ide/codeActions.ts';
import { codeLenses } from '../../server/src/ide/codeLens.ts';
import { completions } from '../../server/src/ide/completion.ts';
import { documentSymbols } from '../../server/src/ide/documentSymbols.ts';
import { foldingRanges } from '../../server/src/ide/folding.ts';
import { hover } from '../../server/src/ide/hover/hover.ts';
import { inlayHints } from '../../server/src/ide/inlayHints.ts';
import { effectiveNetplan } from '../../server/src/ide/netplan/effective/document.ts';
import { rename } from '../../server/src/ide/rename.ts';
import { syntaxFixes } from '../../server/src/ide/netplan/syntaxFixes.ts';
import { highlightsOf } from '../../server/src/ide/references.ts';
import { selectionSpans } from '../../server/src/ide/selectionRanges.ts';
import { signatureAt } from '../../server/src/ide/signatureHelp.ts';
import { kernelProfile } from '../../server/src/kernel/profiles.ts';
import { checkHost } from '../../server/src/rules/index.ts';

const words = [
  'ip',
  'route',
  'rule',
  'add',
  'replace',
  'default',
  'nexthop',
  'via',
  'dev',
  'eno4',
  'weight',
  '1',
  '$W',
  '192.0.2.1',
  '2001:db8::1',
  '-6',
  'table',
  '101',
  'fwmark',
  '\\\n',
  '\n',
  '\r\n',
  '"',
  "'",
  ';',
  '|',
  '<<EOF\n',
  'EOF\n',
  '`',
  '$(',
  ')',
  '#',
  '\t',
  '\u0000',
  '😀',
  'nft',
  'nft -f - <<EOF\n',
  'chain',
  'ct',
  'mark',
  'set',
  'vmap',
  'numgen',
  '{',
  '}',
  '@',
  ',',
  'iptables-restore <<EOF\n*nat\n',
  '-A',
  'sysctl',
  '-w',
  'net.ipv4.conf.eno4.rp_filter=1',
  'net.ipv4.fib_multipath_hash_policy=9',
  'iptables',
  '-t',
  'nat',
  '-A',
  'POSTROUTING',
  '-o',
  '-j',
  'MASQUERADE',
];
const yaml = [
  'network:',
  'ethernets:',
  'eno4:',
  'routes:',
  '- to: default',
  'via: 192.0.2.1',
  '&a',
  '*a',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\n',
  '\n  ',
  '\n    ',
  '"',
  '\t',
];

const script = fc
  .array(fc.constantFrom(...words), { maxLength: 40 })
  .map((parts) => `ip ${parts.join(' ')}`);
const nft = fc
  .array(fc.constantFrom(...words), { maxLength: 40 })
  .map((parts) => `table inet u { chain c { ${parts.join(' ')}`);
const netplan = fc
  .array(fc.constantFrom(...yaml), { maxLength: 30 })
  .map((parts) => `network:\n  ${parts.join(' ')}`);
const kernels = fc.constantFrom('3.2', '3.10', '4.4', '4.15', '5.15', '6.18');

describe.each([
  ['script', '/usr/local/sbin/a.sh', script],
  ['netplan', '/etc/netplan/a.yaml', netplan],
  ['sysctl', '/etc/sysctl.d/a.conf', script],
  ['nft', '/etc/nftables.conf', nft],
  ['iptables-restore', '/etc/iptables/rules.v4', nft],
])('%s', (_kind, path, texts) => {
  test('every feature answers, in the text', () => {
    fc.assert(
      fc.property(texts, kernels, fc.nat(400), (text, version, at) => {
        const kernel = kernelProfile(version);
        if (kernel === undefined) throw new Error(version);
        const document = readDocument({ id: path, path: path.slice(1), text, version: 1 });
        const host = assembleHost([document], { kernel, isTree: true });
        const offset = Math.min(at, text.length);
        const findings = checkHost(host);
        const spans = [
          ...codeLenses(host, document),
          ...completions({ host, document, offset }),
          ...documentSymbols(document),
          ...highlightsOf({ host, document, offset }),
          ...selectionSpans(document, offset).map((span) => ({ span })),
          ...inlayHints(host, document).map((hint) => ({
            span: { start: hint.offset, end: hint.offset },
          })),
          hover({ host, document, offset }) ?? { span: { start: 0, end: 0 } },
        ].map(({ span }) => span);
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        for (const { startLine, endLine } of foldingRanges(document))
          expect(endLine).toBeGreaterThan(startLine);
        signatureAt({ host, document, offset });
        codeActions(findings, path, { start: offset, end: offset });
        fixAll(findings, path);
        if (document.kind === 'netplan') {
          rename({ host, document, offset }, 'eno9');
          syntaxFixes(document, findings, { start: 0, end: text.length });
          effectiveNetplan(host, document);
        }
      }),
      { numRuns: 300 },
    );
  });
});
