/** `pnpm test:faults` kills the bff while dossiers are on their way, `pnpm test:faults notifications` while a campaign is. */
const [name = '--'] = process.argv.slice(2);
if (name.startsWith('--')) await import('./faults-filing.ts');
else if (name === 'notifications') await import('./faults-notifications.ts');
else throw new Error(`no fault run named "${name}"; there is "notifications", and one without a name`);
