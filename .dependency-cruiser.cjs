/** Who may import whom. A rule that hurts is discussed in an ADR, not worked around. */
const forbid = (name, from, to) => ({ name, severity: 'error', from, to });
const TEST = '([.]test[.]tsx?$|^bff/test/)';

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }),
    forbid(
      'shared-stands-alone',
      { path: '^shared/', pathNot: TEST },
      { path: '^(mini-app|staff-console|bff|migrations|sandbox|scripts)/' },
    ),
    forbid('shared-knows-zod-only', { path: '^shared/src/', pathNot: TEST }, { path: 'node_modules/', pathNot: 'node_modules/zod/' }),
    forbid(
      'fronts-use-http',
      { path: '^(mini-app|staff-console)/' },
      { path: '^(bff|migrations|scripts|mini-app|staff-console)/', pathNot: '^$1/' },
    ),
    forbid('bff-knows-no-front', { path: '^bff/', pathNot: TEST }, { path: '^(mini-app|staff-console|sandbox|scripts|migrations)/' }),
    forbid('sandbox-stays-outside', { path: '^(shared|migrations|mini-app|staff-console)/src/' }, { path: '^sandbox/' }),
    forbid('sandbox-is-the-outside', { path: '^sandbox/' }, { path: '^(bff|migrations|mini-app|staff-console|scripts)/' }),
    // Tables of other features may be named (foreign keys, and filing is one statement: docs/adr/0008), nothing else of them.
    forbid(
      'features-stay-apart',
      { path: '^(bff|mini-app|staff-console)/src/features/([^/]+)/', pathNot: TEST },
      { path: '^$1/src/features/', pathNot: '(^$1/src/features/$2/|[.]table[.]ts$)' },
    ),
    forbid(
      'tables-refer-to-tables',
      { path: '[.]table[.]ts$' },
      { path: '^bff/src/', pathNot: '([.]table[.]ts$|^bff/src/platform/columns[.]ts$)' },
    ),
    forbid('pages-sit-on-features', { path: '^(mini-app|staff-console)/src/(features|components|api)/' }, { path: '^$1/src/(pages|app)/' }),
    forbid('services-know-no-http', { path: '[.](service|repository)[.]ts$' }, { path: '([.]routes[.]ts$|node_modules/(@?fastify)/)' }),
    forbid(
      'only-repositories-query',
      { path: '^bff/src/features/', pathNot: '([.](repository|table)[.]ts$|[.]test[.]ts$)' },
      { path: 'node_modules/(drizzle-orm|postgres)/' },
    ),
    forbid(
      'database-behind-platform',
      { path: '^bff/src/', pathNot: '(^bff/src/features/|^bff/src/platform/(database|columns|jobs)[.]ts$|[.]test[.]ts$)' },
      { path: 'node_modules/(drizzle-orm|postgres|pg|graphile-worker)/' },
    ),
    forbid('ground-floor-knows-no-feature', { path: '^bff/src/(connectors|platform)/' }, { path: '^bff/src/features/' }),
    forbid('only-zalo-room-uses-sdk', { path: '^mini-app/src/', pathNot: '^mini-app/src/zalo/' }, { path: 'node_modules/zmp-sdk/' }),
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' } },
};
