import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Method, ProcedureRecord } from '@tayninh/shared/features/procedures/catalogue';
import { isAnotherProcedure } from '@tayninh/shared/features/procedures/effective-record';
import { readNationalRecord } from '@tayninh/shared/features/procedures/import-record';
import type { NationalProcedure } from '@tayninh/shared/features/procedures/national-procedure';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/**
 * Our time limit and fee beside those of the national record of the same code. What differs on purpose is explained in
 * docs/sources/catalogue.md, "Where we differ"; a difference nobody explained and an explanation of none both fail.
 */
const crawl = process.env.NATIONAL_PROCEDURES_FILE;
const folder = new URL('./procedures/', import.meta.url);
const records = readdirSync(folder).flatMap((file) =>
  z.array(ProcedureRecord).parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
);
const explained = new Set(
  [...readFileSync(new URL('../../docs/sources/catalogue.md', import.meta.url), 'utf8').matchAll(/^\| (\d\.\d{6}) \| (time|fee) /gm)].map(
    ([, code, what]) => `${code} ${what}`,
  ),
);

/** What our record may say: nothing where a row has no unit, else the longest; rows that differ may also be left to words. */
function timesOf({ methods }: NationalProcedure): (string | null)[] {
  const times = methods.map(({ time }) => time);
  const [first] = times;
  if (!first || times.some((time) => time === null || time.unit !== first.unit || time.unit === 'unknown')) return [null];
  const values = times.map((time) => time?.value ?? 0);
  const longest = `${Math.max(...values)} ${first.unit}`;
  return new Set(values).size === 1 ? [longest] : [longest, null];
}

/** The lowest in đồng; null where the source is odd, silent or points to the province. */
function feeOf({ methods, flags }: NationalProcedure): number | null {
  if (flags.some((flag) => ['FEE_BY_PROVINCE', 'FEE_TIME_GLUED', 'FEE_SUSPECT'].includes(flag))) return null;
  const amounts = methods.flatMap(({ fees }: Method) => fees.flatMap(({ amount, currency }) => (currency === 'VND' ? [amount] : [])));
  return amounts.length === 0 || amounts.includes(null) ? null : Math.min(...amounts.map(Number));
}

describe.skipIf(!crawl)('against the national record of the same code (set NATIONAL_PROCEDURES_FILE to its .ndjson.gz)', () => {
  it('time limits and fees agree, or the difference is explained', () => {
    const lines = gunzipSync(readFileSync(crawl ?? ''))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    const ours = new Map(records.map((record) => [record.code, record]));
    const differ = lines
      .map((line) => JSON.parse(line) as { ma_thu_tuc: string })
      .filter(({ ma_thu_tuc: code }) => ours.has(code))
      .map(readNationalRecord)
      .flatMap((national) => {
        const record = ours.get(national.code);
        if (!record || isAnotherProcedure(national, record)) return [];
        const limit = record.timeLimit && `${record.timeLimit.value} ${record.timeLimit.unit}`;
        return [
          ...(timesOf(national).includes(limit) || record.flags.includes('TIME_FROM_STEPS') // which seeds.test.ts reads
            ? []
            : [`${record.code} time ${limit} / ${timesOf(national)[0]}`]),
          ...(record.feeVnd === feeOf(national) ? [] : [`${record.code} fee ${record.feeVnd} / ${feeOf(national)}`]),
        ];
      });
    expect(differ.filter((line) => !explained.has(line.split(' ').slice(0, 2).join(' ')))).toEqual([]);
    expect([...explained].filter((line) => !differ.some((each) => each.startsWith(line)))).toEqual([]);
  });
});
