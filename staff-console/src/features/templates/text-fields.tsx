import type { Language } from '@tayninh/shared/contract/values';
import { longestWith } from '@tayninh/shared/features/templates/findings';
import type { TemplateContent, TemplateText } from '@tayninh/shared/features/templates/template-content';
import { Input, Select } from 'antd';
import { Field } from '../../components/field.tsx';

/** Pages that a button may lead to; another path of the app is typed. */
const APP_PAGES = [
  { value: '/inbox', label: 'Hộp thư' },
  { value: '/dossiers', label: 'Hồ sơ của tôi' },
  { value: '/procedures', label: 'Danh mục thủ tục' },
  { value: '/calendar', label: 'Lịch của tôi' },
];

/** Title, text and button in one language. Lengths are of the longest values. */
export function TextFields({
  content,
  language,
  isFixed,
  onChange,
}: {
  content: TemplateContent;
  language: Language;
  isFixed: boolean;
  onChange: (part: Partial<TemplateText>) => void;
}) {
  const text = content.texts[language] ?? { title: '', body: '' };
  const base = `/texts/${language}`;
  return (
    <>
      <Field>
        <span>
          Tiêu đề <small>{longestWith(text.title, content.variables)}/100 ký tự khi giá trị dài nhất</small>
        </span>
        <Input
          id={`${base}/title`}
          readOnly={isFixed}
          maxLength={200}
          value={text.title}
          onChange={(event) => onChange({ title: event.target.value })}
        />
      </Field>
      <Field>
        <span>
          Nội dung <small>{longestWith(text.body, content.variables)} ký tự khi giá trị dài nhất</small>
        </span>
        <Input.TextArea
          id={`${base}/body`}
          readOnly={isFixed}
          rows={7}
          maxLength={4000}
          value={text.body}
          onChange={(event) => onChange({ body: event.target.value })}
        />
      </Field>
      <div className="pair">
        <Field>
          <span>
            Nút <small>để trống là không có nút</small>
          </span>
          <Input
            id={`${base}/action/label`}
            readOnly={isFixed}
            maxLength={60}
            value={text.action?.label ?? ''}
            placeholder="Xem hồ sơ"
            onChange={({ target: { value } }) =>
              onChange({ action: value === '' ? undefined : { path: text.action?.path ?? '/inbox', label: value } })
            }
          />
        </Field>
        <Field>
          Nút mở trang
          <Select
            id={`${base}/action/path`}
            disabled={isFixed || !text.action}
            value={text.action?.path ?? null}
            placeholder="Trang của ứng dụng"
            options={withCurrent(text.action?.path)}
            onChange={(path: string) => text.action && onChange({ action: { ...text.action, path } })}
          />
        </Field>
      </div>
    </>
  );
}

const withCurrent = (path: string | undefined) =>
  path === undefined || APP_PAGES.some(({ value }) => value === path) ? APP_PAGES : [...APP_PAGES, { value: path, label: path }];
