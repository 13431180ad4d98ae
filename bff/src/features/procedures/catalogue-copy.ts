import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { type CatalogueCopy, CatalogueItem } from '@tayninh/shared/features/procedures/catalogue-copy.contract';

type Encoding = 'br' | 'gzip' | 'identity';

/** The catalogue that phones keep, as it goes out: packed once, because nothing before the bff is known to pack answers. */
export interface CatalogueAnswer {
  readonly version: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/**
 * Holds every record that somebody has given words of the people's: what comes from the national data alone has no aliases, is
 * rarely asked for and would make the copy twelve times as large (docs/sources/search.md).
 *
 * @param newest when the newest of the records came in force
 */
export async function createCatalogueAnswer(records: readonly ProcedureRecord[], newest: Date): Promise<CatalogueAnswer> {
  const asOf = newest.toISOString();
  const items = records.filter(({ aliases }) => aliases.length > 0).map((record) => CatalogueItem.parse(record)); // leaves out what is not of the copy
  const version = createHash('sha256').update(JSON.stringify({ asOf, items })).digest('base64url').slice(0, 22);
  const identity = Buffer.from(JSON.stringify({ shape: 1, version, asOf, items } satisfies CatalogueCopy));
  const [br, gzipped] = await Promise.all([promisify(brotliCompress)(identity), promisify(gzip)(identity)]);
  return { version, bodies: { br, gzip: gzipped, identity } };
}

/** The best packing that `Accept-Encoding` names and does not refuse (`br;q=0`). */
export function encodingFor(accepted: string | string[] | undefined): Encoding {
  const wanted = String(accepted ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.replace(/\s/g, ''))
    .filter((each) => !/;q=0(\.0*)?$/.test(each))
    .map((each) => each.split(';')[0]);
  return (['br', 'gzip'] as const).find((known) => wanted.includes(known)) ?? 'identity';
}

/** A strong tag names bytes (RFC 9110, 8.8.1): each packing has its own. */
export const etagOf = ({ version }: CatalogueAnswer, encoding: Encoding) => `"${version}${encoding === 'identity' ? '' : `.${encoding}`}"`;

/** True when `If-None-Match` names this version in any packing: unpacked they are one and the same. */
export const isHeld = ({ version }: CatalogueAnswer, ifNoneMatch: string | undefined): boolean =>
  (ifNoneMatch ?? '').split(',').some(
    (tag) =>
      tag
        .trim()
        .replace(/^W\//, '')
        .replace(/^"|(\.(br|gzip))?"$/g, '') === version,
  );
