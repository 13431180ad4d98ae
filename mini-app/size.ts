/** What a phone must load before the first screen: the entry scripts of `www/app-config.json` and what they import statically. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 170;
const root = path.join(import.meta.dirname, 'www');
const config: { listSyncJS: (string | { src: string })[] } = JSON.parse(readFileSync(path.join(root, 'app-config.json'), 'utf8'));
const open = config.listSyncJS.map((entry) => {
  const file = typeof entry === 'string' ? entry : entry.src;
  return path.join(root, file.includes('/') ? file : path.join('assets', file));
});
const sizes = new Map<string, number>();
for (let file = open.pop(); file !== undefined; file = open.pop()) {
  if (sizes.has(file)) continue;
  const text = readFileSync(file, 'utf8');
  sizes.set(file, gzipSync(text).length);
  for (const [, from] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g))
    open.push(path.resolve(path.dirname(file), from ?? ''));
}
let total = 0;
for (const [file, size] of sizes) {
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${path.relative(root, file)}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  first screen, gzip (limit ${LIMIT_KB} KB)`);
process.exitCode = total > LIMIT_KB * 1024 || sizes.size === 0 ? 1 : 0;
