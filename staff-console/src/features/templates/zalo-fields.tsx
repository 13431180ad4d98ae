import { useQuery } from '@tanstack/react-query';
import type { MiniAppContent, TemplateContent, ZbsContent } from '@tayninh/shared/features/templates/template-content';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { zaloTemplatesQuery } from './template-calls.ts';
import { qualityText } from './template-words.tsx';

const PARAMETER = /^[A-Za-z][A-Za-z0-9_]{0,49}$/;

/** The approved template at Zalo and what goes into each of its parameters. */
export function ZaloFields({
  content,
  zbsTemplateId,
  isFixed,
  onChange,
}: {
  content: TemplateContent;
  zbsTemplateId: string | null;
  isFixed: boolean;
  onChange: (part: { content?: TemplateContent; zbsTemplateId?: string | null }) => void;
}) {
  const known = useQuery({ ...zaloTemplatesQuery, enabled: !isFixed });
  const [name, setName] = useState('');
  const params = Object.entries(content.zbs?.params ?? {});
  const setZbs = (next: ZbsContent | null) => {
    const { zbs: _, ...rest } = content;
    onChange({ content: next ? { ...rest, zbs: next } : rest });
  };
  const setParam = (param: string, text: string | null) => {
    const { [param]: _, ...others } = content.zbs?.params ?? {};
    const next = text === null ? others : { ...content.zbs?.params, [param]: text };
    setZbs(Object.keys(next).length === 0 ? null : { kinds: {}, ...content.zbs, params: next });
  };
  const canAdd = PARAMETER.test(name) && !(name in (content.zbs?.params ?? {}));
  const add = () => {
    if (!canAdd) return;
    setParam(name, content.variables.some((variable) => variable.name === name) ? `{{${name}}}` : '');
    setName('');
  };
  return (
    <>
      <Field>
        <span>
          Mẫu đã đăng ký với Zalo <small>{known.isError ? 'Zalo chưa trả lời, dán mã mẫu' : 'không có thì tin chỉ vào hộp thư'}</small>
        </span>
        {known.isError || isFixed ? (
          <Input
            id="/zbsTemplateId"
            readOnly={isFixed}
            inputMode="numeric"
            maxLength={20}
            value={zbsTemplateId ?? ''}
            onChange={({ target: { value } }) => onChange({ zbsTemplateId: value.replace(/\D/g, '') || null })}
          />
        ) : (
          <Select
            id="/zbsTemplateId"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            loading={known.isPending}
            placeholder="Chọn mẫu"
            value={zbsTemplateId}
            onChange={(next: string | undefined) => onChange({ zbsTemplateId: next ?? null })}
            options={withCurrent(known.data?.items ?? [], zbsTemplateId)}
          />
        )}
      </Field>
      {params.map(([param, text]) => (
        <div className="param" key={param}>
          <Field>
            <code>{param}</code>
            <Input
              id={`/zbs/params/${param}`}
              readOnly={isFixed}
              maxLength={400}
              value={text}
              onChange={(event) => setParam(param, event.target.value)}
            />
          </Field>
          {!isFixed && (
            <Button type="text" aria-label={`Bỏ tham số ${param}`} onClick={() => setParam(param, null)}>
              Bỏ
            </Button>
          )}
        </div>
      ))}
      {!isFixed && (
        <div className="param">
          <Field>
            <span>
              Thêm tham số <small>tên đúng như mẫu ở Zalo</small>
            </span>
            <Input value={name} maxLength={50} onChange={(event) => setName(event.target.value.trim())} onPressEnter={add} />
          </Field>
          <Button disabled={!canAdd} onClick={add}>
            Thêm
          </Button>
        </div>
      )}
    </>
  );
}

const withCurrent = (
  items: readonly { id: string; name: string; quality: Parameters<typeof qualityText>[0] }[],
  current: string | null,
) => [
  ...items.map(({ id, name, quality }) => ({ value: id, label: `${name} · ${id} · chất lượng ${qualityText(quality).toLowerCase()}` })),
  ...(current !== null && !items.some(({ id }) => id === current) ? [{ value: current, label: current }] : []),
];

const PARTS = [
  ['title', 'Dòng đầu', 200],
  ['contentTitle', 'Tiêu đề', 200],
  ['contentDescription', 'Mô tả', 400],
  ['buttonText', 'Nút', 60],
  ['path', 'Nút mở trang', 200],
] as const satisfies readonly (readonly [keyof MiniAppContent, string, number])[];

/** Zalo's own notice of a mini app, in Vietnamese. */
export function MiniAppFields({
  content,
  isFixed,
  onChange,
}: {
  content: TemplateContent;
  isFixed: boolean;
  onChange: (next: TemplateContent) => void;
}) {
  const { miniApp, ...rest } = content;
  const { vi } = content.texts;
  return (
    <>
      <Checkbox
        disabled={isFixed}
        checked={miniApp !== undefined}
        onChange={({ target: { checked } }) =>
          onChange(
            checked
              ? {
                  ...rest,
                  miniApp: {
                    title: 'Tây Ninh Smart',
                    contentTitle: vi.title,
                    contentDescription: vi.body.slice(0, 400),
                    buttonText: vi.action?.label ?? 'Xem',
                    path: vi.action?.path ?? '/inbox',
                  },
                }
              : rest,
          )
        }
      >
        Gửi cả thông báo của ứng dụng
      </Checkbox>
      {miniApp &&
        PARTS.map(([part, label, most]) => (
          <Field key={part}>
            {label}
            <Input
              id={`/miniApp/${part}`}
              readOnly={isFixed}
              maxLength={most}
              value={miniApp[part]}
              onChange={(event) => onChange({ ...rest, miniApp: { ...miniApp, [part]: event.target.value } })}
            />
          </Field>
        ))}
    </>
  );
}
