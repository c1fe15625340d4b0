/** Processes inside a namespace: an echo server, and a client that holds many connections. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Namespace } from './namespaces.ts';

export type ConnectionState = 'ok' | 'reset' | 'timeout';

export interface EchoServer {
  /** Sends one byte on every open connection. */
  readonly push: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface EchoClient {
  /** Opens one connection to each address; answers the address that each server saw, null where none answered. */
  readonly open: (addresses: readonly string[]) => Promise<readonly (string | null)[]>;
  /** Sends one byte on each connection and waits for its echo. */
  readonly probe: () => Promise<readonly ConnectionState[]>;
  /** Waits for one byte on each connection while `push` makes servers send it. */
  readonly listen: (push: () => Promise<void>) => Promise<readonly ConnectionState[]>;
  readonly stop: () => Promise<void>;
}

const port = 7000;
const patience = 3000;

export async function startServer(namespace: Namespace): Promise<EchoServer> {
  const peer = startPeer(namespace, 'echoServer.mjs', String(port));
  await peer.nextLine();
  return {
    push: async () => void (await peer.ask('push')),
    stop: peer.stop,
  };
}

export function startClient(namespace: Namespace): EchoClient {
  const peer = startPeer(namespace, 'echoClient.mjs');
  return {
    open: async (addresses) =>
      parseAnswer<string | null>(await peer.ask(JSON.stringify({ open: addresses, port }))),
    probe: async () =>
      parseAnswer<ConnectionState>(await peer.ask(JSON.stringify({ probe: patience }))),
    listen: async (push) => {
      await peer.ask(JSON.stringify({ listen: patience }));
      await push();
      return parseAnswer<ConnectionState>(await peer.nextLine());
    },
    stop: peer.stop,
  };
}

function parseAnswer<T>(line: string): readonly T[] {
  return JSON.parse(line) as readonly T[];
}

interface Peer {
  readonly ask: (line: string) => Promise<string>;
  readonly nextLine: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

function startPeer(namespace: Namespace, script: string, ...args: readonly string[]): Peer {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn('ip', ['netns', 'exec', namespace.name, process.execPath, path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`${script} ended`);
    return line.value;
  };
  return {
    nextLine,
    ask: (line) => {
      child.stdin.write(`${line}\n`);
      return nextLine();
    },
    stop: () => stopChild(child),
  };
}

/** Closing standard input ends both scripts; a signal is for one that hangs. */
function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 1000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.stdin?.end();
  });
}
