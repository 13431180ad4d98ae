import { render } from '@tayninh/shared/features/templates/render';
import { sampleValues } from '@tayninh/shared/features/templates/sample-values';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { Segmented, Switch } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { MessageCard, Phone } from '../../components/phone.tsx';

type Face = 'zalo' | 'inbox';

/** The message as it will go out, by the same rule as sending (NT-11); names and codes of recipients are invented. */
export function MessagePreview({ content, values }: { content: TemplateContent; values: Readonly<Record<string, string>> }) {
  const [face, setFace] = useState<Face>(content.zbs ? 'zalo' : 'inbox');
  const [isLongest, setLongest] = useState(false);
  const own = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const rendered = render(content, { ...sampleValues(content, isLongest ? 'longest' : 'usual'), ...own }, 'vi');
  const zbs = rendered.ok && rendered.zbs?.ok ? rendered.zbs.params : null;
  const layout = content.zbs?.layout;
  const filled = (text: string) => text.replace(/<([A-Za-z]\w*)>/g, (all, name: string) => zbs?.[name] ?? all);
  return (
    <div className="stack tight preview">
      <div className="preview-head">
        <h2>Người dân sẽ thấy</h2>
        <Segmented<Face>
          aria-label="Xem ở đâu"
          value={face}
          onChange={setFace}
          options={[
            { value: 'zalo', label: 'Zalo', disabled: !content.zbs },
            { value: 'inbox', label: 'Hộp thư' },
          ]}
        />
      </div>
      <Phone title={face === 'zalo' ? 'Tây Ninh Smart' : 'Hộp thư'}>
        {!rendered.ok ? (
          <Refusals refusals={rendered.refusals} />
        ) : face === 'inbox' ? (
          <MessageCard title={rendered.title} body={rendered.body} action={rendered.action?.label} />
        ) : rendered.zbs && !rendered.zbs.ok ? (
          <Refusals refusals={rendered.zbs.refusals} />
        ) : layout ? (
          <div className="phone-card">
            <b>{filled(layout.title)}</b>
            {layout.paragraphs.map((paragraph) => (
              <p key={paragraph}>{filled(paragraph)}</p>
            ))}
            {layout.rows.length > 0 && (
              <dl>
                {layout.rows.map(({ label, value }) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{filled(value)}</dd>
                  </div>
                ))}
              </dl>
            )}
            {layout.buttons.map(({ title }) => (
              <span className="phone-action" key={title}>
                {filled(title)}
              </span>
            ))}
          </div>
        ) : (
          <MessageCard
            title={rendered.title}
            body={Object.entries(zbs ?? {})
              .map(([name, value]) => `${name}: ${value}`)
              .join('\n')}
          />
        )}
      </Phone>
      <Field className="inline">
        <Switch size="small" checked={isLongest} onChange={setLongest} /> tên và giá trị dài nhất
      </Field>
    </div>
  );
}

const Refusals = ({ refusals }: { refusals: readonly { variable: string; text: string }[] }) => (
  <div className="phone-card refused">
    <b>Chưa gửi được như thế này</b>
    <ul className="plain">
      {refusals.map(({ variable, text }) => (
        <li key={`${variable} ${text}`}>{text}</li>
      ))}
    </ul>
  </div>
);
