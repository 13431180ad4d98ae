import type { ChecklistQuestion, ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import { answersInForce, askedQuestions, nextStep } from '@tayninh/shared/features/procedures/checklist/next-step';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { dayKey } from '../../components/spoken-time.ts';
import { useAnswers, useChecklist } from '../../features/checklists/use-checklist.ts';

/**
 * `/procedures/:code/checklist/:step`: one question; the step is its place among the questions that these answers lead to.
 * With `?draft=` the result goes into that draft.
 */
export function ChecklistPage() {
  const { t } = useTranslation();
  const { code = '', step = '0' } = useParams();
  const checklist = useChecklist(code);
  if (checklist.data) return <Ask code={code} table={checklist.data.table} step={Number(step) || 0} />;
  return (
    <Screen title={t('checklist.title')} back={`/procedures/${code}`}>
      <Answer query={checklist}>{() => null}</Answer>
    </Screen>
  );
}

function Ask({ code, table, step }: { code: string; table: ChecklistTable; step: number }) {
  const [kept] = useAnswers(code);
  const { search } = useLocation();
  const answers = answersInForce(table, kept);
  const asked = askedQuestions(table, answers);
  const question = asked[step];
  if (asked.length === 0) return <Navigate to={`/procedures/${code}/papers${search}`} replace />;
  if (!question) return <Navigate to={`/procedures/${code}/checklist/${asked.length - 1}${search}`} replace />;
  return <Question key={question.id} code={code} table={table} step={step} question={question} answers={answers} />;
}

interface QuestionProps {
  readonly code: string;
  readonly table: ChecklistTable;
  readonly step: number;
  readonly question: ChecklistQuestion;
  readonly answers: Readonly<Record<string, string>>;
}

function Question({ code, table, step, question, answers }: QuestionProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [, keep] = useAnswers(code);
  const [chosen, choose] = useState(answers[question.id]);
  const [isMissing, setMissing] = useState(false);
  const go = () => {
    if (chosen === undefined) return setMissing(true);
    const next = answersInForce(table, { ...answers, [question.id]: chosen });
    keep(next);
    const isLast = askedQuestions(table, next).length === step + 1;
    navigate(isLast ? `/procedures/${code}/papers${search}` : `/procedures/${code}/checklist/${step + 1}${search}`);
  };
  return (
    <Screen
      title={t('checklist.title')}
      back={step === 0 ? `/procedures/${code}` : `/procedures/${code}/checklist/${step - 1}${search}`}
      underBar={
        <div className="step">
          <p className="small">{t('checklist.progress', { at: step + 1, about: aboutHowMany(table, question, answers) })}</p>
        </div>
      }
      bottom={
        <Foot>
          <ActButton onPress={go}>{t('checklist.next')}</ActButton>
        </Foot>
      }
    >
      <fieldset className="case-question" aria-describedby={isMissing ? 'case-missing' : undefined}>
        <legend>
          <h1>{question.text}</h1>
        </legend>
        {question.help && <p className="dim">{question.help}</p>}
        <div className="choices">
          {question.options.map(({ id, text, help }) => (
            <label key={id} className={chosen === id ? 'choice on' : 'choice'}>
              <input
                type="radio"
                name={question.id}
                value={id}
                checked={chosen === id}
                onChange={() => {
                  choose(id);
                  setMissing(false);
                }}
              />
              <span>
                {text}
                {help && <span className="small">{help}</span>}
              </span>
            </label>
          ))}
        </div>
        {isMissing && (
          <p className="err" id="case-missing" role="alert">
            <Icon name="alert" className="i-s" />
            <span>{t('checklist.choose')}</span>
          </p>
        )}
      </fieldset>
    </Screen>
  );
}

/** Seen from this question: what was answered later does not count, since it may still change. */
function aboutHowMany(table: ChecklistTable, question: ChecklistQuestion, answers: QuestionProps['answers']): number {
  const names = table.questions.map(({ id }) => id);
  const before = Object.fromEntries(Object.entries(answers).filter(([id]) => names.indexOf(id) < names.indexOf(question.id)));
  const step = nextStep(table, before, dayKey(Date.now()));
  return step.kind === 'question' ? step.ask.about : Object.keys(before).length;
}
