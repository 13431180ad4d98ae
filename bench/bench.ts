/**
 * `pnpm bench` runs all that is measured over HTTP and the database; `dossiers` filing, tracking and lists among a
 * million dossiers, `search` the procedure search, `keystroke` typing on a slow phone.
 */
const [name] = process.argv.slice(2);
if (name === undefined) await import('./run.ts');
else if (name === 'dossiers') await import('./dossiers.ts');
else if (name === 'search') await import('./search.ts');
else if (name === 'keystroke') await import('./keystroke.ts');
else throw new Error(`no bench named "${name}"; there are "dossiers", "search", "keystroke", and one without a name`);
