// Runs inside a namespace of the lab: greets with the address it sees, echoes, and pushes a byte on request.
// Usage: node echoServer.mjs PORT; a line `push` on standard input sends one byte on every connection.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** @type {Set<import("node:net").Socket>} */
const sockets = new Set();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('close', () => sockets.delete(socket));
  socket.on('data', (data) => socket.write(data));
  socket.write(`${socket.remoteAddress}\n`);
});
server.listen({ port: Number(process.argv[2]), host: '0.0.0.0', backlog: 256 }, () =>
  console.log('listening'),
);
createInterface({ input: process.stdin })
  .on('line', () => {
    for (const socket of sockets) socket.write('p');
    console.log(sockets.size);
  })
  .on('close', () => process.exit(0));
