import { z } from 'zod';
import type { ProcedureFlag } from './catalogue.ts';
import { flagFee, saysIfAny } from './import-tables.ts';
import { CHANNEL_NUMBERS, CHANNEL_WORDS, readAmount, readFeeKind, readLevels, readTargets, TIME_UNITS, tidy } from './import-words.ts';
import type { NationalProcedure } from './national-procedure.ts';

/** The service writes numbers as texts or numbers, and leaves out or nulls what is empty. */
const Text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => tidy(String(value ?? '')));
const rows = <T extends z.ZodType>(row: T) =>
  z
    .union([z.array(row), row])
    .nullish()
    .transform((value): z.output<T>[] => (Array.isArray(value) ? (value as z.output<T>[]) : value == null ? [] : [value as z.output<T>]));
const Agencies = rows(z.object({ TENDONVI: Text }));

/** The record of the national service `LayThuTuc`, as published sources of provincial systems show it (docs/sources/catalogue.md). */
export const ServiceProcedure = z.object({
  /** A province may append its own part: `1.000894.000.00.00.H53`. */
  MATTHC: z.string().regex(/^[1-6]\.\d{6}(\.[\w.]+)?$/),
  TENTTHC: z.string().trim().min(5).max(1200),
  LOAITTHC: Text,
  TUKHOA: Text,
  SOQUYETDINH: Text,
  NGAYQUYETDINH: Text,
  CAPTHUCHIEN: rows(z.object({ TENCAP: Text })),
  LINHVUCTHUCHIEN: rows(z.object({ TENLINHVUC: Text })),
  DOITUONGTHUCHIEN: rows(z.object({ TENDOITUONG: Text })),
  COQUANTHUCHIEN: Agencies,
  COQUANCOTHAMQUYEN: Agencies,
  COQUANDUOCUYQUYEN: Agencies,
  COQUANPHOIHOP: Agencies,
  DIACHITIEPNHAN: Text,
  CACHTHUCTHUCHIEN: rows(
    z.object({
      KENH: Text,
      THOIGIAN: rows(
        z.object({
          THOIGIANGIAIQUYET: Text,
          DONVITINH: Text,
          MOTA: Text,
          PHILEPHI: rows(z.object({ SOTIEN: Text, DONVI: Text, MOTA: Text })),
        }),
      ),
    }),
  ),
  THANHPHANHOSO: rows(
    z.object({
      TRUONGHOP: Text,
      GIAYTO: rows(z.object({ TENGIAYTO: Text, SOBANCHINH: Text, SOBANSAO: Text, TENMAUDON: Text })),
    }),
  ),
  CANCUPHAPLY: rows(z.object({ SOVANBAN: Text, TENVANBAN: Text })),
  KETQUATHUCHIEN: rows(z.object({ MAKETQUA: Text, TENKETQUA: Text })),
});
type ServiceProcedure = z.infer<typeof ServiceProcedure>;
type Flags = Set<z.infer<typeof ProcedureFlag>>;

export function readService(record: ServiceProcedure): NationalProcedure {
  const flags: Flags = new Set();
  const levels = readLevels(record.CAPTHUCHIEN.map((row) => row.TENCAP).join(','));
  const targets = readTargets(record.DOITUONGTHUCHIEN.map((row) => row.TENDOITUONG).join(', '));
  if (levels.unknown.length + targets.unknown.length > 0 || levels.levels.length === 0 || targets.targets.length === 0)
    flags.add('VALUE_UNKNOWN');
  return {
    code: record.MATTHC.slice(0, 8),
    name: tidy(record.TENTTHC),
    type: record.LOAITTHC || null,
    domain: record.LINHVUCTHUCHIEN.map((row) => row.TENLINHVUC).find(Boolean) ?? 'Chưa xếp lĩnh vực',
    levels: levels.levels,
    targets: targets.targets,
    keywords: record.TUKHOA.split(/[,;]/).map(tidy).filter(Boolean),
    ...readCases(record, flags),
    methods: readMethods(record, flags),
    agencies: [
      ...agencies('executing', record.COQUANTHUCHIEN),
      ...agencies('competent', record.COQUANCOTHAMQUYEN),
      ...agencies('delegated', record.COQUANDUOCUYQUYEN),
      ...agencies('coordinating', record.COQUANPHOIHOP),
    ],
    receptionPlace: record.DIACHITIEPNHAN || null,
    results: record.KETQUATHUCHIEN.filter((row) => row.TENKETQUA).map((row) => ({ code: row.MAKETQUA || null, name: row.TENKETQUA })),
    legalBases: record.CANCUPHAPLY.filter((row) => row.TENVANBAN || row.SOVANBAN).map((row) => ({
      number: row.SOVANBAN || null,
      title: row.TENVANBAN || row.SOVANBAN,
    })),
    decision: { number: record.SOQUYETDINH, decidedOn: readDay(record.NGAYQUYETDINH) },
    portalUrl: null,
    flags: [...flags].sort(),
  };
}

