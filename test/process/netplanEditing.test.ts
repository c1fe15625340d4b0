/** All that an editor asks about netplan files, over standard input and output, on a host of two files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type LanguageClient } from './languageClient.ts';

const base = `network:
  version: 2
  ethernets:
    eno1:
      dhcp4: true
    eno2:
      mtu: 1500
      gateway4: 198.51.100.1
      addresses: [198.51.100.2/24]
  bonds:
    bond0:
      interfaces: [eno3]
      parameters:
        mode: 802.3ad
`;
const site = `network:
  ethernets:
    eno2:
      mtu: 9000
    eno3: {}
  vlans:
    vlan10:
      id: 10
      link: eno2
      adresses: [192.0.2.2/24]
      routes:
        - to: default
          via: 192.0.2.1
          table: 
      `;

let client: LanguageClient;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'routelens-editing-'));
  write('etc/netplan/10-base.yaml', base);
  write('etc/netplan/60-site.yaml', site);
  write('etc/iproute2/rt_tables', '101 isp1\n');
  client = startServer();
  await client.request('initialize', {
    processId: null,
    rootUri: pathToFileURL(folder).href,
    capabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true } } },
    },
  });
  client.notify('initialized', {});
  for (const [name, text] of [
    ['10-base.yaml', base],
    ['60-site.yaml', site],
  ] as const)
    client.notify('textDocument/didOpen', {
      textDocument: { uri: uriOf(name), languageId: 'netplan', version: 1, text },
    });
});

afterAll(() => {
  client.process.kill();
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function uriOf(name: string): string {
  return pathToFileURL(path.join(folder, 'etc/netplan', name)).href;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** Where the text in front of `<|>` ends, in the first place where the words stand. */
