/** `pnpm bench` runs all that is measured over HTTP and the database; `search` the procedure search, `keystroke` typing on a slow phone. */
const [name] = process.argv.slice(2);
if (name === undefined) await import('./run.ts');
else if (name === 'search') await import('./search.ts');
else if (name === 'keystroke') await import('./keystroke.ts');
else throw new Error(`no bench named "${name}"; there are "search", "keystroke", and one without a name`);
