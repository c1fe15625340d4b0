import { expect, test } from 'vitest';
import { unsendableWarnings } from '../../server/src/plan/unsendable.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (path: string, content: Uint8Array | undefined) => ({
  path,
  mode: '644',
  content,
  before: undefined,
});

test('a file that was not read stops the apply', () => {
  const [warning] = unsendableWarnings({ tooLarge: ['usr/local/sbin/huge.sh'], planned: [] });
  expect(warning).toMatchObject({ kind: 'unsendable', severity: 'error' });
  expect(warning?.text).toMatch(/^usr\/local\/sbin\/huge.sh is too large/);
});

test('a file whose bytes were lost when it was read stops the apply', () => {
  const latin1 = new TextDecoder().decode(new Uint8Array([0x23, 0x20, 0xe9, 0x0a]));
  const planned = [
    file('/etc/sysctl.d/a.conf', bytes('# é — 日本\n')),
    file('/etc/sysctl.d/b.conf', bytes(latin1)),
    file('/etc/sysctl.d/gone.conf', undefined),
  ];
  const warnings = unsendableWarnings({ tooLarge: [], planned });
  expect(warnings.map(({ text }) => text.split(' ')[0])).toEqual(['/etc/sysctl.d/b.conf']);
});
