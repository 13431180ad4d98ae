import type { Language } from '@tayninh/shared/contract/values';
import type { Finding } from '@tayninh/shared/features/templates/findings';
import type { Jargon } from '@tayninh/shared/features/templates/jargon';
import { plainWords } from '@tayninh/shared/features/templates/plain-words';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import { Button } from 'antd';

/** "Viết cho dễ hiểu", then what keeps the message from going out. A press goes to the place or says the word plainly. */
export function PlainWordsGate({
  content,
  language,
  findings,
  isComparedWithZalo,
  onReplace,
  onGo,
}: {
  content: TemplateContent;
  language: Language;
  findings: readonly Finding[];
  isComparedWithZalo: boolean;
  /** Null where nothing can be changed. */
  onReplace: ((word: Jargon) => void) | null;
  onGo: (pointer: string) => void;
}) {
  const text = content.texts[language] ?? { title: '', body: '' };
  const checks = text.body.trim() === '' ? [] : plainWords(text, language, content.variables);
  const said = new Set(checks.map(({ title, detail }) => `${title}: ${detail}.`));
  const errors = findings.filter(({ severity }) => severity === 'error');
  const hints = findings.filter((finding) => finding.severity === 'warning' && !finding.replacement && !said.has(finding.text));
  return (
    <div className="gate">
      <section aria-label="Viết cho dễ hiểu">
        <h2>Viết cho dễ hiểu</h2>
        {checks.length === 0 && <p className="quiet small">Từng điều sẽ được xem khi bạn viết nội dung.</p>}
        <ul>
          {checks.map(({ rule, isGood, title, detail, replacements }) => (
            <li key={rule} className={isGood ? 'good' : 'warn'}>
              <Mark isGood={isGood} />
              <div>
                <b>{title}</b>
                <small>{detail}</small>
                {replacements.map((word) => (
                  <p className="swap" key={word.word}>
                    <span>
                      <del>{word.word}</del> {word.say ? <ins>{word.say}</ins> : <em>bỏ đi</em>}
                    </span>
                    {onReplace && (
                      <Button size="small" aria-label={`Thay “${word.word}”`} onClick={() => onReplace(word)}>
                        {word.say ? 'Thay' : 'Bỏ'}
                      </Button>
                    )}
                  </p>
                ))}
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Trước khi gửi được" aria-live="polite">
        <h2>Trước khi gửi được</h2>
        {errors.length === 0 ? (
          <p className="good verdict">
            <Mark isGood /> Không có lỗi nào
          </p>
        ) : (
          <p className="bad verdict">{errors.length} lỗi cần sửa. Bản nháp vẫn lưu được.</p>
        )}
        <Places findings={errors} className="bad" onGo={onGo} />
        <Places findings={hints} className="quiet" onGo={onGo} />
        {isComparedWithZalo && <p className="quiet small">Đã so với tham số mà Zalo duyệt.</p>}
      </section>
    </div>
  );
}

function Places({ findings, className, onGo }: { findings: readonly Finding[]; className: string; onGo: (pointer: string) => void }) {
  return (
    <ul>
      {findings.map(({ pointer, text, channel }) => (
        <li key={`${channel} ${pointer} ${text}`}>
          <button type="button" className={`place ${className}`} onClick={() => onGo(pointer)}>
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}

const Mark = ({ isGood }: { isGood: boolean }) => (
  <svg className="icon" viewBox="0 0 24 24" width="16" height="16" role="img" aria-label={isGood ? 'đạt' : 'nên xem'}>
    <path d={isGood ? 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M8 12.2l2.8 2.8L16 9.5' : 'M12 3.5 2.5 20.5h19zM12 10v5M12 17.6v.2'} />
  </svg>
);
