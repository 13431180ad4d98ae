import { readFileSync } from 'node:fs';
import Fastify from 'fastify';

/** The peer: one route, the same bytes, nothing else. */
const [file = '', port = '0'] = process.argv.slice(2);
const body = readFileSync(file);
const app = Fastify();
app.get('/x', (_request, reply) => reply.type('application/json; charset=utf-8').send(body));
await app.listen({ host: '127.0.0.1', port: Number(port) });
