/**
 * Answers what `ssh` asks for while one piece of work goes on: a passphrase, a password, a yes.
 * `ssh` runs the program that SSH_ASKPASS names (OpenSSH 8.4 and later; SSH_ASKPASS_REQUIRE=force), and that program asks here,
 * over a socket in a folder that the user alone can enter.
 * Invariant: an answer is kept in memory until the work is done, and nowhere else.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecrets, type AskUser } from './secrets.ts';

export interface Askpass {
  /** For the environment of `ssh`. */
  readonly env: Readonly<Record<string, string>>;
  readonly dispose: () => void;
}

/** Undefined where it cannot be had: then nothing is asked, and what needs a secret fails. */
export async function startAskpass(ask: AskUser): Promise<Askpass | undefined> {
  // Nobody has tried it with the OpenSSH of Windows.
  if (process.platform === 'win32') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'routelens-ask-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const socket = join(folder, 'socket');
    const program = join(folder, 'askpass');
    const script = join(folder, 'askpass.cjs');
    writeFileSync(program, '#!/bin/sh\nexec "$ROUTELENS_NODE" "$ROUTELENS_ASKPASS" "$@"\n');
    chmodSync(program, 0o700);
    writeFileSync(script, askingProgram, { mode: 0o600 });
    const token = randomBytes(16).toString('hex');
    const secrets = createSecrets(ask);
    const server = createServer((asker) => void answer(asker, { token, secrets }));
    server.listen(socket);
    await once(server, 'listening');
    chmodSync(socket, 0o600);
    return {
      env: {
        SSH_ASKPASS: program,
        SSH_ASKPASS_REQUIRE: 'force',
        // Before OpenSSH 8.4 only a display made ssh ask a program.
        DISPLAY: process.env['DISPLAY'] ?? ':0',
        ROUTELENS_NODE: process.execPath,
        ROUTELENS_ASKPASS: script,
        ROUTELENS_ASKPASS_SOCKET: socket,
        ROUTELENS_ASKPASS_TOKEN: token,
        // Inside a desktop editor, Node is the editor's own program.
        ELECTRON_RUN_AS_NODE: '1',
      },
      dispose: () => {
        server.close();
        remove();
      },
    };
  } catch {
    remove();
    return undefined;
  }
}

/** Sends what ssh asks, prints the answer; without an answer it fails, and so does ssh. */
const askingProgram = `'use strict';
const { connect } = require('node:net');
const { env, argv, ppid } = process;
const socket = connect(env.ROUTELENS_ASKPASS_SOCKET);
const parts = [];
socket.on('error', () => process.exit(1));
socket.on('data', (part) => parts.push(part));
socket.on('end', () => {
  const answer = Buffer.concat(parts).toString();
  if (!answer.startsWith('+')) process.exit(1);
  process.stdout.write(answer.slice(1) + '\\n');
});
const { ROUTELENS_ASKPASS_TOKEN: token, SSH_ASKPASS_PROMPT: kind = '' } = env;
socket.write(JSON.stringify({ token, kind, prompt: argv[2] || '', asker: ppid }) + '\\n');
`;

interface Answering {
  readonly token: string;
  readonly secrets: ReturnType<typeof createSecrets>;
}

async function answer(asker: Socket, { token, secrets }: Answering): Promise<void> {
  asker.on('error', () => undefined);
  const question = readQuestion(await firstLine(asker));
  if (question === undefined || question.token !== token) {
    asker.destroy();
    return;
  }
  const secret = await secrets.answer(question).catch(() => undefined);
  asker.end(secret === undefined ? '-' : `+${secret}`);
}

function firstLine(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (part: Buffer) => {
      text += part.toString();
      if (text.includes('\n')) resolve(text);
    });
    socket.on('close', () => resolve(text));
  });
}

function readQuestion(
  line: string,
): { token: string; kind: string; prompt: string; asker: number } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const { token, kind, prompt, asker } = { token: '', kind: '', prompt: '', asker: 0, ...value };
    const isText = [token, kind, prompt].every((each) => typeof each === 'string');
    return isText && typeof asker === 'number' ? { token, kind, prompt, asker } : undefined;
  } catch {
    return undefined;
  }
}
