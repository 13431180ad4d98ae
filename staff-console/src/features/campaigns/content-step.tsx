import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lint } from '@tayninh/shared/features/templates/lint';
import { plainWords } from '@tayninh/shared/features/templates/plain-words';
import { writeValue } from '@tayninh/shared/features/templates/render';
import type { TemplateContent, TemplateVariable } from '@tayninh/shared/features/templates/template-content';
import type { TemplateDetail } from '@tayninh/shared/features/templates/templates.contract';
import { DatePicker, Input, Select, Tag } from 'antd';
import dayjs from 'dayjs';
import { useDeferredValue, useState } from 'react';
import { Field } from '../../components/field.tsx';
import { Rows } from '../../components/rows.tsx';
import { EmptyPanel, LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { instantText } from '../../components/written.ts';
import { templateQuery, templatesQuery } from './compose-calls.ts';
import { MessagePreview } from './message-preview.tsx';
import type { CampaignDraftState } from './use-campaign-draft.ts';
import { useTemplateOf } from './use-template.ts';

const PROVIDER = {
  none: { text: 'Chưa gửi Zalo duyệt', color: 'default' },
  pending: { text: 'Zalo đang duyệt', color: 'warning' },
  enabled: { text: 'Zalo đã duyệt', color: 'success' },
  rejected: { text: 'Zalo không duyệt', color: 'error' },
  disabled: { text: 'Zalo đã khóa', color: 'error' },
} as const;
const SOURCES: Record<TemplateVariable['source'], string> = {
  fixed: 'Điền một lần',
  event: 'Theo sự việc',
  'recipient-name': 'Tên người nhận',
  'commune-name': 'Xã, phường của họ',
  'procedure-name': 'Thủ tục của họ',
  'masked-code': 'Mã hồ sơ, đã che',
  'due-date': 'Ngày hẹn của họ',
};
type Version = TemplateDetail['versions'][number];

/** Step 1: which template, and what is filled into it. */
export function ContentStep({ state }: { state: CampaignDraftState }) {
  const { draft, change, rename } = state;
  const { templateVersionId, kind } = draft.content;
  const [typed, setTyped] = useState('');
  const templates = useQuery(templatesQuery(useDeferredValue(typed)));
  const client = useQueryClient();
  const pick = useMutation({
    mutationFn: (id: string) => client.fetchQuery(templateQuery(id)),
    onSuccess: (template) => template.versions[0] && fill(template, template.versions[0]),
  });
  const chosen = useTemplateOf(templateVersionId);
  const fill = ({ category }: Pick<TemplateDetail, 'category'>, version: Pick<Version, 'id' | 'content'>) => {
    const fixed = version.content.variables.filter(({ source }) => source === 'fixed');
    change({
      templateVersionId: version.id,
      category: kind === 'emergency' ? 'emergency' : category,
      channels: channelsOf(version.content),
      values: Object.fromEntries(fixed.map(({ name }) => [name, draft.content.values[name] ?? ''])),
    });
  };
  const template = chosen?.template;
  const version = chosen?.version;
  if (templates.isPending) return <LoadingPanel />;
  if (templates.isError) return <ProblemPanel error={templates.error} onRetry={() => void templates.refetch()} />;

  return (
    <div className="compose-columns">
      <div className="stack">
        <Field className="field">
          <span>
            Tên chiến dịch <small>chỉ cán bộ thấy</small>
          </span>
          <Input
            value={draft.name}
            maxLength={120}
            placeholder="Nhắc nhận kết quả hồ sơ đã xong"
            onChange={(event) => rename(event.target.value)}
          />
        </Field>
        <div className="field-row">
          <Field className="field grow">
            Mẫu tin
            <Select
              showSearch={{ filterOption: false, onSearch: setTyped }}
              aria-label="Mẫu tin"
              placeholder="Chọn mẫu tin"
              value={template?.id ?? null}
              loading={templates.isFetching || pick.isPending}
              notFoundContent="Không có mẫu nào tên như vậy"
              onChange={(id: string) => pick.mutate(id)}
              options={templates.data.items.map(({ id, name, latest }) => ({
                value: id,
                label: (
                  <span className="option">
                    {name} <Tag color={PROVIDER[latest.providerState].color}>{PROVIDER[latest.providerState].text}</Tag>
                  </span>
                ),
              }))}
            />
          </Field>
          {template && (
            <Field className="field">
              Bản
              <Select
                aria-label="Bản của mẫu tin"
                value={version?.id ?? null}
                onChange={(id: string) => {
                  const next = template.versions.find((each) => each.id === id);
                  if (next) fill(template, next);
                }}
                options={template.versions.map(({ id, no, createdAt }) => ({
                  value: id,
                  label: `${no} · ${instantText(createdAt).slice(0, 10)}`,
                }))}
              />
            </Field>
          )}
        </div>
        {version ? (
          <>
            <MessageText content={version.content} />
            <Values content={version.content} values={draft.content.values} onChange={(values) => change({ values })} />
          </>
        ) : templates.data.items.length === 0 && typed === '' ? (
          <EmptyPanel title="Chưa có mẫu tin nào">Soạn mẫu ở mục Mẫu tin trước, rồi quay lại đây.</EmptyPanel>
        ) : (
          <p className="quiet">Chọn mẫu để xem lời nhắn và các chỗ cần điền.</p>
        )}
      </div>
      {version && (
        <>
          <PlainGate content={version.content} />
          <MessagePreview key={version.id} content={version.content} values={draft.content.values} />
        </>
      )}
    </div>
  );
}

/** The inbox always; every way for which the version says something. */
export function channelsOf(content: TemplateContent) {
  return [
    'inbox' as const,
    ...(content.zbs ? (['zbs-uid', 'zbs-phone'] as const) : []),
    ...(content.miniApp ? (['mini-app'] as const) : []),
    'oa-reply' as const,
  ];
}

function MessageText({ content: { texts } }: { content: TemplateContent }) {
  return (
    <section className="card soft">
      <h3>
        <WithVariables text={texts.vi.title} />
      </h3>
      <p className="lines">
        <WithVariables text={texts.vi.body} />
      </p>
      {texts.vi.action && <Tag>{texts.vi.action.label}</Tag>}
      <p className="quiet">Chữ của mẫu không sửa ở đây. Cần chữ khác thì soạn bản mới ở mục Mẫu tin.</p>
    </section>
  );
}

function WithVariables({ text }: { text: string }) {
  let at = 0;
  return text.split(/(\{\{[^{}]*\}\})/).map((part) => {
    at += part.length + 1;
    return part.startsWith('{{') ? (
      <span className="variable" key={at}>
        {part.slice(2, -2).trim()}
      </span>
    ) : (
      part
    );
  });
}

const REASON = {
  missing: 'Thiếu',
  unreadable: 'Không đúng kiểu',
  'too-long': 'Quá dài',
  link: 'Có đường dẫn',
  braces: 'Có dấu ngoặc',
  'broken-template': 'Mẫu hỏng',
} as const;

function Values({
  content,
  values,
  onChange,
}: {
  content: TemplateContent;
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
}) {
  if (content.variables.length === 0) return null;
  return (
    <section>
      <h2>Giá trị điền vào</h2>
      <Rows
        label="Giá trị điền vào"
        keyOf={({ name }) => name}
        rows={content.variables}
        columns={[
          {
            title: 'Chỗ điền',
            render: ({ name, label }) => (
              <>
                {label} <span className="variable">{name}</span>
              </>
            ),
          },
          {
            title: 'Lấy từ',
            render: (variable) =>
              variable.source === 'fixed' ? (
                <ValueField
                  variable={variable}
                  value={values[variable.name] ?? ''}
                  onChange={(value) => onChange({ ...values, [variable.name]: value })}
                />
              ) : (
                SOURCES[variable.source]
              ),
          },
          { title: 'Dài nhất', align: 'right', render: ({ maxLength }) => maxLength },
          {
            title: 'Kiểm',
            width: 130,
            render: (variable) => {
              if (variable.source !== 'fixed') return <Tag>Mỗi người một khác</Tag>;
              const written = writeValue(variable, values[variable.name] ?? null, 'vi');
              return 'reason' in written ? <Tag color="warning">{REASON[written.reason]}</Tag> : <Tag color="success">Đủ</Tag>;
            },
          },
        ]}
      />
    </section>
  );
}

function ValueField({ variable, value, onChange }: { variable: TemplateVariable; value: string; onChange: (value: string) => void }) {
  if (variable.kind === 'date')
    return (
      <DatePicker
        aria-label={variable.label}
        format="DD/MM/YYYY"
        value={value ? dayjs(value) : null}
        onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : '')}
      />
    );
  return (
    <Input
      aria-label={variable.label}
      value={value}
      maxLength={2_000}
      inputMode={variable.kind === 'amount' ? 'numeric' : 'text'}
      suffix={variable.kind === 'amount' ? 'đ' : undefined}
      onChange={(event) => onChange(variable.kind === 'amount' ? event.target.value.replace(/\D/g, '') : event.target.value)}
    />
  );
}

function PlainGate({ content }: { content: TemplateContent }) {
  const checks = plainWords(content.texts.vi, 'vi', content.variables);
  const errors = lint(content).filter(({ severity }) => severity === 'error');
  return (
    <section className="gate">
      <h2>Viết cho dễ hiểu</h2>
      <ul className="plain checks">
        {checks.map(({ rule, isGood, title, detail }) => (
          <li key={rule}>
            <Tag color={isGood ? 'success' : 'warning'}>{isGood ? 'Đạt' : 'Nên sửa'}</Tag> <b>{title}</b>
            <small>{detail}</small>
          </li>
        ))}
        {errors.map(({ pointer, text }) => (
          <li key={`${pointer} ${text}`}>
            <Tag color="error">Phải sửa</Tag> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