const agencies = (
  role: NationalProcedure['agencies'][number]['role'],
  list: ServiceProcedure['COQUANTHUCHIEN'],
): NationalProcedure['agencies'] => list.filter((row) => row.TENDONVI).map((row) => ({ role, name: row.TENDONVI }));

function readMethods({ CACHTHUCTHUCHIEN }: ServiceProcedure, flags: Flags): NationalProcedure['methods'] {
  return CACHTHUCTHUCHIEN.flatMap(({ KENH, THOIGIAN }) => {
    const channel = Object.hasOwn(CHANNEL_NUMBERS, KENH) ? CHANNEL_NUMBERS[KENH] : CHANNEL_WORDS[KENH];
    if (!channel) {
      flags.add('VALUE_UNKNOWN');
      return [];
    }
    return THOIGIAN.map((row) => ({
      channel,
      time: readTime(row.THOIGIANGIAIQUYET, row.DONVITINH, flags),
      timeRaw: tidy(`${row.THOIGIANGIAIQUYET} ${row.DONVITINH}`).slice(0, 200),
      fees: row.PHILEPHI.map((fee) => readFee(fee, flags)),
      note: row.MOTA || null,
    }));
  });
}

function readTime(value: string, unit: string, flags: Flags): NationalProcedure['methods'][number]['time'] {
  if (!/^\d+([.,]\d+)?$/.test(value)) {
    flags.add('TIME_NOT_STATED');
    return null;
  }
  const known = Object.hasOwn(TIME_UNITS, unit) ? TIME_UNITS[unit] : undefined;
  if (!known) flags.add(unit === '' ? 'UNIT_MISSING' : 'VALUE_UNKNOWN');
  return { value: Number(value.replace(',', '.')), unit: known ?? 'unknown' };
}

function readFee({ SOTIEN, DONVI, MOTA }: { SOTIEN: string; DONVI: string; MOTA: string }, flags: Flags) {
  const raw = tidy(`${SOTIEN} ${DONVI}`).slice(0, 200);
  const note = MOTA || null;
  const read = readAmount(raw);
  flagFee({ ...read, raw: SOTIEN, note }, flags);
  return { kind: readFeeKind(note), amount: read.amount, currency: read.currency, raw, note };
}

function readCases({ THANHPHANHOSO }: ServiceProcedure, flags: Flags): Pick<NationalProcedure, 'cases' | 'documentsByCase'> {
  const listed = THANHPHANHOSO.map(({ TRUONGHOP, GIAYTO }, index) => ({
    id: `truong-hop-${index + 1}`,
    name: TRUONGHOP || null,
    documents: GIAYTO.filter((row) => row.TENGIAYTO).map((row) => ({
      name: row.TENGIAYTO,
      originals: readCount(row.SOBANCHINH),
      copies: readCount(row.SOBANSAO),
      mandatory: saysIfAny(row.TENGIAYTO) ? false : null,
      eitherOr: /một trong (các|những|số)/i.test(TRUONGHOP) ? 1 : null,
      forms: row.TENMAUDON ? [row.TENMAUDON] : [],
    })),
  }));
  if (listed.length === 0 || listed.some(({ documents }) => documents.length === 0)) flags.add('CASE_EMPTY');
  return {
    cases: listed.map(({ id, name }) => ({ id, name })),
    documentsByCase: listed.map(({ id, documents }) => ({ caseId: id, documents })),
  };
}

const readCount = (text: string) => (/^\d{1,3}$/.test(text) ? Number(text) : null);

/** `yyyyMMdd…` or `dd/MM/yyyy`, a calendar day in Vietnam. @returns null for anything else. */
function readDay(text: string): string | null {
  const packed = /^(\d{4})(\d{2})(\d{2})(\d{6})?$/.exec(text);
  const slashed = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text);
  const day = packed ? `${packed[1]}-${packed[2]}-${packed[3]}` : slashed ? `${slashed[3]}-${slashed[2]}-${slashed[1]}` : '';
  return z.iso.date().safeParse(day).success ? day : null;
}
