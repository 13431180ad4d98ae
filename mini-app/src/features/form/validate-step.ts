import { type Schema, Validator } from '@cfworker/json-schema';
import type { Answers, FormStep } from '@tayninh/shared/features/procedures/e-form';
import type { FormView } from '@tayninh/shared/features/procedures/procedures.contract';
import { cleanAnswers, shownFields } from './answers.ts';

/** The fields of one step that the form's schema refuses, with words. Loaded only when a step is left. */
export function validateStep(form: FormView, step: FormStep, answers: Answers): Map<string, string> {
  const { errors } = new Validator(form.schema as Schema, '2020-12', false).validate(cleanAnswers(form, answers));
  const wrong = new Map<string, string>();
  for (const field of shownFields(step, answers)) {
    for (const { keyword, instanceLocation, error } of errors) {
      const missing = keyword === 'required' && error.includes(`"${field.name}"`);
      if (missing)
        wrong.set(field.name, field.kind === 'choice' ? 'Bạn chọn một câu trả lời.' : `Bạn điền giúp: ${field.label.toLowerCase()}.`);
      else if (instanceLocation === `#/${field.name}` && !wrong.has(field.name)) wrong.set(field.name, wordsOf(field.kind));
    }
  }
  return wrong;
}

function wordsOf(kind: FormStep['fields'][number]['kind']): string {
  if (kind === 'personal-number') return 'Số này chưa đúng. Số căn cước có 12 chữ số, bạn xem lại trên thẻ.';
  if (kind === 'phone') return 'Số điện thoại chưa đúng. Bạn ghi đủ 10 số, ví dụ 0912 345 678 viết liền.';
  if (kind === 'date') return 'Ngày này chưa đúng. Bạn xem lại trên giấy.';
  return 'Chỗ này chưa đúng, bạn xem lại.';
}
