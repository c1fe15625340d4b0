/** The packaged server as a process, over standard input and output. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { inProject } from '../../scripts/project.mjs';
import { openText, startServer, type LanguageClient, type Message } from './languageClient.ts';

/** Matchers without the type `any`. */
const aText: unknown = expect.any(String);

const clients: LanguageClient[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const client of clients.splice(0)) client.process.kill();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A server that knows what this client can do. */
async function begin(
  capabilities: unknown = {},
  more: object = {},
  cacheFolder?: string,
): Promise<LanguageClient> {
  const client = startServer(cacheFolder);
  clients.push(client);
  const answer = await client.request('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    ...more,
  });
  expect(answer.result).toMatchObject({ serverInfo: { name: 'routelens' } });
  client.notify('initialized', {});
  return client;
}

/** A root tree on the disk. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'routelens-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const published = (uri: string) => (message: Message) =>
  message.method === 'textDocument/publishDiagnostics' &&
  isRecord(message.params) &&
  message.params['uri'] === uri;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The rule ids of the diagnostics in parameters or a report. */
function rulesOf(value: unknown): readonly unknown[] {
  const items = isRecord(value) ? (value['diagnostics'] ?? value['items']) : undefined;
  return Array.isArray(items)
    ? items.map((item: unknown) => (isRecord(item) ? item['code'] : item))
    : [];
}

const heavy =
  'ip route add default nexthop via 192.0.2.1 dev eth0 weight 999 nexthop via 198.51.100.1 dev eth1\n';
const uri = 'untitled:script';
const pulls = { textDocument: { diagnostic: {} } };

test('a client that pulls gets its diagnostics', async () => {
  const client = await begin(pulls);
  openText(client, uri, heavy);
  const answer = await client.request('textDocument/diagnostic', { textDocument: { uri } });
  expect(answer.result).toMatchObject({ kind: 'full' });
  expect(rulesOf(answer.result)).toContain('weight-out-of-range');
  const { resultId } = answer.result as { resultId: string };
  const again = await client.request('textDocument/diagnostic', {
    textDocument: { uri },
    previousResultId: resultId,
  });
  expect(again.result).toEqual({ kind: 'unchanged', resultId });
});

test('a client that does not pull is told', async () => {
  const client = await begin();
  openText(client, uri, heavy);
  const { params } = await client.waitFor(published(uri));
  expect(rulesOf(params)).toContain('weight-out-of-range');
  expect(params).toMatchObject({
    version: 1,
    diagnostics: expect.arrayContaining([
      expect.objectContaining({
        source: 'routelens',
        severity: 1,
        codeDescription: {
          href: 'https://github.com/routelens/routelens/blob/main/docs/rules/weight-out-of-range.md',
        },
      }),
    ]) as unknown,
  });
});

test('a client that reads Markdown gets it', async () => {
  const client = await begin({ textDocument: { diagnostic: { markupMessageSupport: true } } });
  openText(client, uri, heavy);
  const answer = await client.request('textDocument/diagnostic', { textDocument: { uri } });
  expect(answer.result).toMatchObject({
    items: [
      {
        message: { kind: 'markdown', value: expect.stringContaining('**What to do.**') as unknown },
      },
    ],
  });
});

test('quick fixes and pages, the fix bound to its finding', async () => {
  const client = await begin({
    textDocument: { diagnostic: {} },
    window: { showDocument: { support: true } },
  });
  openText(
    client,
    uri,
    'ip route add default equalize nexthop via 192.0.2.1 dev a nexthop via 192.0.2.5 dev b\n',
  );
  const position = { line: 0, character: 24 };
  const answer = await client.request('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  expect(answer.result).toMatchObject([
    {
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'equalize-keyword' }],
      edit: { changes: { [uri]: [{ newText: '' }] } },
    },
    {
      title: 'Show documentation for equalize-keyword',
      command: { command: 'routelens.showRulePage' },
    },
    { kind: 'source.fixAll.routelens' },
  ]);
  const open = client.send('workspace/executeCommand', {
    command: 'routelens.showRulePage',
    arguments: ['https://github.com/routelens/routelens/blob/main/docs/rules/equalize-keyword.md'],
  });
  const asked = await client.waitFor(({ method }) => method === 'window/showDocument');
  expect(asked.params).toMatchObject({ external: true });
  expect((await client.answerTo(open)).result).toBeNull();
});

