import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTestSandbox } from './testing/build-test-sandbox.ts';

describe('Zalo’s page around the mini app', () => {
  it('says so while there is no build, then serves the build under the app’s own path', async () => {
    await using world = await buildTestSandbox();
    const before = await fetch(world.miniAppUrl);
    expect(before.status).toBe(200);
    expect(await before.text()).toContain('Chưa có bản dựng');

    mkdirSync(join(world.dataDir, 'www', 'assets'), { recursive: true });
    writeFileSync(join(world.dataDir, 'www', 'assets', 'app.js'), 'window.started = true;');
    writeFileSync(
      join(world.dataDir, 'www', 'app-config.json'),
      JSON.stringify({ app: { title: 'Tây Ninh <Smart>' }, listCSS: ['assets/app.css'], listSyncJS: ['assets/app.js'] }),
    );
    const { miniAppId } = world.credentials.zalo;
    const page = await fetch(`${world.miniAppUrl}/zapps/${miniAppId}/dossiers/1?persona=thu-ha`);
    const html = await page.text();
    expect(html).toContain('<div id="app"></div>');
    expect(html).toContain(`window.APP_ID="${miniAppId}"`);
    expect(html).toContain(`window.SANDBOX_ORIGIN="${world.url}"`);
    expect(html).toContain(`<script type="module" crossorigin src="/zapps/${miniAppId}/assets/app.js">`);
    expect(html).toContain('<title>Tây Ninh &lt;Smart></title>');
    const script = await fetch(`${world.miniAppUrl}/zapps/${miniAppId}/assets/app.js`);
    expect(await script.text()).toBe('window.started = true;');
    expect((await fetch(`${world.miniAppUrl}/zapps/${miniAppId}/assets/missing.js`)).status).toBe(404);
  });

  it('lets pages of this machine ask for tokens, and no other page', async () => {
    await using world = await buildTestSandbox();
    const from = async (origin: string) =>
      (await fetch(`${world.url}/control/personas`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect(await from(world.miniAppUrl)).toBe(world.miniAppUrl);
    expect(await from('https://elsewhere.example')).toBeNull();
  });
});
