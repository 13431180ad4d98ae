import type { TemplateContent, TemplateVariable, VariableKind, VariableSource } from '@tayninh/shared/features/templates/template-content';
import { LONGEST } from '@tayninh/shared/features/templates/variable-lengths';
import { Button, Input, InputNumber, Select } from 'antd';
import { Rows } from '../../components/rows.tsx';
import { undeclared, variableNamed, withVariable } from './draft.ts';
import { KIND_NAMES, READY_VARIABLES, SOURCE_NAMES } from './template-words.tsx';

const optionsOf = <K extends string>(names: Record<K, string>) =>
  (Object.entries(names) as [K, string][]).map(([value, label]) => ({ value, label }));

/** What is filled in for each person: inserted by a press, with where each value comes from. */
export function VariableRows({
  content,
  isFixed,
  onChange,
  onInsert,
}: {
  content: TemplateContent;
  isFixed: boolean;
  onChange: (next: TemplateContent) => void;
  onInsert: (variable: TemplateVariable) => void;
}) {
  const set = (at: number, part: Partial<TemplateVariable>) =>
    onChange({ ...content, variables: content.variables.map((variable, index) => (index === at ? { ...variable, ...part } : variable)) });
  const missing = undeclared(content);
  const rows = content.variables.map((variable, at) => ({ ...variable, at }));
  return (
    <section aria-label="Giá trị điền vào" className="variables">
      <div className="section-head">
        <h2>Giá trị điền vào</h2>
        {!isFixed && (
          <Select
            aria-label="Chèn giá trị"
            placeholder="Chèn giá trị vào chỗ con trỏ"
            value={null}
            popupMatchSelectWidth={false}
            options={READY_VARIABLES.map(({ name, label }) => ({ value: name, label }))}
            onChange={(name: string) => onInsert(content.variables.find((known) => known.name === name) ?? variableNamed(name))}
          />
        )}
      </div>
      {missing.map((name) => (
        <p className="notice warn" key={name}>
          <span>
            <code>{name}</code> chưa khai lấy từ đâu.
          </span>
          {!isFixed && (
            <Button size="small" onClick={() => onChange(withVariable(content, variableNamed(name)))}>
              Khai {name}
            </Button>
          )}
        </p>
      ))}
      {rows.length > 0 && (
        <Rows
          label="Các giá trị"
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            {
              title: 'Tên, cán bộ đọc là',
              render: ({ name, at, label }) => (
                <>
                  <button
                    type="button"
                    className="chip"
                    id={`/variables/${at}`}
                    disabled={isFixed}
                    title={`Chèn ${label} vào chỗ con trỏ`}
                    onClick={() => content.variables[at] && onInsert(content.variables[at])}
                  >
                    {name}
                  </button>
                  {isFixed ? (
                    <small>{label}</small>
                  ) : (
                    <Input
                      size="small"
                      aria-label={`Cán bộ đọc ${name} là`}
                      maxLength={60}
                      value={label}
                      onChange={(event) => set(at, { label: event.target.value })}
                    />
                  )}
                </>
              ),
            },
            {
              title: 'Lấy từ',
              render: ({ source, name, at }) =>
                isFixed ? (
                  SOURCE_NAMES[source]
                ) : (
                  <Select<VariableSource>
                    size="small"
                    aria-label={`${name} lấy từ`}
                    popupMatchSelectWidth={false}
                    value={source}
                    options={optionsOf(SOURCE_NAMES)}
                    onChange={(next) => set(at, { source: next })}
                  />
                ),
            },
            {
              title: 'Kiểu',
              width: 104,
              render: ({ kind, name, at, maxLength }) =>
                isFixed ? (
                  KIND_NAMES[kind]
                ) : (
                  <Select<VariableKind>
                    size="small"
                    id={`/variables/${at}/kind`}
                    aria-label={`Kiểu của ${name}`}
                    value={kind}
                    options={optionsOf(KIND_NAMES)}
                    onChange={(next) => set(at, { kind: next, maxLength: Math.min(maxLength, LONGEST[next]) })}
                  />
                ),
            },
            {
              title: 'Dài nhất',
              align: 'right',
              width: 64,
              render: ({ kind, maxLength, name, at }) =>
                isFixed ? (
                  maxLength
                ) : (
                  <InputNumber
                    size="small"
                    id={`/variables/${at}/maxLength`}
                    aria-label={`${name} dài nhất`}
                    controls={false}
                    min={1}
                    max={LONGEST[kind]}
                    precision={0}
                    value={maxLength}
                    onChange={(next) => next !== null && set(at, { maxLength: next })}
                  />
                ),
            },
            {
              align: 'right',
              width: 52,
              render: ({ name, at }) =>
                !isFixed && (
                  <Button
                    size="small"
                    type="text"
                    aria-label={`Bỏ ${name}`}
                    onClick={() => onChange({ ...content, variables: content.variables.filter((_, index) => index !== at) })}
                  >
                    Bỏ
                  </Button>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}