test('an edit takes the finding away', async () => {
  const client = await begin();
  openText(client, uri, heavy);
  await client.waitFor(published(uri));
  const start = heavy.indexOf('999');
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [
      {
        range: { start: { line: 0, character: start }, end: { line: 0, character: start + 3 } },
        text: '2',
      },
    ],
  });
  const { params } = await client.waitFor(published(uri));
  expect(params).toMatchObject({ version: 2 });
  expect(rulesOf(params)).not.toContain('weight-out-of-range');
});

test('files of the host on the disk count, and open ones count more', async () => {
  const root = tree({
    'usr/local/sbin/uplinks.sh':
      '#!/bin/sh\nip route add default nexthop via 192.0.2.1 dev eth0 nexthop via 198.51.100.1 dev eth1\n',
    'usr/local/sbin/nat.sh':
      '#!/bin/sh\niptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE\niptables -t nat -A POSTROUTING -o eth1 -j MASQUERADE\n',
    'etc/sysctl.d/60-router.conf': 'net.ipv4.ip_forward = 1\n',
  });
  const client = await begin({ textDocument: { diagnostic: { relatedInformation: true } } });
  const routes = pathToFileURL(join(root, 'usr/local/sbin/uplinks.sh')).href;
  const nat = pathToFileURL(join(root, 'usr/local/sbin/nat.sh')).href;
  openText(
    client,
    routes,
    '#!/bin/sh\nip route add default nexthop via 192.0.2.1 dev eth0 nexthop via 198.51.100.1 dev eth1\n',
  );
  const before = await client.request('textDocument/diagnostic', { textDocument: { uri: routes } });
  expect(rulesOf(before.result)).toContain('nat-multipath-unpinned');
  expect(JSON.stringify(before.result)).toContain(nat);
  openText(client, nat, '#!/bin/sh\niptables -L\n');
  const after = await client.request('textDocument/diagnostic', { textDocument: { uri: routes } });
  expect(rulesOf(after.result)).not.toContain('nat-multipath-unpinned');
});

test('the whole workspace is reported', async () => {
  const root = tree({
    'gateway/etc/sysctl.d/60-router.conf': 'net.ipv4.ip_forward = 1\n',
    'gateway/usr/local/sbin/uplinks.sh': `#!/bin/sh\n${heavy}`,
  });
  const folder = { uri: pathToFileURL(root).href, name: 'hosts' };
  const client = await begin(pulls, { workspaceFolders: [folder] });
  const answer = await client.request('workspace/diagnostic', { previousResultIds: [] });
  const { items } = answer.result as { items: readonly { uri: string }[] };
  const script = items.find((item) => item.uri.endsWith('uplinks.sh'));
  expect(rulesOf(script)).toContain('weight-out-of-range');
});

test('settings choose the kernel and the severities', async () => {
  const settings = { kernel: '3.10', rules: { 'weight-out-of-range': 'off' } };
  const client = await begin(pulls, { initializationOptions: settings });
  openText(client, uri, heavy);
  const lenses = await client.request('textDocument/codeLens', { textDocument: { uri } });
  expect(JSON.stringify(lenses.result)).toContain('per packet');
  expect(lenses.result).toMatchObject([
    { command: { command: 'routelens.preview', arguments: [uri, 0] } },
  ]);
  const report = await client.request('textDocument/diagnostic', { textDocument: { uri } });
  expect(rulesOf(report.result)).not.toContain('weight-out-of-range');
  client.notify('workspace/didChangeConfiguration', {
    settings: { routelens: { kernel: '6.18' } },
  });
  const later = await client.request('textDocument/codeLens', { textDocument: { uri } });
  expect(JSON.stringify(later.result)).toContain('by source and destination');
});

test('the preview answers, also to nonsense', async () => {
  const client = await begin(pulls);
  openText(client, uri, heavy.replace('999', '3'));
  const textDocument = { uri };
  const answer = await client.request('routelens/preview', {
    textDocument,
    line: 0,
    options: { policy: 0, seed: 42 },
  });
  expect(answer.result).toMatchObject({
    hasSeed: true,
    groups: [
      {
        name: 'default',
        exact: true,
        seed: 42,
        members: [{ device: 'eth0', configured: 0.75 }, { device: 'eth1' }],
      },
    ],
    refused: [],
    problems: [],
  });
  const nonsense = await client.request('routelens/preview', {
    textDocument,
    options: { policy: 'x', seed: -1, down: 7 },
  });
  expect(nonsense.result).toMatchObject({ problems: [aText, aText] });
  const malformed = [
    'nonsense',
    [],
    [1, 2],
    [null],
    null,
    7,
    {},
    { textDocument: [] },
    { textDocument: { uri: 7 } },
  ];
  for (const params of malformed) {
    const { error, result } = await client.request('routelens/preview', params);
    expect([params, error, result]).toEqual([params, undefined, null]);
  }
});

