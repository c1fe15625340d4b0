/** Units with their drop-ins and files of variables: what `Exec*=` runs, and what stays unknown. */
import { describe, expect, test } from 'vitest';
import { readEnvironmentFile } from '../../server/src/formats/systemd/environmentFile.ts';
import { splitQuoted } from '../../server/src/formats/systemd/quoted.ts';
import { stepsOf } from '../../server/src/host/commands.ts';
import { readDocument } from '../../server/src/host/document.ts';
import { usesSameFiles } from '../../server/src/host/sameFiles.ts';
import { createHostFiles, type HostFiles } from '../../server/src/host/sourcing.ts';
import type { Document } from '../../server/src/host/model.ts';
import { checkRules } from '../support/checkRules.ts';
import { piecesOfWord, textOf } from '../../server/src/shell/pieces.ts';

const unitPath = 'etc/systemd/system/wan@eth0.service';

function filesOf(texts: Readonly<Record<string, string>>): HostFiles {
  return createHostFiles(
    Object.entries(texts).map(([path, text]) => ({ id: `/${path}`, path, text, version: 1 })),
  );
}

function documentIn(files: HostFiles, path: string): Document {
  const file = files.byPath.get(path);
  if (file === undefined) throw new Error(path);
  return readDocument(file, undefined, files);
}

/** The commands of one of the files, unknown parts as `?`. */
function commands(texts: Readonly<Record<string, string>>, path = unitPath): readonly string[] {
  return stepsOf(documentIn(filesOf(texts), path)).map(({ command }) =>
    command.words.map((word) => textOf(piecesOfWord(word)).replaceAll('\uE000', '?')).join(' '),
  );
}

/** The arguments of `ip route add` in a unit with these lines. */
function args(lines: string, words: string, more: Readonly<Record<string, string>> = {}): string {
  const text = `[Service]\n${lines}\nExecStart=/sbin/ip route add ${words}\n`;
  const [first = ''] = commands({ [unitPath]: text, ...more });
  return first.replace(/^\S+ route add /, '');
}

describe('variables of Environment=', () => {
  test.each([
    ['Environment=A=1 B=2', '${A} ${B}', '1 2'],
    ['Environment="A=1 2" B="3 4"', '$A ${B}', '1 2 3 4'],
    ['Environment="A=1 2"', 'x${A}', 'x1 2'],
    // A word alone, in quotes or not, is split; a part of a word is text, and what only begins so is nothing.
    ['Environment="A=1 2"', '"$A"', '1 2'],
    ['Environment=A=1', 'x$A', 'x$A'],
    ['Environment=A=1', '$A-x y', 'y'],
    ['Environment=A=1', '$$A', '$A'],
    ['Environment=A=1', '$$$$', '$$'],
    ['Environment=A=', '$A x', 'x'],
    ['Environment=A=1', '$B x', '? x'],
    [`Environment=A="'1 2' 3"`, '$A', '1 2 3'],
    // Specifiers and escapes; what is not known stays so.
    ['Environment=A=%i B=%p', '${A} ${B}', 'eth0 wan'],
    ['Environment=A=%n B=%j', '${A} ${B}', 'wan@eth0.service wan'],
    ['Environment=A=%H', '${A}', '?'],
    ['Environment=A=x\\x41', '${A}', 'xA'],
    ['Environment=A={{ gw }}', '${A}', '?'],
    ['Environment=A=1\nEnvironment=\nEnvironment=B=2', '${A} ${B}', '? 2'],
    ['Environment=A=1 B=2\nUnsetEnvironment=A', '${A} ${B}', '? 2'],
    // Variables of the manager are the weakest.
    ['Environment=A=1\nPassEnvironment=A B', '${A} ${B}', '1 ?'],
  ])('%j, %j: %j', (lines, words, expected) => {
    expect(args(lines, words)).toBe(expected);
  });

  test('`:` before the program keeps them out', () => {
    const text = '[Service]\nEnvironment=A=1\nExecStart=-:/sbin/ip route add $A ${A} $$\n';
    expect(commands({ [unitPath]: text })).toEqual(['/sbin/ip route add $A ${A} $$']);
  });
});

