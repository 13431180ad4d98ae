import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EForm } from '../procedures/e-form.ts';
import { genericFormOf, readGenericVersion } from './generic-form.ts';

const template: EForm = {
  procedureCode: 'chung',
  caseId: 'chung',
  caseName: 'Mọi trường hợp',
  formVersion: 'chung-2026.1',
  schema: {},
  layout: [],
  components: [],
  sample: {},
};

it('the version of a generic form says what it was made of', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-6]\.\d{6}$/), fc.integer({ min: 1, max: 999_999 }), (code, versionNo) => {
      const { formVersion } = genericFormOf(template, { code, papers: [] }, versionNo);
      expect(readGenericVersion(formVersion)).toEqual({ template: 'chung-2026.1', code, versionNo });
    }),
  );
  for (const other of ['chung-2026.1', '1.001612-2026.2', 'chung-2026.1-1.001612']) expect(readGenericVersion(other), other).toBeNull();
});

it('the papers of the record are attached: what is always needed must be', () => {
  const papers = [
    { id: 'to-khai', name: 'Tờ khai', when: 'always', originals: 1, copies: 0 },
    { id: 'uy-quyen', name: 'Giấy ủy quyền', when: 'Khi nhờ người khác làm', originals: 1, copies: 0 },
  ];
  expect(genericFormOf(template, { code: '1.012817', papers }, 3).components).toEqual([
    { id: 'to-khai', name: 'Tờ khai', required: true },
    { id: 'uy-quyen', name: 'Giấy ủy quyền', required: false, hint: 'Khi nhờ người khác làm' },
  ]);
});
