/**
 * What a phone must load before the first screen (the entry scripts of `www/app-config.json` and what they import statically),
 * and what it loads more to fill in a form.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const FIRST_LIMIT_KB = 170;
const FORM_LIMIT_KB = 110;
/** The pages from the first question to filing, and the check that is loaded when a step is first left. */
const FORM_PARTS = ['form-page', 'papers-page', 'review-page', 'conflict-page', 'check-step'];
const root = path.join(import.meta.dirname, 'www');
const assets = path.join(root, 'assets');

/** Gzipped bytes by file, of these files and all they import statically. */
function sizesOf(files: readonly string[]): Map<string, number> {
  const sizes = new Map<string, number>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (sizes.has(file)) continue;
    const text = readFileSync(file, 'utf8');
    sizes.set(file, gzipSync(text).length);
    for (const [, from] of text.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g))
      open.push(path.resolve(path.dirname(file), from ?? ''));
  }
  return sizes;
}

/** @returns whether it is below the limit */
function tell(sizes: ReadonlyMap<string, number>, what: string, limitKb: number): boolean {
  let total = 0;
  for (const [file, size] of sizes) {
    total += size;
    console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${path.relative(root, file)}`);
  }
  console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  ${what}, gzip (limit ${limitKb} KB)`);
  return sizes.size > 0 && total <= limitKb * 1024;
}

const config: { listSyncJS: (string | { src: string })[] } = JSON.parse(readFileSync(path.join(root, 'app-config.json'), 'utf8'));
const first = sizesOf(
  config.listSyncJS.map((entry) => {
    const file = typeof entry === 'string' ? entry : entry.src;
    return path.join(root, file.includes('/') ? file : path.join('assets', file));
  }),
);
const built = readdirSync(assets);
const parts = FORM_PARTS.map((part) => {
  const file = built.find((name) => name.startsWith(`${part}`) && name.endsWith('.js'));
  if (!file) throw new Error(`the build has no file of its own for ${part}`);
  return path.join(assets, file);
});
const form = new Map([...sizesOf(parts)].filter(([file]) => !first.has(file)));
const areSmall = [tell(first, 'first screen', FIRST_LIMIT_KB), tell(form, 'a form more than that', FORM_LIMIT_KB)];
process.exitCode = areSmall.every(Boolean) ? 0 : 1;