describe('files of EnvironmentFile=', () => {
  const wan = { 'etc/default/wan': '# uplink\nGW=192.0.2.1\nDEV="eth7"\n' };
  test.each([
    ['EnvironmentFile=/etc/default/wan', 'via ${GW} dev $DEV', 'via 192.0.2.1 dev eth7'],
    ['EnvironmentFile=-/etc/default/wan', '${GW}', '192.0.2.1'],
    ['EnvironmentFile=/etc/default/%p', '${GW}', '192.0.2.1'],
    ['EnvironmentFile=%E/default/wan', '${GW}', '192.0.2.1'],
    // The file is stronger, wherever the lines stand.
    ['EnvironmentFile=/etc/default/wan\nEnvironment=GW=1 X=2', '${GW} ${X}', '192.0.2.1 2'],
    // A file that is not here may say anything, but for those behind it.
    ['Environment=X=2\nEnvironmentFile=-/etc/default/none', '${X}', '?'],
    ['EnvironmentFile=/etc/none\nEnvironmentFile=/etc/default/wan', '${GW} ${X}', '192.0.2.1 ?'],
    ['EnvironmentFile=/etc/default/wan\nEnvironmentFile=/etc/none', '${GW}', '?'],
    ['EnvironmentFile=/etc/default/%H', '${GW}', '?'],
    ['EnvironmentFile=etc/default/wan', '${GW}', '?'],
    ['EnvironmentFile=/etc/none\nEnvironmentFile=\nEnvironment=GW=1', '${GW}', '1'],
    // Patterns, of the file name only.
    ['EnvironmentFile=/etc/default/w*', '${GW}', '192.0.2.1'],
    ['EnvironmentFile=/etc/default/[vw]a?', '${GW}', '192.0.2.1'],
    ['EnvironmentFile=/etc/default/[!w]*', '${GW}', '?'],
    ['EnvironmentFile=/etc/default/w**', '${GW}', '192.0.2.1'],
    [`EnvironmentFile=/etc/default/${'*a'.repeat(300)}`, '${GW}', '?'],
    ['EnvironmentFile=/etc/*/wan', '${GW}', '?'],
    ['EnvironmentFile=/etc/default/[w', '${GW}', '?'],
  ])('%j, %j: %j', (lines, words, expected) => {
    expect(args(lines, words, wan)).toBe(expected);
  });

  test('files of a pattern count by name, hidden ones not', () => {
    const more = {
      'etc/default/wan.d/20': 'A=2\n',
      'etc/default/wan.d/10': 'A=1\nB=1\n',
      'etc/default/wan.d/.99': 'A=9\n',
    };
    expect(args('EnvironmentFile=/etc/default/wan.d/*', '${A} ${B}', more)).toBe('2 1');
  });

  test('a shell that a unit names has them', () => {
    const text = `[Service]
EnvironmentFile=/etc/default/wan
ExecStart=/bin/sh -c 'ip route add default via $GW dev $$DEV'
`;
    expect(commands({ [unitPath]: text, ...wan })).toEqual([
      'ip route add default via 192.0.2.1 dev eth7',
    ]);
  });

  // What load_env_file_pairs() of libsystemd-shared-252 answered.
  test.each([
    ['A=1\nA=2', { A: '2' }],
    [' A = 1 2 \n', { A: '1 2' }],
    ['#A=1\n;B=2\nC=3#x', { C: '3#x' }],
    ['# x \\\nA=1\nB=2', { B: '2' }],
    ['A="1 2" \'3\'', { A: '1 23' }],
    ['A=1"2"', { A: '1"2"' }],
    ['A="a\\nb\\$c\\"d"', { A: 'a\\nb$c"d' }],
    ["A='a\\$\nb'", { A: 'a\\$\nb' }],
    ['A=a\\nb\\ \nB=1', { A: 'anb ', B: '1' }],
    ['A=a\\\nb', { A: 'ab' }],
    ['A="x\\\ny"', { A: 'xy' }],
    ['export A=1\n1A=2\nA B\nC=$A', { C: '$A' }],
    ['A=\r\nB=1\r\n', { A: '', B: '1' }],
    ['==A=1', {}],
    ['A="1', { A: '1' }],
    ['A="1\\', { A: '1' }],
  ])('%j', (text, expected) => {
    expect(Object.fromEntries(readEnvironmentFile(text))).toEqual(expected);
  });

  // What extract_first_word() of libsystemd-shared-252 answered: plain, then with C escapes.
  test.each([
    ['a "b c"d', ['a', 'b cd'], ['a', 'b cd']],
    ['a "b', ['a', 'b'], ['a']],
    ['a\\x41 \\q b', ['ax41', 'q', 'b'], ['aA']],
    ["'' x", ['', 'x'], ['', 'x']],
    ['A\\101 \\s', ['A101', 's'], ['AA', ' ']],
  ])('%j in words', (text, plain, escaped) => {
    expect(splitQuoted(text, { escapes: false })).toEqual(plain);
    expect(splitQuoted(text, { escapes: true })).toEqual(escaped);
  });
});

