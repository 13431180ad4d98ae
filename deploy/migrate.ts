import { readFileSync } from 'node:fs';
import { migrate } from '../migrations/src/migrate.ts';
import { seed } from '../migrations/src/seed.ts';

/** The image's second command: newest schema, then reference data. Runs before a release, and again without harm. */
const url = process.env.DATABASE_URL ?? (process.env.DATABASE_URL_FILE && readFileSync(process.env.DATABASE_URL_FILE, 'utf8').trim());
if (!url) {
  console.error('DATABASE_URL or DATABASE_URL_FILE is missing.');
  process.exit(1);
}
await migrate(url);
const { procedures, newVersions, forms } = await seed(url);
console.log(`Schema is up to date; ${procedures} procedures (${newVersions} new versions), ${forms} forms.`);
