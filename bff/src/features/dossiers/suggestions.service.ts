import type { Suggestion } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { Meaning } from '@tayninh/shared/features/forms/meanings';
import { isSame } from '@tayninh/shared/features/forms/merge-answers';
import { nationalPhone } from '@tayninh/shared/features/identity/phone';
import type { FormField } from '@tayninh/shared/features/procedures/e-form';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import type { DraftRepository } from './drafts.repository.ts';
import type { Form, FormsInForce } from './drafts.service.ts';

/** Newest dossiers that are looked into, and how many different answers a field is offered. */
const DOSSIERS_MAX = 10;
const PER_FIELD_MAX = 3;

/**
 * Answers that a citizen gave before, for the fields of a form that ask for the same thing. Only of the citizen's own sealed rows,
 * opened with the citizen's own key; nothing is put into a draft here, the phone shows each value with its source and asks.
 */
export function createSuggestionService({
  drafts,
  forms,
  zaloProfile,
  identity,
}: {
  drafts: DraftRepository;
  forms: Pick<FormsInForce, 'formOfVersion' | 'names'>;
  /** Name and phone (E.164) as far as the citizen let Zalo give them. */
  zaloProfile: (scope: CitizenScope) => Promise<{ name: string | null; phone: string | null } | null>;
  /** What the national log-in said of the person this account is linked with. */
  identity: (scope: CitizenScope) => Promise<{ personalNumber: string; name: string; birthOn: string | null } | null>;
}) {
  return {
    /** Newest first within a field; values that the form would refuse are left out. @throws AppError `draft-not-found` */
    async list(scope: CitizenScope, draftId: string): Promise<Suggestion[]> {
      const draft = await drafts.find(scope, draftId);
      const form = draft && (await forms.formOfVersion(draft.formVersion));
      if (!form) throw new AppError('draft-not-found', 'missing, not owned, or of a form that is gone');
      // one's own answers say nothing of the person for whom it is
      if (draft.authorisationId) return [];
      const [person, profile, filed] = await Promise.all([identity(scope), zaloProfile(scope), drafts.listFiled(scope, DOSSIERS_MAX)]);

      const known: { meaning: Meaning; value: Suggestion['value']; source: Suggestion['source'] }[] = [];
      if (person) {
        const source = { kind: 'vneid' as const };
        known.push({ meaning: 'applicant.fullName', value: inUsualCase(person.name), source });
        known.push({ meaning: 'applicant.personalNumber', value: person.personalNumber, source });
        if (person.birthOn !== null) known.push({ meaning: 'applicant.birthDate', value: person.birthOn, source });
      }
      if (profile?.phone) known.push({ meaning: 'applicant.phone', value: nationalPhone(profile.phone), source: { kind: 'zalo' } });
      if (profile?.name) known.push({ meaning: 'applicant.fullName', value: profile.name, source: { kind: 'zalo' } });
      for (const { formVersion, procedureCode, filedAt, answers } of filed) {
        const { plainName } = await forms.names(procedureCode);
        for (const { name, meaning } of fieldsOf(await forms.formOfVersion(formVersion))) {
          const value = answers[name];
          if (meaning && (typeof value === 'string' || typeof value === 'number'))
            known.push({ meaning, value, source: { kind: 'dossier', procedureName: plainName, filedAt: filedAt.toISOString() } });
        }
      }
      return fieldsOf(form).flatMap((field) => {
        const offered: Suggestion[] = [];
        for (const { meaning, value, source } of known)
          if (meaning === field.meaning && !offered.some((other) => isSame(other.value, value)) && fits(form, field.name, value))
            offered.push({ field: field.name, value, source });
        return offered.slice(0, PER_FIELD_MAX);
      });
    },
  };
}
export type SuggestionService = ReturnType<typeof createSuggestionService>;

/** VNeID writes names in capitals; forms and papers do not. */
const inUsualCase = (name: string) => name.toLocaleLowerCase('vi').replace(/(^|\s)\p{L}/gu, (start) => start.toLocaleUpperCase('vi'));

const fieldsOf = (form: Form | undefined): readonly FormField[] => form?.layout.flatMap((step) => step.fields) ?? [];

/** The form's own word on one value, whatever else is still missing. */
function fits(form: Form, name: string, value: Suggestion['value']): boolean {
  return form.validate({ [name]: value }) || !form.validate.errors?.some(({ instancePath }) => instancePath === `/${name}`);
}
