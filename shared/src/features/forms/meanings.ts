import { z } from 'zod';

/**
 * What an answer is about, whichever form asks. Two fields with one meaning ask for the same fact of the same person or thing, so
 * what was written in one may be offered in the other. `applicant` is whoever the paper names as asking (người yêu cầu, chủ hộ,
 * chủ nhà); a child, a partner or a fellow member is somebody else in each dossier and has no meaning here.
 */
export const Meaning = z.enum([
  'applicant.fullName',
  'applicant.birthDate',
  'applicant.sex',
  'applicant.personalNumber',
  'applicant.phone',
  'applicant.address',
  'applicant.formerAddress',
  'mother.fullName',
  'mother.birthDate',
  'mother.personalNumber',
  'father.fullName',
  'father.birthDate',
  'father.personalNumber',
  'land.certificateNumber',
  'land.plotNumber',
  'land.mapSheet',
  'land.areaM2',
  'land.address',
  'business.name',
  'business.address',
  'business.phone',
]);
export type Meaning = z.infer<typeof Meaning>;
