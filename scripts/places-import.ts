import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { localPostgres } from '@tayninh/migrations/local-postgres';
import { importBorders } from '@tayninh/migrations/places';

/** `pnpm places:import <file.geojson[.gz]>`: borders of communes into DATABASE_URL, or into this copy's own database when it is not running. */
const file = process.argv[2];
if (!file) {
  console.error('Say which file: pnpm places:import <communes.geojson or .geojson.gz>');
  process.exit(1);
}
const bytes = readFileSync(resolve(process.env.INIT_CWD ?? '.', file));
const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
const server = process.env.DATABASE_URL ? undefined : await localPostgres(resolve(process.env.DATA_DIR ?? '.data', 'postgres'));
try {
  const { imported, missing } = await importBorders(process.env.DATABASE_URL ?? server?.url ?? '', text);
  console.log(`Borders of ${imported} communes stand.${missing.length > 0 ? ` None for ${missing.join(', ')}.` : ''}`);
} catch (error) {
  console.error(`Nothing was changed. ${(error as Error).message}`);
  process.exitCode = 1;
} finally {
  await server?.stop();
}