test('a handler that crashes is logged, and the next request works', async () => {
  const client = await begin(pulls);
  openText(client, uri, heavy);
  const crash = await client.request('textDocument/hover', { position: { line: 0, character: 3 } });
  expect(crash).toMatchObject({ result: null });
  const log = await client.waitFor(({ method }) => method === 'window/logMessage');
  expect(JSON.stringify(log.params)).toContain('failed here and goes on');
  const next = await client.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: heavy.indexOf('nexthop') },
  });
  expect(JSON.stringify(next.result)).toContain('Who chooses');
});

test('a request that was cancelled before it began is answered as cancelled', async () => {
  const client = await begin(pulls);
  openText(client, uri, heavy.repeat(2000));
  // The first request keeps the server busy while the second one and its cancellation arrive.
  const first = client.send('textDocument/diagnostic', { textDocument: { uri } });
  const second = client.send('textDocument/hover', {
    textDocument: { uri },
    position: { line: 0, character: 1 },
  });
  client.notify('$/cancelRequest', { id: second });
  expect((await client.answerTo(first)).error).toBeUndefined();
  expect((await client.answerTo(second)).error?.code).toBe(-32800);
  const next = await client.request('textDocument/foldingRange', { textDocument: { uri } });
  expect(next.error).toBeUndefined();
});

test('documents that nobody knows are answered with nothing', async () => {
  const client = await begin(pulls);
  const textDocument = { uri: 'vscode-remote://ssh-remote+gateway/etc/netplan/50-cloud-init.yaml' };
  const position = { line: 0, character: 0 };
  expect(
    (await client.request('textDocument/hover', { textDocument, position })).result,
  ).toBeNull();
  openText(
    client,
    textDocument.uri,
    'network:\n  ethernets:\n    eno4:\n      addresses: [192.0.2.1/33]\n',
  );
  const report = await client.request('textDocument/diagnostic', { textDocument });
  expect(rulesOf(report.result)).not.toEqual([]);
});

test('shutdown and exit end the process with status 0, exit alone with 1', async () => {
  const polite = await begin();
  expect(await polite.request('shutdown', null)).toMatchObject({ result: null });
  polite.notify('exit', undefined);
  expect(await polite.exited).toBe(0);
  const rude = await begin();
  rude.notify('exit', undefined);
  expect(await rude.exited).toBe(1);
});

test('compiled code is kept for the next start, and broken code does no harm', async () => {
  const cache = tree({});
  const folder = join(cache, 'routelens');
  const first = await begin({}, {}, cache);
  const kept = await eventually(() =>
    (existsSync(folder) ? readdirSync(folder) : []).find((name) => name.endsWith('.code')),
  );
  first.process.kill();
  writeFileSync(join(folder, kept), 'no code at all');
  const second = await begin(pulls, {}, cache);
  openText(second, uri, heavy);
  const answer = await second.request('textDocument/diagnostic', { textDocument: { uri } });
  expect(rulesOf(answer.result)).toContain('weight-out-of-range');
});

test('an empty name of the cache folder means none, never the working directory', async () => {
  const home = tree({});
  const server = spawn(process.execPath, [inProject('dist', 'server.js'), '--stdio'], {
    cwd: tree({}),
    env: { ...process.env, HOME: home, XDG_CACHE_HOME: '', LOCALAPPDATA: '' },
  });
  try {
    const kept = join(home, '.cache', 'routelens');
    await eventually(() => (existsSync(kept) ? readdirSync(kept)[0] : undefined));
    expect(readdirSync(folders.at(-1) ?? '')).toEqual([]);
  } finally {
    server.kill();
  }
});

/** Asks until there is an answer; the time limit of the test is the limit. */
async function eventually<T>(ask: () => T | undefined): Promise<T> {
  for (;;) {
    const answer = ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
