import { useAuthorisations } from './use-authorisations.ts';

/** For whom a form is begun: under an authorisation, for an own organisation, or for oneself. */
export type Whom = { readonly authorisationId: string } | { readonly organisationId: string } | null;

export interface WhomChoice {
  readonly key: string;
  readonly whom: NonNullable<Whom>;
  readonly name: string;
  readonly isOrganisation: boolean;
}

/** Whom this person may file this procedure for besides themselves; undefined while that is not known. */
export function useWhoms(procedureCode: string): readonly WhomChoice[] | undefined {
  const { data, isError } = useAuthorisations();
  if (!data) return isError ? [] : undefined;
  const people = data.items
    .filter(({ iAm, state, procedures }) => iAm === 'helper' && state === 'active' && (procedures?.includes(procedureCode) ?? true))
    .map(({ id, otherName, organisation }) => ({
      key: id,
      whom: { authorisationId: id },
      name: organisation?.name ?? otherName ?? '',
      isOrganisation: organisation !== null,
    }));
  const own = data.organisations.map(({ id, name }) => ({ key: id, whom: { organisationId: id }, name, isOrganisation: true }));
  return [...people, ...own];
}
