import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How often a closing server looks for connections that have become idle. */
const LOOK_EVERY_MS = 100;

/**
 * Lets a closing server end with its last answer (RL-18). Node by itself waits for two kinds of connection that hold nothing: one
 * that a browser opened ahead of need and never used, and one that was busy at the moment of closing and is kept alive afterwards.
 */
export function endWithTheLastAnswer(app: FastifyInstance) {
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));
  app.addHook('preClose', async () => {
    for (const socket of unused) socket.destroy();
    const timer = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
    app.server.once('close', () => clearInterval(timer));
  });
}
