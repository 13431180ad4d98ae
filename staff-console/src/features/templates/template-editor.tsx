import './templates.css';
import { useQuery } from '@tanstack/react-query';
import type { Language } from '@tayninh/shared/contract/values';
import { CATEGORIES, CATEGORY_KEYS, type Category } from '@tayninh/shared/features/notifications/categories';
import type { Jargon } from '@tayninh/shared/features/templates/jargon';
import { lint } from '@tayninh/shared/features/templates/lint';
import { sayPlainly } from '@tayninh/shared/features/templates/plain-words';
import type { SampleSize } from '@tayninh/shared/features/templates/sample-values';
import type { TemplateContent, TemplateVariable } from '@tayninh/shared/features/templates/template-content';
import { Input, Select, Tabs } from 'antd';
import { type FocusEvent, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Field } from '../../components/field.tsx';
import { type TemplateDraft, withoutEmptyEnglish, withText, withVariable } from './draft.ts';
import { PlainWordsGate } from './plain-words-gate.tsx';
import { comparedQuery } from './template-calls.ts';
import { TemplatePreview } from './template-preview.tsx';
import { TextFields } from './text-fields.tsx';
import { useSettled } from './use-settled.ts';
import { VariableRows } from './variable-rows.tsx';
import { MiniAppFields, ZaloFields } from './zalo-fields.tsx';

type Tab = Language | 'zalo' | 'mini-app';
type Insertable = HTMLInputElement | HTMLTextAreaElement;

