import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  AnsweredChecklist,
  ChecklistAnswers,
  ChecklistResult,
} from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import type { ChecklistTable } from '@tayninh/shared/features/procedures/checklist/checklist-table';
import { answersInForce, askedQuestions, nextStep } from '@tayninh/shared/features/procedures/checklist/next-step';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { useSnackbar } from 'zmp-ui';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { dateWords, dayKey } from '../../components/spoken-time.ts';
import { Fees, Places, TimeAndPromise } from '../../features/checklists/case-facts.tsx';
import { checklistText } from '../../features/checklists/checklist-text.ts';
import { PaperSections } from '../../features/checklists/paper-sections.tsx';
import { useAnswers, useCaseFacts, useChecklist } from '../../features/checklists/use-checklist.ts';
import { keepChecklist } from '../../features/drafts/use-draft.ts';
import { isFiledHere } from '../../features/procedures/procedure-facts.tsx';
import { useSpokenName } from '../../features/procedures/spoken-name.ts';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { useSettings } from '../../features/settings/use-settings.ts';
import { shareText } from '../../zalo/zalo-host.ts';

/** `/procedures/:code/papers`: the papers of the case, worked out on the phone; date and offices join when the server answers. */
export function ChecklistResultPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const { search } = useLocation();
  const checklist = useChecklist(code);
  const [kept] = useAnswers(code);
  if (checklist.data) {
    const { table, versionNo } = checklist.data;
    const answers = answersInForce(table, kept);
    const step = nextStep(table, answers, dayKey(Date.now()));
    if (step.kind === 'result') return <Result code={code} table={table} tableVersion={versionNo} answers={answers} result={step.result} />;
    return <Navigate to={`/procedures/${code}/checklist/${Object.keys(answers).length}${search}`} replace />;
  }
  return (
    <Screen title={t('checklist.title')} back={`/procedures/${code}`}>
      <Answer query={checklist}>{() => null}</Answer>
    </Screen>
  );
}

interface ResultProps {
  readonly code: string;
  readonly table: ChecklistTable;
  readonly tableVersion: number | null;
  readonly answers: ChecklistAnswers;
  readonly result: ChecklistResult;
}

function Result({ code, table, tableVersion, answers, result }: ResultProps) {
  const { t } = useTranslation();
  const [{ unit }] = useSettings();
  const known = useCaseFacts(code, answers, unit?.code, result.elsewhere === null);
  return (
    <Screen
      title={t('checklist.title')}
      back={`/procedures/${code}`}
      tight
      bottom={result.elsewhere ? undefined : <Next code={code} checklist={{ tableVersion, answers }} result={result} />}
    >
      <h1>{t(result.isFullList ? 'checklist.fullHeading' : 'checklist.heading')}</h1>
      <Answered code={code} table={table} answers={answers} />
      {result.elsewhere ? (
        <section className="stack">
          <div className="note you">
            <Icon name="swap" />
            <div className="stack-s">
              <p>
                <b>{t('checklist.elsewhere')}</b>
              </p>
              <p>{result.elsewhere.because}</p>
            </div>
          </div>
          <Link className="btn main-act" to={`/procedures/${result.elsewhere.procedureCode}`}>
            {t('checklist.open')}
          </Link>
        </section>
      ) : (
        <>
          {result.toConfirm && (
            <div className="note you">
              <Icon name="ask" />
              <p>
                <b>{t('checklist.confirm')}:</b> {result.toConfirm}
              </p>
            </div>
          )}
          <PaperSections result={result} />
          <Fees result={result} />
          <TimeAndPromise result={result} promise={known?.promise ?? null} />
          <Places result={result} offices={known?.offices ?? []} />
          <Notes result={result} />
        </>
      )}
      <p className="official small">{t('checklist.source', { source: table.source, day: dateWords(table.checkedOn) })}</p>
    </Screen>
  );
}

function Answered({ code, table, answers }: Pick<ResultProps, 'code' | 'table' | 'answers'>) {
  const { t } = useTranslation();
  const { search } = useLocation();
  const asked = askedQuestions(table, answers);
  if (asked.length === 0) return null;
  return (
    <section className="card" aria-label={t('checklist.answered')}>
      <ul className="case-answers">
        {asked.map(({ id, text, options }) => (
          <li key={id}>
            <span className="small dim block">{text}</span>
            {options.find((option) => option.id === answers[id])?.text}
          </li>
        ))}
      </ul>
      <Link className="link" to={`/procedures/${code}/checklist/0${search}`}>
        <Icon name="pen" className="i-s" />
        {t('checklist.change')}
      </Link>
    </section>
  );
}

function Notes({ result: { notes } }: { result: ChecklistResult }) {
  const { t } = useTranslation();
  if (notes.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('checklist.notes')}</h2>
      {notes.map(({ text, law }) => (
        <div className="note info" key={text}>
          <Icon name="info" />
          <div className="stack-s">
            <p>{text}</p>
            {law && <p className="small">{t('checklist.law', { law })}</p>}
          </div>
        </div>
      ))}
    </section>
  );
}

/** File here when this case has a form; else how to file. The list can be taken along either way. */
function Next({ code, checklist, result }: { code: string; checklist: AnsweredChecklist; result: ChecklistResult }) {
  const { t } = useTranslation();
  const { openSnackbar } = useSnackbar();
  const spoken = useSpokenName();
  const draftId = useSearchParams()[0].get('draft');
  const procedure = useProcedure(code).data;
  const canFile = procedure !== undefined && isFiledHere(procedure);
  const say = (key: 'copied' | 'notShared') => openSnackbar({ text: t(`checklist.${key}`), type: 'default', duration: 5_000 });
  const share = async () => {
    const text = checklistText(procedure ? spoken(procedure).name : code, result);
    await shareText(text).catch(() =>
      navigator.clipboard.writeText(text).then(
        () => say('copied'),
        () => say('notShared'),
      ),
    );
  };
  return (
    <Foot>
      {canFile && result.caseId && draftId ? (
        <IntoDraft draftId={draftId} checklist={checklist} />
      ) : canFile && result.caseId ? (
        <Link className="btn main-act" to={`/procedures/${code}/apply`} state={{ checklist }}>
          {t('checklist.file')}
        </Link>
      ) : (
        <>
          {canFile && <p className="small center">{t('checklist.notHere')}</p>}
          {!canFile && (
            <Link className="btn main-act" to={`/procedures/${code}`}>
              {t('checklist.how')}
            </Link>
          )}
        </>
      )}
      <ActButton kind="second" onPress={() => void share()}>
        <Icon name="share" className="i-s" />
        {t('checklist.share')}
      </ActButton>
    </Foot>
  );
}

/** The case was answered again while a dossier is being written: the answers go into it. */
function IntoDraft({ draftId, checklist }: { draftId: string; checklist: AnsweredChecklist }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: () => keepChecklist(draftId, checklist, client),
    onSuccess: () => navigate(`/drafts/${draftId}/papers`, { replace: true }),
  });
  return (
    <>
      {keep.error && <ErrorNote error={keep.error} />}
      <ActButton busy={keep.isPending} onPress={() => keep.mutate()}>
        {t('checklist.intoDraft')}
      </ActButton>
    </>
  );
}
