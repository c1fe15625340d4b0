/** JSON-RPC with the headers of LSP, over the standard streams of a server. */

/**
 * @typedef {{ id?: number | string, method?: string, params?: unknown, result?: unknown }} Message
 */

/** Longer than any server needs here, even on a busy machine. */
const patience = 60_000;

/** A conversation with one server; it lives as long as the process. */
export class Connection {
  /** @type {import('node:stream').Writable} */
  #output;
  /** @type {Map<number, (result: unknown) => void>} */
  #pending = new Map();
  /** @type {Set<(message: Message) => void>} */
  #listeners = new Set();
  /** @type {(message: Message) => unknown} */
  #answer;
  #lastId = 0;

  /**
   * @param {{ stdin: import('node:stream').Writable, stdout: import('node:stream').Readable }} server
   * @param {(message: Message) => unknown} answer Gives the result of a request of the server.
   */
  constructor({ stdin, stdout }, answer) {
    this.#output = stdin;
    this.#answer = answer;
    readMessages(stdout, (message) => this.#receive(message));
  }

  /**
   * @param {string} method
   * @param {unknown} params
   * @returns {Promise<unknown>}
   */
  request(method, params) {
    const id = ++this.#lastId;
    const result = withPatience(method, (resolve) => this.#pending.set(id, resolve));
    this.#send({ id, method, params });
    return result;
  }

  /**
   * @param {string} method
   * @param {unknown} params
   */
  notify(method, params) {
    this.#send({ method, params });
  }

  /**
   * Settles at the next notification of a method that is wanted.
   * @param {string} method
   * @param {(params: unknown) => boolean} isWanted
   * @returns {Promise<unknown>}
   */
  next(method, isWanted) {
    return withPatience(method, (resolve) => {
      const listener = (/** @type {Message} */ message) => {
        if (message.method !== method || !isWanted(message.params)) return;
        this.#listeners.delete(listener);
        resolve(message.params);
      };
      this.#listeners.add(listener);
    });
  }

  /** @param {Message} message */
  #receive(message) {
    if (message.method === undefined) {
      this.#pending.get(Number(message.id))?.(message.result);
    } else if (message.id !== undefined) {
      this.#send({ id: message.id, result: this.#answer(message) });
    } else {
      for (const listener of this.#listeners) listener(message);
    }
  }

  /** @param {Message} message */
  #send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.#output.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#output.write(body);
  }
}

/**
 * @param {string} what
 * @param {(resolve: (value: unknown) => void) => void} start
 * @returns {Promise<unknown>}
 */
function withPatience(what, start) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer: ${what}`)), patience);
    start((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {(message: Message) => void} receive
 */
function readMessages(stream, receive) {
  let buffer = Buffer.alloc(0);
  stream.on('data', (/** @type {Buffer} */ chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('ascii', 0, end))?.[1]);
      if (buffer.length < end + 4 + length) return;
      const body = buffer.toString('utf8', end + 4, end + 4 + length);
      buffer = buffer.subarray(end + 4 + length);
      receive(/** @type {Message} */ (JSON.parse(body)));
    }
  });
}
