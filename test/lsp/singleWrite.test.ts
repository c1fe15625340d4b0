/** Messages to an editor go out in one piece each, and nothing of them is lost. */
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { inSingleWrites } from '../../server/src/lsp/singleWrite.ts';

const texts = ['', 'a', 'ends with \r\n\r\n', 'ünïcödé 🙂', 'x'.repeat(200_000)];

test('each message is one write, its bytes unchanged', async () => {
  const writes: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      writes.push(chunk);
      setImmediate(done);
    },
  });
  const writer = new StreamMessageWriter(inSingleWrites(output));
  const messages = texts.map((text, id) => ({ jsonrpc: '2.0', id, method: 'm', params: [text] }));
  for (const message of messages) await writer.write(message);
  expect(writes).toHaveLength(messages.length);

  const input = new PassThrough();
  const received: unknown[] = [];
  const isDone = new Promise<void>((resolve) => {
    new StreamMessageReader(input).listen((message) => {
      if (received.push(message) === messages.length) resolve();
    });
  });
  for (const chunk of writes) input.write(chunk);
  await isDone;
  expect(received).toEqual(messages);
});

test('an output that breaks breaks the stream, so that the connection hears of it', async () => {
  const output = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('gone'));
    },
  });
  const stream = inSingleWrites(output);
  const heard = new Promise<string>((resolve) => {
    stream.on('error', ({ message }) => resolve(message));
  });
  stream.write('{}');
  expect(await heard).toBe('gone');
});
