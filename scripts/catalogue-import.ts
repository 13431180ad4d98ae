import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createCatalogueRepository } from '../bff/src/features/procedures/catalogue.repository.ts';
import { CatalogueFileError, createCatalogueImport, openCatalogueFile } from '../bff/src/features/procedures/catalogue-import.service.ts';
import { openDatabase } from '../bff/src/platform/database.ts';

/**
 * `pnpm catalogue:import <file>`: the national catalogue, one JSON object a line, plain or gzip (docs/runbooks/catalogue-import.md).
 * Goes into `DATABASE_URL` (or `DATABASE_URL_FILE`), else into the development database in `DATA_DIR`.
 */
const [path] = process.argv.slice(2);
if (!path) {
  console.error('Which file? pnpm catalogue:import <file.ndjson or file.ndjson.gz>');
  process.exit(2);
}
const started = Date.now();
const given = process.env.DATABASE_URL ?? (process.env.DATABASE_URL_FILE && readFileSync(process.env.DATABASE_URL_FILE, 'utf8').trim());
const url = given || (await developmentDatabase());
const database = openDatabase(url, { name: 'catalogue-import', poolSize: 1, statementTimeoutMs: 30_000 });
try {
  const { import: run } = createCatalogueImport({ repository: createCatalogueRepository(database.sql) });
  const report = await run(openCatalogueFile(path), { onProgress: (done, total) => console.log(`  ${done} / ${total}`) });
  const { counts } = report;
  if (report.resumedAt > 0) console.log(`Went on after ${report.resumedAt} records of an import that had not ended.`);
  console.log(
    `${report.records} records: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged; ${counts.versions} new versions.`,
  );
  console.log(
    `${counts.changedUnderOverride} changed under an override of the province, ${counts.nameDiffers} under a code that we know by another name, ${report.absent} known from before and not in this file.`,
  );
  for (const [flag, count] of Object.entries(report.flags)) console.log(`  ${flag.padEnd(22)} ${count}`);
  console.log(`${Date.now() - started} ms`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(
    error instanceof CatalogueFileError
      ? `Nothing was imported. ${reason}`
      : `Stopped: ${reason}. Whole batches are in; run it again and it goes on where it stopped.`,
  );
  process.exitCode = 1;
} finally {
  await database.close();
}
if (!given) process.exit(); // the embedded server, if we started it, ends with us

async function developmentDatabase(): Promise<string> {
  const [{ localPostgres }, { migrate }, { seed }] = await Promise.all([
    import('@tayninh/migrations/local-postgres'),
    import('@tayninh/migrations/migrate'),
    import('@tayninh/migrations/seed'),
  ]);
  const { url: local } = await localPostgres(join(resolve(process.env.DATA_DIR ?? '.data'), 'postgres'));
  await migrate(local);
  await seed(local);
  return local;
}
