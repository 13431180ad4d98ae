import { answersInForce, nextStep } from '@tayninh/shared/features/procedures/checklist/next-step';
import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { dayKey } from '../../components/spoken-time.ts';
import { PaperSections } from '../../features/checklists/paper-sections.tsx';
import { useAnswers, useChecklist } from '../../features/checklists/use-checklist.ts';
import { PaperList } from '../../features/procedures/procedure-facts.tsx';

/** The papers to have at hand when filing elsewhere: those of my case where the questions were answered, else all of the procedure. */
export function FilingPapers({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const { code, papers } = procedure;
  const table = useChecklist(code).data?.table;
  const [kept] = useAnswers(code);
  const answers = table ? answersInForce(table, kept) : {};
  const step = table && Object.keys(answers).length > 0 ? nextStep(table, answers, dayKey(Date.now())) : undefined;
  if (step?.kind === 'result' && !step.result.elsewhere)
    return (
      <>
        <PaperSections result={step.result} />
        <Link className="link" to={`/procedures/${code}/papers`}>
          {t('filing.myCase')}
          <Icon name="right" className="i-s" />
        </Link>
      </>
    );
  return (
    <section className="stack">
      <h2>{t('filing.papers')}</h2>
      {papers.length > 0 ? <PaperList procedure={procedure} /> : <p className="dim">{t('filing.noPapers')}</p>}
      {table && table.questions.length > 0 && (
        <Link className="btn second" to={`/procedures/${code}/checklist/0`}>
          {t('checklist.enter')}
        </Link>
      )}
    </section>
  );
}
