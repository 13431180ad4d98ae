import type { ProcedureRecord } from '../procedures/catalogue.ts';
import type { EForm } from '../procedures/e-form.ts';

/** The procedure code under which the versions of the generic form itself are kept. */
export const GENERIC_CODE = 'chung';

/**
 * The form of a procedure that is filed in the app and has no form of its own: the questions of the generic form, the papers of
 * the record. Both are versions that never change, so the result never changes either and need not be kept.
 */
export function genericFormOf(template: EForm, { code, papers }: Pick<ProcedureRecord, 'code' | 'papers'>, versionNo: number): EForm {
  return {
    ...template,
    procedureCode: code,
    formVersion: `${template.formVersion}-${code}-v${versionNo}`,
    components: papers.map(({ id, name, when }) => ({
      id,
      name: name.slice(0, 200),
      required: when === 'always',
      ...(when !== 'always' && { hint: when.slice(0, 200) }),
    })),
  };
}

/** What `genericFormOf` was made of; null for a version of another form. */
export function readGenericVersion(formVersion: string): { template: string; code: string; versionNo: number } | null {
  const [, template, code, versionNo] = /^(chung-[\w.]+)-(\d\.\d{6})-v(\d{1,6})$/.exec(formVersion) ?? [];
  return template && code ? { template, code, versionNo: Number(versionNo) } : null;
}
