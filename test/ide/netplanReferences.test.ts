import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit.ts';
import { createLineIndex, positionAt } from '../../server/src/base/lineIndex.ts';
import type { Origin } from '../../server/src/base/fact.ts';
import { rename, renameable } from '../../server/src/ide/rename.ts';
import { definitionsOf, highlightsOf, referencesOf } from '../../server/src/ide/references.ts';
import type { Host } from '../../server/src/host/model.ts';
import { placeOf } from './answers.ts';

/** A host whose bond is written in three files, with the cursor in the second or third. */
const host = (member: string, file = ''): string => `
  #- /etc/netplan/10-links.yaml
  network:
    ethernets:
      eno1: {}
      'eno2': {}
  #- /etc/netplan/20-bonds.yaml
  network:
    bonds:
      bond0:
        interfaces: [${member}, "eno2"]
        parameters: { primary: eno1 }
  ${file}
`;

function lines({ documents }: Host, origins: readonly Origin[]): readonly string[] {
  return origins.map(({ file, span }) => {
    const text = documents.find((one) => one.file.id === file)?.file.text ?? '';
    return `${file}:${positionAt(createLineIndex(text), span.start).line + 1} ${text.slice(span.start, span.end)}`;
  });
}

describe('find', () => {
  test('the definition in another file', () => {
    const place = placeOf(host('en<|>o1'));
    expect(lines(place.host, definitionsOf(place))).toEqual(['/etc/netplan/10-links.yaml:3 eno1']);
  });

  test('references, with and without the definition', () => {
    const place = placeOf(host('en<|>o1'));
    const references = ['/etc/netplan/20-bonds.yaml:4 eno1', '/etc/netplan/20-bonds.yaml:5 eno1'];
    expect(lines(place.host, referencesOf(place, { withDefinitions: false }))).toEqual(references);
    expect(lines(place.host, referencesOf(place, { withDefinitions: true }))).toEqual([
      '/etc/netplan/10-links.yaml:3 eno1',
      ...references,
    ]);
  });

  test('every file that writes a definition', () => {
    const place = placeOf(
      host(
        'en<|>o1',
        '#- /etc/netplan/30-more.yaml\n  network: { ethernets: { eno1: { mtu: 9000 } } }',
      ),
    );
    expect(lines(place.host, definitionsOf(place))).toEqual([
      '/etc/netplan/10-links.yaml:3 eno1',
      '/etc/netplan/30-more.yaml:1 eno1',
    ]);
  });

  test('highlights stay in the file', () => {
    expect(highlightsOf(placeOf(host('en<|>o1'))).map(({ kind }) => kind)).toEqual([
      'reference',
      'reference',
    ]);
  });

  test('keys that name ports, links of VLANs, peers', () => {
    const at = (text: string): number =>
      referencesOf(placeOf(`#- /etc/netplan/a.yaml\n${text}\n`), { withDefinitions: true }).length;
    expect(
      at(
        'network: { ethernets: { a<|>: {} }, bridges: { b: { parameters: { path-cost: { a: 9 } } } } }',
      ),
    ).toBe(2);
    expect(at('network: { ethernets: { a: {} }, vlans: { v: { id: 1, link: <|>a } } }')).toBe(2);
    expect(at('network: { virtual-ethernets: { v1: { peer: v2 }, v2<|>: { peer: v1 } } }')).toBe(2);
  });

  test('nothing at keys and other values', () => {
    const place = placeOf('#- /etc/netplan/a.yaml\nnetwork: { ethernets: { a: { m<|>tu: 1 } } }\n');
    expect(definitionsOf(place)).toEqual([]);
    expect(placeOf('#- /u.sh\nip l<|>ink\n')).toSatisfy(
      (one: ReturnType<typeof placeOf>) => highlightsOf(one).length === 0,
    );
  });

  test('files outside of one tree have nothing to do with each other', () => {
    const place = placeOf(`
      #- /a/one.yaml
      network: { ethernets: { eno1: {} }, bonds: { b: { interfaces: [en<|>o1] } } }
      #- /b/two.yaml
      network: { ethernets: { eno1: {} } }
    `);
    expect(lines(place.host, definitionsOf(place))).toEqual(['/a/one.yaml:1 eno1']);
  });
});

describe('rename', () => {
  function renamed(source: string, name: string): unknown {
    const place = placeOf(source);
    const renaming = rename(place, name);
    if (renaming?.kind !== 'edits') return renaming;
    return place.host.documents.map(({ file }) =>
      applyEdits(
        file.text,
        renaming.edits.filter((edit) => edit.file === file.id).flatMap(({ edits }) => edits),
      ).trimEnd(),
    );
  }

  test('at every place, quotes stay', () => {
    expect(renamed(host('eno1').replace('"eno2"', '"en<|>o2"'), 'wan0')).toEqual([
      "network:\n  ethernets:\n    eno1: {}\n    'wan0': {}",
      'network:\n  bonds:\n    bond0:\n      interfaces: [eno1, "wan0"]\n      parameters: { primary: eno1 }',
    ]);
  });

  test('quotes where the name needs them', () => {
    expect(renamed('#- /etc/netplan/a.yaml\nnetwork: { ethernets: { a<|>: {} } }\n', '*1')).toEqual(
      ['network: { ethernets: { "*1": {} } }'],
    );
  });

  test('not to a name that is taken, or that netplan refuses', () => {
    expect(renamed(host('en<|>o1'), 'eno2')).toMatchObject({ kind: 'refused' });
    expect(renamed(host('en<|>o1'), 'a b')).toMatchObject({ kind: 'refused' });
    expect(renamed(host('en<|>o1'), '')).toMatchObject({ kind: 'refused' });
  });

  test('an anchor is renamed once', () => {
    const text =
      '#- /etc/netplan/a.yaml\nnetwork: { ethernets: { e<|>: {} }, bonds: { b: { interfaces: &m [e] }, c: { interfaces: *m } } }\n';
    expect(renamed(text, 'f')).toEqual([
      'network: { ethernets: { f: {} }, bonds: { b: { interfaces: &m [f] }, c: { interfaces: *m } } }',
    ]);
  });

  test('says what would be renamed', () => {
    const place = placeOf(host('en<|>o1'));
    expect(renameable(place)).toMatchObject({ text: 'eno1' });
    expect(renameable({ ...place, offset: 0 })).toBeUndefined();
  });
});
