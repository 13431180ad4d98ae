import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';

/**
 * Plays Zalo's page around a mini app: the app's own index.html is not used (it is never uploaded), the page loads exactly
 * what app-config.json lists, under `/zapps/<id>/`.
 */
export async function buildMiniAppHost({
  directory,
  miniAppId,
  sandboxOrigin,
  bffOrigin,
}: {
  directory: string;
  miniAppId: string;
  sandboxOrigin: () => string;
  bffOrigin: () => string;
}): Promise<FastifyInstance> {
  const app = Fastify({ logger: false });
  const base = `/zapps/${miniAppId}`;
  const shell = () => {
    const file = join(directory, 'app-config.json');
    if (!existsSync(file)) return '<!doctype html><meta charset="utf-8"><title>Tây Ninh Smart</title><p>Chưa có bản dựng của mini app.</p>';
    const config = JSON.parse(readFileSync(file, 'utf8')) as { app: { title: string }; listCSS?: string[]; listSyncJS?: string[] };
    const globals = { APP_ID: miniAppId, zAppID: miniAppId, SANDBOX_ORIGIN: sandboxOrigin(), BFF_ORIGIN: bffOrigin() };
    const script = Object.entries(globals)
      .map(([name, value]) => `window.${name}=${JSON.stringify(value)}`)
      .join(';');
    const styles = (config.listCSS ?? []).map((path) => `<link rel="stylesheet" href="${base}/${path}">`).join('');
    const scripts = (config.listSyncJS ?? []).map((path) => `<script type="module" crossorigin src="${base}/${path}"></script>`).join('');
    return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>${asText(config.app.title)}</title><script>${script};${REMEMBER_PERSONA}</script>${styles}</head><body><div id="app"></div>${scripts}</body></html>`;
  };
  // The build may come after the start: files are looked for at each request.
  await app.register(fastifyStatic, { root: directory, prefix: `${base}/`, index: false, wildcard: true, maxAge: 0 });
  app.get('/', async (request, reply) => reply.redirect(`${base}/${new URL(request.url, 'http://host').search}`));
  app.get(base, async (_request, reply) => reply.redirect(`${base}/`));
  app.get(`${base}/`, async (_request, reply) => reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(shell()));
  app.setNotFoundHandler(async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://host');
    if (request.method !== 'GET' || !pathname.startsWith(`${base}/`) || pathname.startsWith(`${base}/assets/`))
      return reply.code(404).send({ message: 'not here' });
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(shell());
  });
  return app;
}

const asText = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Before anything else of the page, as the app may be sent elsewhere before its stand-in for Zalo (which reads this) is loaded. */
const REMEMBER_PERSONA =
  "{const chosen=new URLSearchParams(location.search).get('persona');if(chosen)sessionStorage.setItem('sandbox-persona',chosen)}";
