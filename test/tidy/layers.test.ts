/**
 * The layers of ARCHITECTURE.md, held over every import statement, type imports included:
 * low may not import high, folders of one level may not import each other,
 * and each foreign package has one importer.
 */
import { expect, test } from 'vitest';
import { importsOf, sourcesIn, targetOf, type Source } from './sources.ts';

/** Low to high. */
const levels: readonly (readonly string[])[] = [
  ['base'],
  ['net'],
  ['yaml', 'shell', 'kernel'],
  ['netplan', 'iproute', 'netfilter', 'sysctl'],
  ['formats'],
  ['host'],
  ['simulate'],
  ['plan', 'rules'],
  ['ide'],
  ['workspace'],
  ['remote'],
  ['lsp', 'cli'],
];

/** Packages that only the named folder may import. */
const adapters: Readonly<Record<string, string>> = {
  yaml: 'server/src/yaml/',
  unbash: 'server/src/shell/',
  'vscode-languageserver': 'server/src/lsp/',
  'vscode-languageserver-textdocument': 'server/src/lsp/',
  execa: 'server/src/remote/',
  nanotar: 'server/src/remote/',
  commander: 'server/src/cli/',
  vscode: 'client/src/',
  'vscode-languageclient': 'client/src/',
  'd3-scale': 'client/webview/',
  'd3-array': 'client/webview/',
};

/** The folders that may use Node's own modules; all others do no I/O. */
const withNode = ['workspace', 'remote', 'lsp', 'cli'];

const server = sourcesIn(['server/src'], ['.ts']);
const client = sourcesIn(['client'], ['.ts']);

test('there are files to look at', () => {
  expect(server.length).toBeGreaterThan(50);
  expect(client.length).toBeGreaterThan(5);
});

test('every folder of the server has a level', () => {
  const known = new Set(levels.flat());
  const unknown = server
    .map(folderOf)
    .filter((folder) => folder !== undefined && !known.has(folder));
  expect([...new Set(unknown)]).toEqual([]);
});

test('no folder imports one of its own level or above', () => {
  expect(server.flatMap(wrongImports)).toEqual([]);
});

test('a package is imported by its adapter alone', () => {
  const strays = [...server, ...client].flatMap((source) =>
    importsOf(source)
      .map(({ specifier }) => packageName(specifier))
      .filter(
        (name) => adapters[name] !== undefined && !source.path.startsWith(adapters[name] ?? ''),
      )
      .map((name) => `${source.path} imports ${name}`),
  );
  expect(strays).toEqual([]);
});

test('every package that is imported has an adapter', () => {
  const strays = [...server, ...client].flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map(({ specifier }) => packageName(specifier))
      .filter((name) => adapters[name] === undefined)
      .map((name) => `${source.path} imports ${name}`),
  );
  expect(strays).toEqual([]);
});

test('below the workspace nothing touches the machine', () => {
  const strays = server
    .filter((source) => !withNode.includes(folderOf(source) ?? ''))
    .flatMap((source) => [
      ...importsOf(source)
        .filter(({ specifier }) => specifier.startsWith('node:'))
        .map(({ specifier }) => `${source.path} imports ${specifier}`),
      ...[
        ...withoutComments(source.text).matchAll(
          /\b(process|performance|Date)\.\w+|new Date\(\)|Math\.random/g,
        ),
      ].map(([use]) => `${source.path} uses ${use}`),
    ]);
  expect(strays).toEqual([]);
});

test('of the server, the client imports the types of protocol.ts alone', () => {
  const strays = client.flatMap((source) =>
    importsOf(source)
      .filter(({ specifier }) => targetOf(source, specifier)?.startsWith('server/'))
      .filter(
        ({ specifier, isTypeOnly }) =>
          !isTypeOnly || targetOf(source, specifier) !== 'server/src/protocol.ts',
      )
      .map(({ specifier }) => `${source.path} imports ${specifier}`),
  );
  expect(strays).toEqual([]);
});

/** The folder of the server that a path is in; undefined for `protocol.ts`. */
function folderOf(source: Pick<Source, 'path'>): string | undefined {
  return /^server\/src\/([^/]+)\//.exec(source.path)?.[1];
}

function levelOf(folder: string): number {
  return levels.findIndex((level) => level.includes(folder));
}

function wrongImports(source: Source): readonly string[] {
  return importsOf(source).flatMap(({ specifier }) => {
    const target = targetOf(source, specifier);
    // The version is written once, in the manifest.
    if (target === undefined || target === 'package.json') return [];
    const from = folderOf(source);
    const to = folderOf({ path: target });
    const isAllowed =
      from === undefined || to === undefined
        ? // Who speaks to the client may name the messages; the messages name nobody.
          from === 'lsp'
        : from === to || levelOf(to) < levelOf(from);
    return isAllowed ? [] : [`${source.path} imports ${specifier}`];
  });
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
}
