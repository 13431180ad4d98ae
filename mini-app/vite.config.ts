import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import zmp from 'zmp-vite-plugin';

const simulatedHost = fileURLToPath(new URL('../sandbox/host/simulated-zmp-sdk.ts', import.meta.url));

const appConfig = JSON.parse(readFileSync(new URL('app-config.json', import.meta.url), 'utf8'));

export default defineConfig(({ mode, command }) => {
  const sandbox = mode === 'sandbox';
  if (command === 'build' && !sandbox) requirePublicApi(loadEnv(mode, import.meta.dirname).VITE_API_BASE);
  return {
    plugins: [react(), zmp(appConfig as never)],
    resolve: sandbox ? { alias: [{ find: /^zmp-sdk(\/apis)?$/, replacement: simulatedHost }] } : {},
    // the plugin sets the rest: base, names, and es2015 for old phones
    build: { chunkSizeWarningLimit: 300 },
  };
});

/** A build for phones must name the server it talks to, and never the developer's own machine. */
function requirePublicApi(base: string | undefined) {
  if (!base) throw new Error('VITE_API_BASE is missing: name the public address of the bff, for example https://api.example.vn');
  const { protocol, hostname } = new URL(base);
  if (protocol !== 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    throw new Error(`VITE_API_BASE is ${base}: a build for phones needs a public https address`);
  }
}
