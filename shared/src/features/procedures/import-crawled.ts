import { z } from 'zod';
import { ProcedureCode, type ProcedureFlag } from './catalogue.ts';
import { takeDocumentsApart, takeLegalBasesApart, takeMethodsApart, takeResultsApart } from './import-tables.ts';
import { NOTHING_STATED, readLevels, readTargets, tidy } from './import-words.ts';
import type { NationalProcedure } from './national-procedure.ts';

/** One line of the crawl of the national portal's pages: flat texts, tables glued (docs/sources/catalogue.md). */
export const CrawledProcedure = z.object({
  ma_thu_tuc: ProcedureCode,
  ten_thu_tuc: z.string().trim().min(5).max(1200),
  detail_url: z.string().default(''),
  so_quyet_dinh: z.string().default(''),
  cap_thuc_hien: z.string().default(''),
  loai_thu_tuc: z.string().default(''),
  linh_vuc: z.string().trim().min(2).max(200),
  doi_tuong_thuc_hien: z.string().default(''),
  co_quan_co_tham_quyen: z.string().default(''),
  dia_chi_tiep_nhan: z.string().default(''),
  co_quan_duoc_uy_quyen: z.string().default(''),
  co_quan_phoi_hop: z.string().default(''),
  cach_thuc_thuc_hien: z.string().default(''),
  thanh_phan_ho_so: z.string().default(''),
  can_cu_phap_ly: z.string().default(''),
  co_quan_thuc_hien: z.string().default(''),
  ket_qua_xu_ly: z.string().default(''),
});

export function readCrawled(row: z.infer<typeof CrawledProcedure>): NationalProcedure {
  const flags = new Set<z.infer<typeof ProcedureFlag>>();
  const { targets, unknown: unknownTargets } = readTargets(row.doi_tuong_thuc_hien);
  const { levels, unknown: unknownLevels } = readLevels(row.cap_thuc_hien);
  if (unknownTargets.length + unknownLevels.length > 0 || targets.length === 0 || levels.length === 0) flags.add('VALUE_UNKNOWN');
  const methods = takeMethodsApart(row.cach_thuc_thuc_hien, flags);
  const documents = takeDocumentsApart(row.thanh_phan_ho_so, flags);
  const { results, keywords } = takeResultsApart(row.ket_qua_xu_ly);
  return {
    code: row.ma_thu_tuc,
    name: tidy(row.ten_thu_tuc),
    type: tidy(row.loai_thu_tuc) || null,
    domain: tidy(row.linh_vuc),
    levels,
    targets,
    keywords,
    ...documents,
    methods,
    agencies: [
      ...agency('executing', row.co_quan_thuc_hien),
      ...agency('competent', row.co_quan_co_tham_quyen),
      ...agency('delegated', row.co_quan_duoc_uy_quyen),
      ...agency('coordinating', row.co_quan_phoi_hop),
    ],
    receptionPlace: stated(row.dia_chi_tiep_nhan),
    results,
    legalBases: takeLegalBasesApart(row.can_cu_phap_ly),
    decision: { number: tidy(row.so_quyet_dinh), decidedOn: null },
    portalUrl: portalPage(row.detail_url),
    flags: [...flags].sort(),
  };
}

/** The pages join several bodies by commas that also stand inside names: kept as one text. */
function agency(role: NationalProcedure['agencies'][number]['role'], cell: string): NationalProcedure['agencies'] {
  const name = stated(cell);
  return name === null ? [] : [{ role, name }];
}

const stated = (cell: string) => {
  const text = tidy(cell);
  return text === '' || text === NOTHING_STATED ? null : text;
};

/** Only a page of the national portal itself: people will be sent there. */
const portalPage = (url: string) => (/^https:\/\/dichvucong\.gov\.vn\/[\w/.-]{1,150}$/.test(url) ? url : null);
