import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { day } from '../../components/spoken-time.ts';
import { useChecklist } from '../../features/checklists/use-checklist.ts';
import { KnownProcedure, useKnownProcedure } from '../../features/procedures/known-procedure.tsx';
import { isFiledHere, PaperList, ProcedureFacts } from '../../features/procedures/procedure-facts.tsx';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { openOutside } from '../../zalo/zalo-host.ts';
import { useContact } from '../use-contact.ts';

const NATIONAL_PORTAL = 'https://dichvucong.gov.vn';

/** `/procedures/:code` */
export function ProcedurePage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const procedure = useProcedure(code);
  const known = useKnownProcedure(code, procedure);
  return (
    <Screen title={t('procedure.title')} back="/search" tight bottom={procedure.data && <WayToFile procedure={procedure.data} />}>
      {known ? (
        <KnownProcedure known={known} error={procedure.error} retry={procedure.refetch} />
      ) : (
        <Answer query={procedure}>{(data) => <About procedure={data} />}</Answer>
      )}
    </Screen>
  );
}

function About({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const { plainName, aliases, summary, result } = procedure;
  const known = aliases.find((alias) => alias.toLowerCase() !== plainName.toLowerCase());
  return (
    <>
      <div className="stack">
        <div className="stack-s">
          <h1>{plainName}</h1>
          {known && <p className="dim">{t('procedure.alsoCalled', { name: known })}</p>}
        </div>
        <p>{summary}</p>
      </div>
      <ProcedureFacts procedure={procedure} />
      <MyCase code={procedure.code} />
      {procedure.papers.length > 0 && (
        <section className="stack">
          <h2>{t('procedure.papers')}</h2>
          <PaperList procedure={procedure} />
        </section>
      )}
      <div className="note go">
        <Icon name="check" />
        <p>
          <b>{t('procedure.result')}:</b> {result}
        </p>
      </div>
      <p className="official small">
        {t('procedure.official', {
          name: procedure.name,
          code: procedure.code,
          domain: procedure.domain.toLowerCase(),
          source: procedure.source,
          day: day(procedure.asOf),
          version: procedure.versionNo,
        })}
      </p>
    </>
  );
}

/** Offered where there are questions to ask. Opening the page keeps the table on the phone for later. */
function MyCase({ code }: { code: string }) {
  const { t } = useTranslation();
  const questions = useChecklist(code).data?.table.questions ?? [];
  if (questions.length === 0) return null;
  return (
    <div className="stack-s">
      <Link className="btn second" to={`/procedures/${code}/checklist/0`}>
        {t('checklist.enter')}
      </Link>
      <p className="small center">{t('checklist.enterHint')}</p>
    </div>
  );
}

function WayToFile({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const { call } = useContact();
  if (isFiledHere(procedure))
    return (
      <Foot>
        <Link className="btn main-act" to={`/procedures/${procedure.code}/apply`}>
          {t('procedure.apply')}
        </Link>
        <p className="small center">{t('procedure.applyHint')}</p>
      </Foot>
    );
  const isPortal = procedure.submitMode === 'deep-link';
  return (
    <Foot>
      <ActButton onPress={() => (isPortal ? void openOutside(NATIONAL_PORTAL).catch(call) : call())}>
        {t(isPortal ? 'procedure.portal' : 'procedure.counter')}
      </ActButton>
      <p className="small center">{t(isPortal ? 'procedure.portalHint' : 'procedure.counterHint')}</p>
    </Foot>
  );
}
