/**
 * Writes each message to a stream in one piece. The library writes its header and its content one after the other, and each
 * write wakes the client, which then waits for the rest while the server wants the processor too.
 */
import { Writable } from 'node:stream';

const headerEnd = Buffer.from('\r\n\r\n');

/** A stream that passes on what is written to it, a header of the protocol together with the content behind it. */
export function inSingleWrites(output: Writable): Writable {
  let header: Buffer | undefined;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (header === undefined && isHeader(chunk)) {
        header = chunk;
        done();
        return;
      }
      const whole = header === undefined ? chunk : Buffer.concat([header, chunk]);
      header = undefined;
      output.write(whole, done);
    },
  });
  output.on('error', (error: Error) => stream.destroy(error));
  return stream;
}

function isHeader(chunk: Buffer): boolean {
  return chunk.subarray(-headerEnd.length).equals(headerEnd);
}
