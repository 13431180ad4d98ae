import type { Language } from '@tayninh/shared/contract/values';
import { type Refusal, render } from '@tayninh/shared/features/templates/render';
import { type SampleSize, sampleValues } from '@tayninh/shared/features/templates/sample-values';
import type { TemplateContent, ZbsContent } from '@tayninh/shared/features/templates/template-content';
import { Segmented } from 'antd';
import { useState } from 'react';
import { MessageCard, Phone } from '../../components/phone.tsx';

type Face = 'inbox' | 'zalo' | 'mini-app';
const TITLES: Record<Face, string> = { inbox: 'Hộp thư', zalo: 'Tây Ninh Smart', 'mini-app': 'Thông báo' };

/** The message as a citizen will see it, by the rule of sending (NT-11); every value in it is invented. */
export function TemplatePreview({
  content,
  language,
  size,
  onSize,
}: {
  content: TemplateContent;
  language: Language;
  size: SampleSize;
  onSize: (next: SampleSize) => void;
}) {
  const [wanted, setFace] = useState<Face>('inbox');
  const face = (wanted === 'zalo' && !content.zbs) || (wanted === 'mini-app' && !content.miniApp) ? 'inbox' : wanted;
  return (
    <section className="template-preview" aria-label="Người dân sẽ thấy">
      <h2>Người dân sẽ thấy</h2>
      <Segmented<Face>
        block
        aria-label="Xem ở đâu"
        value={face}
        onChange={setFace}
        options={[
          { value: 'inbox', label: 'Hộp thư' },
          { value: 'zalo', label: 'Zalo', disabled: !content.zbs },
          { value: 'mini-app', label: 'Ứng dụng', disabled: !content.miniApp },
        ]}
      />
      <Phone title={TITLES[face]}>
        <Message content={content} language={language} face={face} size={size} />
      </Phone>
      <Segmented<SampleSize>
        block
        aria-label="Giá trị điền thử"
        value={size}
        onChange={onSize}
        options={[
          { value: 'usual', label: 'Giá trị thường' },
          { value: 'longest', label: 'Dài nhất' },
        ]}
      />
    </section>
  );
}

function Message({ content, language, face, size }: { content: TemplateContent; language: Language; face: Face; size: SampleSize }) {
  const { title, body } = content.texts[language] ?? content.texts.vi;
  if (face === 'inbox' && (title.trim() === '' || body.trim() === ''))
    return <p className="quiet small">Viết tiêu đề và nội dung để xem thử.</p>;
  const rendered = render(content, sampleValues(content, size), language);
  if (!rendered.ok) return <Refusals refusals={rendered.refusals} />;
  if (face === 'zalo' && rendered.zbs && content.zbs)
    return rendered.zbs.ok ? <ZaloMessage zbs={content.zbs} params={rendered.zbs.params} /> : <Refusals refusals={rendered.zbs.refusals} />;
  if (face === 'mini-app' && rendered.miniApp) {
    if (!rendered.miniApp.ok) return <Refusals refusals={rendered.miniApp.refusals} />;
    const { title: head, contentTitle, contentDescription, buttonText } = rendered.miniApp.message;
    return (
      <>
        <p className="quiet small">{head}</p>
        <MessageCard title={contentTitle} body={contentDescription} action={buttonText} />
      </>
    );
  }
  return <MessageCard title={rendered.title} body={rendered.body} action={rendered.action?.label} />;
}

/** In the layout that Zalo approved where it is known; else the values that go to it. */
function ZaloMessage({ zbs: { layout }, params }: { zbs: ZbsContent; params: Readonly<Record<string, string>> }) {
  const filled = (text: string) => text.replace(/<([A-Za-z]\w*)>/g, (all, name: string) => params[name] ?? all);
  const rows = layout ? layout.rows.map(({ label, value }) => [label, filled(value)] as const) : Object.entries(params);
  return (
    <div className="phone-card">
      <b>{layout ? filled(layout.title) : 'Zalo nhận'}</b>
      {layout?.paragraphs.map((paragraph) => (
        <p key={paragraph}>{filled(paragraph)}</p>
      ))}
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {layout?.buttons.map(({ title }) => (
        <span className="phone-action" key={title}>
          {filled(title)}
        </span>
      ))}
    </div>
  );
}

const Refusals = ({ refusals }: { refusals: readonly Refusal[] }) => (
  <div className="phone-card">
    <b>Chưa gửi được</b>
    <ul>
      {refusals.map(({ variable, reason, text }) => (
        <li key={`${variable} ${reason}`}>{text}</li>
      ))}
    </ul>
  </div>
);