/** A version as it is written: fields, then what makes it plain and what keeps it from going out, then the message itself. */
export function TemplateEditor({
  draft,
  units,
  isNew,
  isFixed,
  onChange,
}: {
  draft: TemplateDraft;
  units: readonly { code: string; name: string }[];
  /** Name, category and unit are still to be chosen. */
  isNew: boolean;
  /** A version in use, an old one, or one of a unit above: to be read. */
  isFixed: boolean;
  onChange: (next: TemplateDraft) => void;
}) {
  const { content, zbsTemplateId } = draft;
  const [tab, setTab] = useState<Tab>('vi');
  const [size, setSize] = useState<SampleSize>('usual');
  const caret = useRef<Insertable | null>(null);
  const latest = useDeferredValue(content);
  const compared = useQuery(comparedQuery(useSettled(content), zbsTemplateId));
  const own = useMemo(() => lint(withoutEmptyEnglish(latest)), [latest]);
  const isComparedWithZalo = compared.data?.isComparedWithZalo === true;
  const findings = useMemo(() => {
    const seen = new Set(own.map(({ pointer, text }) => `${pointer} ${text}`));
    const more = isComparedWithZalo ? (compared.data?.findings ?? []) : [];
    return [...own, ...more.filter(({ channel, pointer, text }) => channel === 'zbs' && !seen.has(`${pointer} ${text}`))];
  }, [own, isComparedWithZalo, compared.data]);
  const language: Language = tab === 'en' ? 'en' : 'vi';
  const setContent = (next: TemplateContent) => onChange({ ...draft, content: next });

  function insert(variable: TemplateVariable) {
    const place = `{{${variable.name}}}`;
    const field = caret.current?.isConnected ? caret.current : null;
    const next = withVariable(content, variable);
    const pointer = field?.id ?? `/texts/${language}/body`;
    const from = field?.selectionStart ?? Number.MAX_SAFE_INTEGER;
    const to = field?.selectionEnd ?? from;
    setContent(written(next, pointer, (text) => text.slice(0, from) + place + text.slice(to)));
    requestAnimationFrame(() => {
      const target = document.getElementById(pointer) as Insertable | null;
      target?.focus();
      if (field) target?.setSelectionRange(from + place.length, from + place.length);
    });
  }
  function replace(word: Jargon) {
    const text = content.texts[language];
    if (text) setContent(withText(content, language, { title: sayPlainly(text.title, word), body: sayPlainly(text.body, word) }));
  }
  function go(pointer: string) {
    const [, room, part] = pointer.split('/');
    if (room === 'texts' && (part === 'vi' || part === 'en')) setTab(part);
    if (room === 'zbs' || room === 'zbsTemplateId') setTab('zalo');
    if (room === 'miniApp') setTab('mini-app');
    requestAnimationFrame(() => (document.getElementById(pointer) ?? document.getElementById(`${pointer}/title`))?.focus());
  }
  const remember = ({ target }: FocusEvent) => {
    if (/^\/(texts|zbs\/params|miniApp)\//.test(target.id) && 'selectionStart' in target) caret.current = target as Insertable;
  };

  return (
    <div className="template-columns">
      {/* the last field with a caret is where values are put in */}
      <fieldset className="stack" aria-label="Chữ của mẫu" onFocus={remember}>
        <div className="pair">
          <Field>
            <span>
              Tên mẫu <small>người dân không thấy</small>
            </span>
            <Input
              id="/name"
              readOnly={!isNew}
              maxLength={120}
              value={draft.name}
              onChange={(event) => onChange({ ...draft, name: event.target.value })}
            />
          </Field>
          <Field>
            Loại tin
            <Select<Category>
              id="/category"
              disabled={!isNew}
              value={draft.category}
              options={CATEGORY_KEYS.map((value) => ({ value, label: CATEGORIES[value].name }))}
              onChange={(category) => onChange({ ...draft, category })}
            />
          </Field>
        </div>
        {isNew && units.length > 1 && (
          <Field>
            Của đơn vị
            <Select
              id="/unitCode"
              value={draft.unitCode}
              options={units.map(({ code, name }) => ({ value: code, label: name }))}
              onChange={(unitCode: string) => onChange({ ...draft, unitCode })}
            />
          </Field>
        )}
        <Tabs
          activeKey={tab}
          onChange={(next) => setTab(next as Tab)}
          items={[
            { key: 'vi', label: 'Tiếng Việt' },
            { key: 'en', label: content.texts.en ? 'Tiếng Anh' : 'Tiếng Anh (chưa có)' },
            { key: 'zalo', label: 'Zalo' },
            { key: 'mini-app', label: 'Thông báo ứng dụng' },
          ]}
        />
        {(tab === 'vi' || tab === 'en') && (
          <TextFields
            key={tab}
            content={content}
            language={tab}
            isFixed={isFixed}
            onChange={(part) => setContent(withText(content, tab, part))}
          />
        )}
        {tab === 'zalo' && (
          <ZaloFields
            content={content}
            zbsTemplateId={zbsTemplateId}
            isFixed={isFixed}
            onChange={(part) => onChange({ ...draft, ...part })}
          />
        )}
        {tab === 'mini-app' && <MiniAppFields content={content} isFixed={isFixed} onChange={setContent} />}
        <VariableRows content={content} isFixed={isFixed} onChange={setContent} onInsert={insert} />
      </fieldset>
      <PlainWordsGate
        content={latest}
        language={language}
        findings={findings}
        isComparedWithZalo={isComparedWithZalo}
        onReplace={isFixed ? null : replace}
        onGo={go}
      />
      <TemplatePreview content={latest} language={language} size={size} onSize={setSize} />
    </div>
  );
}

/** One text of a content, found by its JSON pointer, changed. */
function written(content: TemplateContent, pointer: string, change: (text: string) => string): TemplateContent {
  const [, room, name = '', part = ''] = pointer.split('/');
  if (room === 'texts' && (name === 'vi' || name === 'en') && (part === 'title' || part === 'body'))
    return withText(content, name, { [part]: change(content.texts[name]?.[part] ?? '') });
  if (room === 'texts' && (name === 'vi' || name === 'en') && pointer.endsWith('/action/label')) {
    const action = content.texts[name]?.action;
    return action ? withText(content, name, { action: { ...action, label: change(action.label) } }) : content;
  }
  if (room === 'zbs' && content.zbs)
    return { ...content, zbs: { ...content.zbs, params: { ...content.zbs.params, [part]: change(content.zbs.params[part] ?? '') } } };
  if (room === 'miniApp' && content.miniApp && name in content.miniApp) {
    const key = name as keyof typeof content.miniApp;
    return { ...content, miniApp: { ...content.miniApp, [key]: change(content.miniApp[key]) } };
  }
  return content;
}
