// Runs inside a namespace of the lab: holds many connections and tells which of them still work.
// Each line on standard input is a request, each answer is one JSON line:
//   {"open": ["198.18.0.10", …], "port": 7000}  -> the address that each server saw, or null
//   {"probe": 3000}                             -> "ok", "reset" or "timeout" for each connection, after one byte was echoed
//   {"listen": 3000}                            -> the same, after one byte arrived that nobody asked for
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const connections = [];

function open(host, port) {
  return new Promise((resolve) => {
    const connection = {
      socket: connect({ host, port, noDelay: true }),
      state: 'ok',
      received: 0,
      wake: () => {},
    };
    const timer = setTimeout(() => resolve(null), 5000);
    connections.push(connection);
    connection.socket.once('data', (greeting) => {
      clearTimeout(timer);
      connection.socket.on('data', (data) => {
        connection.received += data.length;
        connection.wake();
      });
      resolve(String(greeting).trim().replace('::ffff:', ''));
    });
    connection.socket.on('error', () => {
      connection.state = 'reset';
      clearTimeout(timer);
      connection.wake();
      resolve(null);
    });
  });
}

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

async function answer(request) {
  if (request.open) return Promise.all(request.open.map((host) => open(host, request.port)));
  const answers = connections.map((connection) =>
    awaitByte(connection, request.probe ?? request.listen),
  );
  if (request.listen) console.log('"ready"');
  else for (const connection of connections) connection.socket.write('e');
  return Promise.all(answers);
}

createInterface({ input: process.stdin })
  .on('line', async (line) => console.log(JSON.stringify(await answer(JSON.parse(line)))))
  .on('close', () => process.exit(0));
