import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // the server puts a new nonce in its place with each page (bff/src/console-http.ts)
  html: { cspNonce: '__CSP_NONCE__' },
  build: { outDir: 'www', chunkSizeWarningLimit: 900, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