describe('drop-ins', () => {
  const unit = '[Service]\nEnvironment=A=1 B=1\nExecStart=/sbin/ip route add ${A} ${B} $C\n';
  const dropIn = 'etc/systemd/system/wan@eth0.service.d';

  test('say more of the environment, by name and folder', () => {
    expect(
      commands({
        [unitPath]: unit,
        [`${dropIn}/20.conf`]: '[Service]\nEnvironment=A=20\n',
        'run/systemd/system/wan@eth0.service.d/10.conf': '[Service]\nEnvironment=A=10 B=10\n',
        'usr/lib/systemd/system/wan@eth0.service.d/20.conf': '[Service]\nEnvironment=B=0\n',
        'etc/systemd/system/wan@.service.d/30.conf': '[Service]\nEnvironment=C=30\n',
        'etc/systemd/system/other.service.d/90.conf': '[Service]\nEnvironment=A=90\n',
      }),
    ).toEqual(['/sbin/ip route add 20 10 30']);
  });

  test('have that of the unit', () => {
    const path = `${dropIn}/10.conf`;
    const texts = {
      [unitPath]: unit,
      [path]: '[Service]\nExecStartPost=/sbin/ip route add ${A}\n',
    };
    expect(commands(texts, path)).toEqual(['/sbin/ip route add 1']);
  });

  test('take commands back', () => {
    const path = `${dropIn}/10.conf`;
    const texts = { [unitPath]: unit, [path]: '[Service]\nExecStart=\nExecStart=/sbin/ip route\n' };
    expect(commands(texts)).toEqual([]);
    expect(commands(texts, path)).toEqual(['/sbin/ip route']);
    expect(commands({ ...texts, [path]: '[Service]\nExecStop=\n' })).toHaveLength(1);
  });
});

test('a unit is read anew when a file that it reads comes, changes or goes', () => {
  const text = '[Service]\nEnvironmentFile=/etc/default/w*\nExecStart=/sbin/ip route add ${A}\n';
  const files = filesOf({ [unitPath]: text, 'etc/default/w1': 'A=1' });
  const document = documentIn(files, unitPath);
  const same = (more: Readonly<Record<string, string>>): boolean =>
    usesSameFiles(document, filesOf({ [unitPath]: text, ...more }));
  expect(same({ 'etc/default/w1': 'A=1' })).toBe(true);
  expect(same({ 'etc/default/w1': 'A=1', 'etc/default/x': 'A=2' })).toBe(true);
  expect(same({ 'etc/default/w1': 'A=2' })).toBe(false);
  expect(same({ 'etc/default/w1': 'A=1', 'etc/default/w2': 'A=1' })).toBe(false);
  expect(same({})).toBe(false);
  const dropIn = 'etc/systemd/system/wan@eth0.service.d/a.conf';
  expect(same({ 'etc/default/w1': 'A=1', [dropIn]: '[Service]\n' })).toBe(false);
});

test('rules see the values, and nothing of what is not known', () => {
  checkRules(`
    #- /etc/systemd/system/wan.service
    [Service]
    EnvironmentFile=/etc/default/wan
    ExecStart=/sbin/ip address add \${ADDRESS} dev \${DEV}
    ExecStart=/sbin/ip route add 10.0.0.0/8 via \${FAR} dev \${DEV}
    #                                           ^^^^^^ error gateway-not-onlink
    ExecStart=/sbin/ip route add 10.1.0.0/16 via \${NEAR} dev \${DEV}
    ExecStart=/sbin/ip route add 10.2.0.0/16 via \${ELSEWHERE} dev \${DEV}
    #- /etc/systemd/system/lan.service
    [Service]
    EnvironmentFile=-/etc/default/lan
    ExecStart=/sbin/ip route add 10.3.0.0/16 via 203.0.113.1 dev \${DEV}
    #- /etc/default/wan
    ADDRESS=192.0.2.2/24
    NEAR=192.0.2.1
    FAR=203.0.113.1
    DEV=eth0
  `);
});
