// Runs inside a namespace of the lab: holds many connections and tells which of them still work.
// Each line on standard input is a request, each answer is one JSON line:
//   {"open": ["198.18.0.10", …], "port": 7000}  -> the address that each server saw, or null
//   {"probe": 3000}                             -> "ok", "reset" or "timeout" for each connection, after one byte was echoed
//   {"listen": 3000}                            -> "ready", then the same after one byte arrived that nobody asked for
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ socket: import('node:net').Socket, state: string, received: number, wake: () => void }} Connection
 * @typedef {{ open?: string[], port?: number, probe?: number, listen?: number }} Request
 */

const greetingPatience = 5000;

/** @type {Connection[]} */
const connections = [];

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | null>}
 */
function open(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, noDelay: true });
    const connection = { socket, state: 'ok', received: 0, wake: () => {} };
    const timer = setTimeout(() => resolve(null), greetingPatience);
    connections.push(connection);
    socket.once('data', (greeting) => {
      clearTimeout(timer);
      socket.on('data', (data) => {
        connection.received += data.length;
        connection.wake();
      });
      resolve(String(greeting).trim().replace('::ffff:', ''));
    });
    socket.on('error', () => {
      connection.state = 'reset';
      clearTimeout(timer);
      connection.wake();
      resolve(null);
    });
  });
}

/**
 * @param {Connection} connection
 * @param {number} timeout in milliseconds
 * @returns {Promise<string>}
 */
function awaitByte(connection, timeout) {
  if (connection.state === 'reset') return Promise.resolve('reset');
  const before = connection.received;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('timeout'), timeout);
    connection.wake = () => {
      if (connection.state !== 'reset' && connection.received === before) return;
      clearTimeout(timer);
      resolve(connection.state);
    };
  });
}

/** @param {Request} request */
async function answer({ open: hosts, port = 0, probe, listen = 0 }) {
  if (hosts !== undefined) return Promise.all(hosts.map((host) => open(host, port)));
  const answers = connections.map((connection) => awaitByte(connection, probe ?? listen));
  if (probe === undefined) console.log('"ready"');
  else for (const connection of connections) connection.socket.write('e');
  return Promise.all(answers);
}

/** @param {string} line */
async function serve(line) {
  const request = /** @type {Request} */ (JSON.parse(line));
  console.log(JSON.stringify(await answer(request)));
}

createInterface({ input: process.stdin })
  .on('line', (line) => void serve(line))
  .on('close', () => process.exit(0));