function placeIn(text: string, words: string): Position {
  const cursor = words.indexOf('<|>');
  const start = text.indexOf(words.replace('<|>', ''));
  expect(start, words).toBeGreaterThan(-1);
  const before = text.slice(0, start + cursor).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

async function ask(method: string, file: '10-base.yaml' | '60-site.yaml', words?: string) {
  const text = file === '10-base.yaml' ? base : site;
  const place = words === undefined ? {} : { position: placeIn(text, words) };
  const { result, error } = await client.request(`textDocument/${method}`, {
    textDocument: { uri: uriOf(file) },
    ...place,
    context: { includeDeclaration: true, diagnostics: [] },
    newName: 'lan0',
  });
  expect(error).toBeUndefined();
  return result;
}

async function labelsAt(words: string): Promise<readonly string[]> {
  const answer = await ask('completion', '60-site.yaml', words);
  const items = Array.isArray(answer) ? answer : (answer as { items: unknown[] }).items;
  return (items as { label: string }[]).map(({ label }) => label);
}

describe('completion', () => {
  test('keys of the device', async () => {
    const labels = await labelsAt('          table: \n      <|>');
    expect(labels).toEqual(expect.arrayContaining(['addresses', 'dhcp4', 'routing-policy']));
    expect(labels).not.toContain('access-points');
    expect(labels).not.toContain('routes');
  });

  test('links of both files, and tables of the host', async () => {
    expect(await labelsAt('link: <|>eno2')).toEqual(
      expect.arrayContaining(['eno1', 'eno2', 'eno3', 'bond0']),
    );
    expect(await labelsAt('table: <|>')).toContain('101');
  });
});

test('hover: the row of a key, and what it comes to after all files', async () => {
  const answer = await ask('hover', '10-base.yaml', 'm<|>tu: 1500');
  const { value } = (answer as { contents: { value: string } }).contents;
  expect(value).toContain('**mtu**');
  expect(value).toContain('**In the end: `9000`**, from `etc/netplan/60-site.yaml` line 4.');
  const dhcp = await ask('hover', '10-base.yaml', 'dh<|>cp4: true');
  expect(JSON.stringify(dhcp)).toContain('**Adds:** an address');
});

describe('an id', () => {
  test('definition and references in both files', async () => {
    const definition = await ask('definition', '60-site.yaml', 'link: en<|>o2');
    expect(JSON.stringify(definition)).toContain('10-base.yaml');
    const references = (await ask('references', '60-site.yaml', 'link: en<|>o2')) as {
      uri: string;
    }[];
    expect(references.map(({ uri }) => path.posix.basename(uri)).toSorted()).toEqual([
      '10-base.yaml',
      '60-site.yaml',
      '60-site.yaml',
    ]);
  });

  test('highlights in its file', async () => {
    expect(await ask('documentHighlight', '60-site.yaml', 'link: en<|>o2')).toHaveLength(2);
  });

  test('rename changes both files, after the editor has asked for the old name', async () => {
    const old = await ask('prepareRename', '60-site.yaml', 'link: en<|>o2');
    expect(old).toMatchObject({ placeholder: 'eno2' });
    const { changes } = (await ask('rename', '60-site.yaml', 'link: en<|>o2')) as {
      changes: Readonly<Record<string, { newText: string }[]>>;
    };
    expect(Object.keys(changes).toSorted()).toEqual([uriOf('10-base.yaml'), uriOf('60-site.yaml')]);
    expect(Object.values(changes).flat()).toHaveLength(3);
    expect(changes[uriOf('10-base.yaml')]).toMatchObject([{ newText: 'lan0' }]);
  });
});

describe('the whole file', () => {
  test('symbols, folding, selection', async () => {
    const symbols = JSON.stringify(await ask('documentSymbol', '10-base.yaml'));
    for (const name of ['ethernets', 'eno1', 'bond0']) expect(symbols).toContain(`"${name}"`);
    const folds = (await ask('foldingRange', '10-base.yaml')) as { startLine: number }[];
    expect(folds.map(({ startLine }) => startLine)).toEqual(expect.arrayContaining([0, 2, 5]));
    const { result } = await client.request('textDocument/selectionRange', {
      textDocument: { uri: uriOf('10-base.yaml') },
      positions: [placeIn(base, '198.51.100.2<|>/24')],
    });
    const depths = JSON.stringify(result).match(/"parent"/g) ?? [];
    expect(depths.length).toBeGreaterThan(5);
  });

  test('hints: the hash of the bond, the metric of routes by DHCP', async () => {
    const { result } = await client.request('textDocument/inlayHint', {
      textDocument: { uri: uriOf('10-base.yaml') },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
    const text = JSON.stringify(result);
    expect(text).toContain('transmit-hash-policy: layer2');
    expect(text).toContain('route-metric: 100');
  });

  test('what netplan makes of both, each line with its file', async () => {
    const { result } = await client.request('routelens/effectiveNetplan', {
      textDocument: { uri: uriOf('10-base.yaml') },
    });
    const { text } = result as { text: string };
    expect(text).toMatch(/mtu: 9000\s+# .*60-site\.yaml/);
    expect(text).toMatch(/mode: 802\.3ad\s+# .*10-base\.yaml/);
  });
});

describe('quick fixes', () => {
  async function titlesAt(file: '10-base.yaml' | '60-site.yaml', words: string) {
    const text = file === '10-base.yaml' ? base : site;
    const at = placeIn(text, words);
    const { result } = await client.request('textDocument/codeAction', {
      textDocument: { uri: uriOf(file) },
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    return (result as { title: string }[]).map(({ title }) => title);
  }

  test('the key that was meant, and routes for gateway4', async () => {
    expect(await titlesAt('60-site.yaml', 'adre<|>sses')).toContain('Change to addresses');
    expect(await titlesAt('10-base.yaml', 'gate<|>way4')).toContain(
      'Write gateway4 as a route to default',
    );
  });
});

test('an edit at the top moves everything below it', async () => {
  client.notify('textDocument/didChange', {
    textDocument: { uri: uriOf('60-site.yaml'), version: 2 },
    contentChanges: [
      {
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
        text: '# a comment\n',
      },
    ],
  });
  const { params } = await client.waitFor(
    ({ method, params }) =>
      method === 'textDocument/publishDiagnostics' &&
      JSON.stringify(params).includes('60-site.yaml","version":2'),
  );
  expect(params).toMatchObject({
    diagnostics: expect.arrayContaining([
      expect.objectContaining({
        code: 'netplan-unknown-key',
        range: { start: { line: 10, character: 6 }, end: { line: 10, character: 14 } },
      }),
    ]) as unknown,
  });
});
