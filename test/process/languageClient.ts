/** A language client of forty lines: the packaged server as a process, and its messages. */
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../scripts/project.mjs';

export interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface LanguageClient {
  readonly process: ChildProcess;
  readonly request: (method: string, params: unknown) => Promise<Message>;
  /** Sends a request without waiting; answers its id. */
  readonly send: (method: string, params: unknown) => number;
  readonly answerTo: (id: number) => Promise<Message>;
  readonly notify: (method: string, params: unknown) => void;
  /** The next message that fits, among those that arrived already or arrive later. */
  readonly waitFor: (fits: (message: Message) => boolean) => Promise<Message>;
  readonly exited: Promise<number | null>;
}

/** Compiled code is kept in this folder, never in that of the user who runs the tests. */
const sharedCache = join(tmpdir(), 'routelens-test-cache');

export function startServer(cacheFolder = sharedCache): LanguageClient {
  const server = spawn(process.execPath, [inProject('dist', 'server.js'), '--stdio'], {
    env: { ...process.env, XDG_CACHE_HOME: cacheFolder },
  });
  const received: Message[] = [];
  const waiting = new Set<() => void>();
  let buffer = Buffer.alloc(0);
  let lastId = 0;
  server.stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let message = take(); message !== undefined; message = take()) received.push(message);
    for (const wake of waiting) wake();
  });
  const take = (): Message | undefined => {
    const end = buffer.indexOf('\r\n\r\n');
    const length = Number(
      /Content-Length: (\d+)/i.exec(buffer.subarray(0, Math.max(0, end)).toString())?.[1],
    );
    if (end === -1 || buffer.length < end + 4 + length) return undefined;
    const body = buffer.subarray(end + 4, end + 4 + length).toString();
    buffer = buffer.subarray(end + 4 + length);
    return JSON.parse(body) as Message;
  };
  const write = (message: Message): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  // A server that has ended is told by `exited`, not by a broken pipe.
  server.stdin.on('error', () => undefined);
  let hasEnded = false;
  const exited = new Promise<number | null>((resolve) => {
    server.once('close', (status) => {
      hasEnded = true;
      for (const wake of waiting) wake();
      resolve(status);
    });
  });
  const waitFor = (fits: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = received.findIndex((message) => fits(message));
        const [found] = at === -1 ? [] : received.splice(at, 1);
        if (found === undefined && !hasEnded) return;
        waiting.delete(look);
        if (found === undefined) reject(new Error('the server has ended'));
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  const send = (method: string, params: unknown): number => {
    lastId += 1;
    write({ id: lastId, method, params });
    return lastId;
  };
  const answerTo = (id: number): Promise<Message> =>
    waitFor((message) => message.id === id && message.method === undefined);
  return {
    process: server,
    send,
    answerTo,
    waitFor,
    request: (method, params) => answerTo(send(method, params)),
    notify: (method, params) => write({ method, params }),
    exited,
  };
}

/** Opens a document that is on no disk. */
export function openText(client: LanguageClient, uri: string, text: string): void {
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: languageOf(text), version: 1, text },
  });
}

function languageOf(text: string): string {
  return text.startsWith('network:') ? 'netplan' : 'shellscript';
}
