import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import zmp from 'zmp-vite-plugin';

const simulatedHost = fileURLToPath(new URL('../sandbox/host/simulated-zmp-sdk.ts', import.meta.url));

const appConfig = JSON.parse(readFileSync(new URL('app-config.json', import.meta.url), 'utf8'));

export default defineConfig(({ mode, command }) => {
  const sandbox = mode === 'sandbox';
  if (command === 'build' && !sandbox) {
    const { VITE_API_BASE, VITE_MINI_APP_LINK } = loadEnv(mode, import.meta.dirname);
    requirePublic('VITE_API_BASE', VITE_API_BASE, 'the public address of the bff, for example https://api.example.vn');
    requirePublic('VITE_MINI_APP_LINK', VITE_MINI_APP_LINK, 'the public link of the mini app, https://zalo.me/s/ and its id');
  }
  return {
    plugins: [react(), zmp(appConfig as never)],
    resolve: sandbox ? { alias: [{ find: /^zmp-sdk(\/apis)?$/, replacement: simulatedHost }] } : {},
    // the plugin sets the rest: base, names, and es2015 for old phones
    build: { chunkSizeWarningLimit: 300 },
  };
});

/** A build for phones must name where it is and whom it talks to, and never the developer's own machine. */
function requirePublic(name: string, value: string | undefined, what: string) {
  if (!value) throw new Error(`${name} is missing: name ${what}`);
  const { protocol, hostname } = new URL(value);
  if (protocol !== 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    throw new Error(`${name} is ${value}: a build for phones needs a public https address`);
  }
}
