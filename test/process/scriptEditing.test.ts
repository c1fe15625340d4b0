/** Editing features of scripts over standard input and output: names, colours, synopsis, symbols. */
import { afterEach, expect, test } from 'vitest';
import { openText, startServer, type LanguageClient } from './languageClient.ts';

const clients: LanguageClient[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.process.kill();
});

const uri = 'untitled:script';
const script = 'WAN=eno4\nip link set eno4 up\nip route add default dev $WAN\n';
const at = (line: number, character: number): object => ({
  textDocument: { uri },
  position: { line, character },
});

async function open(): Promise<LanguageClient> {
  const client = startServer();
  clients.push(client);
  const answer = await client.request('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  expect(answer.result).toMatchObject({
    capabilities: {
      semanticTokensProvider: { full: true },
      signatureHelpProvider: { triggerCharacters: [' '] },
      workspaceSymbolProvider: true,
    },
  });
  client.notify('initialized', {});
  openText(client, uri, script);
  return client;
}

test('definition, references and rename of a variable and of a link', async () => {
  const client = await open();
  const definition = await client.request('textDocument/definition', at(2, 27));
  expect(definition.result).toEqual([
    { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } } },
  ]);
  const references = await client.request('textDocument/references', {
    ...at(1, 13),
    context: { includeDeclaration: true },
  });
  expect(references.result).toHaveLength(3);
  const renamed = await client.request('textDocument/rename', { ...at(1, 13), newName: 'wan0' });
  expect(renamed.result).toMatchObject({
    changes: { [uri]: [{ newText: 'wan0' }, { newText: 'wan0' }] },
  });
  const refused = await client.request('textDocument/rename', { ...at(1, 13), newName: 'a/b' });
  expect(refused.error?.message).toContain('1 to 15 characters');
});

test('semantic tokens are differences of five numbers', async () => {
  const client = await open();
  const { result } = await client.request('textDocument/semanticTokens/full', {
    textDocument: { uri },
  });
  // `ip` is the first token: line 1, column 0, two characters, the first type of the legend.
  expect(result).toMatchObject({ data: expect.arrayContaining([1, 0, 2, 0, 0]) as unknown });
  const { data } = result as { data: readonly number[] };
  expect(data.slice(0, 5)).toEqual([1, 0, 2, 0, 0]);
  expect(data.length % 5).toBe(0);
});

test('signature help marks the argument at the cursor', async () => {
  const client = await open();
  const { result } = await client.request('textDocument/signatureHelp', at(2, 25));
  const { signatures } = result as {
    signatures: readonly {
      label: string;
      activeParameter: number;
      parameters: readonly { label: readonly [number, number] }[];
    }[];
  };
  const [signature] = signatures;
  const [start, end] = signature?.parameters[signature.activeParameter]?.label ?? [0, 0];
  expect(signature?.label.slice(start, end)).toBe('[dev DEVICE]');
});

test('symbols of the workspace', async () => {
  const client = await open();
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: `ip link add wan0 type bridge\n${script}` }],
  });
  const { result } = await client.request('workspace/symbol', { query: 'wan' });
  expect(result).toMatchObject([{ name: 'wan0', location: { uri } }]);
});
