/** `envsubst`: what it writes where the script tells it, holes where it does not, and no more than that. */
import { spawnSync } from 'node:child_process';
import { expect, test, describe } from 'vitest';
import { parseShell } from '../../server/src/shell/parse.ts';
import { isUnknown } from '../../server/src/base/fact.ts';

/** What `ip -batch -` reads, holes as `?`; undefined where nobody knows. */
function inputOf(script: string): string | undefined {
  const command = parseShell(script).commands.find(({ name }) => name === 'ip');
  return command?.input?.pieces
    .map((piece) => (piece.unknown === undefined ? piece.text : '?'))
    .join('');
}

const exported = '#!/bin/bash\nexport A=1 B=2\nC=3\n';

describe('of text that the script has', () => {
  test.each([
    ["echo '$A ${B} $C' | envsubst", '1 2 ?\n'],
    ["echo '$A ${B}' | envsubst '$A'", '1 ${B}\n'],
    ["echo '$A ${B}' | envsubst '${B}, $C'", '$A 2\n'],
    ["echo '$A ${B}' | envsubst ''", '$A ${B}\n'],
    ['echo \'$A\' | envsubst "$LIST"', '?\n'],
    ["echo '$$ $1 ${A:-x} $ ${A' | envsubst", '$$ $1 ${A:-x} $ ${A\n'],
    ["echo '$Ax ${A}x $A-x' | envsubst", '? 1x 1-x\n'],
    ["envsubst <<'E'\nvia $A\nE\n", undefined],
    ['cat template | envsubst', undefined],
    ['envsubst < template', undefined],
    ["echo '$A' | envsubst -v", undefined],
    ["echo '$A' | sed s/1/2/ | envsubst", undefined],
  ])('%s', (command, expected) => {
    expect(inputOf(`${exported}${command} | ip -batch -\n`)).toBe(expected);
  });

  test('a here-document', () => {
    expect(inputOf(`${exported}envsubst <<'E' | ip -batch -\nroute add $A via $B\nE\n`)).toBe(
      'route add 1 via 2\n',
    );
  });

  test.each([
    ['A=1\n', '?'],
    ['A=1\nexport A\n', '1'],
    ['declare -x A=1\n', '1'],
    ['if x; then\n  export A\nfi\nA=1\n', '?'],
    ['export A\nread A\n', '?'],
    ['export A=$X\n', '?'],
    ['export B=1\nA=1 # export A\n', '?'],
  ])('%j', (before, expected) => {
    expect(inputOf(`#!/bin/bash\n${before}echo '$A' | envsubst | ip -batch -\n`)).toBe(
      `${expected}\n`,
    );
  });

  const hasProgram = spawnSync('envsubst', ['--version']).status === 0;
  test.skipIf(!hasProgram)('as the program does it', () => {
    for (const text of ['$A ${B} $$ ${A:-x} $ ${A $AA $A$B ${A}${B}', '\\$A "$A" \'$A\' $1 ${1}'])
      for (const format of [undefined, '$A', 'A ${B}', '']) {
        const { stdout } = spawnSync('envsubst', format === undefined ? [] : [format], {
          input: `${text}\n`,
          env: { ...process.env, A: '1', B: '2', AA: '3' },
          encoding: 'utf8',
        });
        const argument = format === undefined ? '' : `'${format}'`;
        const script = `#!/bin/bash\nexport A=1 B=2 AA=3\nenvsubst ${argument} <<'E' | ip -batch -\n${text}\nE\n`;
        expect(inputOf(script)).toBe(stdout);
      }
  });
});

describe('files of variables', () => {
  const valueAt = (script: string): unknown => {
    const word = parseShell(script)
      .commands.find(({ name }) => name === 'ip')
      ?.words.at(-1);
    return word === undefined || isUnknown(word.value) ? '?' : word.value;
  };

  test('os-release sets its own names and no others', () => {
    const script = (name: string): string =>
      `A=1\nID=x\nVERSION_ID=1\n. /etc/os-release\nip link set $${name}\n`;
    expect(valueAt(script('A'))).toBe('1');
    expect(valueAt(script('ID'))).toBe('?');
    expect(valueAt(script('VERSION_ID'))).toBe('?');
  });

  test('any other file that is not here may set anything', () => {
    expect(valueAt('A=1\n. /etc/default/wan\nip link set $A\n')).toBe('?');
    expect(valueAt('A=1\nsource /etc/lsb-release\nip link set $A\n')).toBe('?');
  });
});
