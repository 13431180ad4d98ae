/** `pnpm bench` runs all that is measured over HTTP and the database; `pnpm bench search` the procedure search. */
const [name] = process.argv.slice(2);
if (name === undefined) await import('./run.ts');
else if (name === 'search') await import('./search.ts');
else throw new Error(`no bench named "${name}"; there is "search", and one without a name`);
