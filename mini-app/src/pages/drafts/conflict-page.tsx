import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import type { Conflict } from '../../features/drafts/draft-editor.ts';
import { linesOf } from '../../features/forms/answer-list.tsx';
import { ErrorSummary } from '../../features/forms/error-summary.tsx';
import { DraftScreen, type OpenDraft } from './draft-screen.tsx';

type Side = 'mine' | 'theirs';

/** `/drafts/:id/conflict`: answers that two phones changed differently; the person chooses, one by one or one side whole. */
export function ConflictPage() {
  const { t } = useTranslation();
  return <DraftScreen title={t('conflict.title')}>{(open) => <Conflicts {...open} />}</DraftScreen>;
}

function Conflicts({ id, editor, view, form }: OpenDraft) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const [told, setTold] = useState(0);
  const fields = form.layout.flatMap((step) => step.fields);
  const { conflicts } = view;
  if (conflicts.length === 0) return <Navigate to={`/drafts/${id}/form/0`} replace />;

  const labelOf = (name: string) => fields.find((field) => field.name === name)?.label ?? name;
  const open = conflicts.filter(({ name }) => !chosen[name]);
  const settle = (choices: Readonly<Record<string, Side>>) => {
    const step = form.layout.findIndex((each) => each.fields.some(({ name }) => name in choices));
    editor.settle(choices);
    void editor.flush().catch(() => {}); // the page that follows says how saving goes
    navigate(`/drafts/${id}/form/${Math.max(step, 0)}`, { replace: true });
  };
  const all = (side: Side) => Object.fromEntries(conflicts.map(({ name }) => [name, side]));
  const words = (name: string, value: Conflict['mine']) => {
    const field = fields.find((each) => each.name === name);
    const lines = field ? linesOf(field, value, true) : [];
    return lines.map((line) => (lines.length > 1 ? `${line.label}: ${line.words}` : line.words));
  };
  return (
    <Screen
      title={t('conflict.title')}
      back={`/drafts/${id}/form/0`}
      tight
      bottom={
        <Foot>
          <ActButton onPress={() => (open.length > 0 ? setTold((times) => times + 1) : settle(chosen))}>{t('conflict.keep')}</ActButton>
          <p className="small center">{t('conflict.nothingLost')}</p>
        </Foot>
      }
    >
      <ErrorSummary troubles={told > 0 ? open.map(({ name }) => ({ id: `choice-${name}`, label: labelOf(name) })) : []} told={told} />
      <div className="stack-s">
        <h1>{t('conflict.heading', { count: conflicts.length })}</h1>
        <p className="dim">{t('conflict.intro', { when: moment(view.draft.updatedAt) })}</p>
      </div>
      {conflicts.map(({ name, mine, theirs }) => (
        <fieldset key={name} className="field" id={`choice-${name}`} tabIndex={-1}>
          <legend>{labelOf(name)}</legend>
          <div className="choices">
            {(
              [
                ['mine', mine],
                ['theirs', theirs],
              ] as const
            ).map(([side, value]) => (
              <label key={side} className={chosen[name] === side ? 'choice on' : 'choice'}>
                <input
                  type="radio"
                  name={`choice-${name}`}
                  value={side}
                  checked={chosen[name] === side}
                  onChange={() => setChosen({ ...chosen, [name]: side })}
                />
                <span>
                  <span className="small dim side-name">{t(`conflict.${side}`)}</span>
                  {words(name, value).map((line) => (
                    <span key={line} className="line">
                      {line}
                    </span>
                  ))}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <div className="stack">
        <ActButton kind="second" onPress={() => settle(all('mine'))}>
          {t('conflict.allMine')}
        </ActButton>
        <ActButton kind="second" onPress={() => settle(all('theirs'))}>
          {t('conflict.allTheirs')}
        </ActButton>
      </div>
    </Screen>
  );
}
