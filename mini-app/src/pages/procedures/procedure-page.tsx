import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { day } from '../../components/spoken-time.ts';
import { useChecklist } from '../../features/checklists/use-checklist.ts';
import { LastChange } from '../../features/procedures/changes.tsx';
import { useKeptProcedures } from '../../features/procedures/kept-procedures.ts';
import { KnownProcedure, useKnownProcedure } from '../../features/procedures/known-procedure.tsx';
import { isFiledHere, PaperList, ProcedureFacts } from '../../features/procedures/procedure-facts.tsx';
import { useSpokenName } from '../../features/procedures/spoken-name.ts';
import { useProcedure } from '../../features/procedures/use-procedures.ts';

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
  const { code, plainName, aliases, result } = procedure;
  const { name, summary } = useSpokenName()(procedure);
  const { add: remember } = useKeptProcedures('seen');
  useEffect(() => void remember({ code, name: plainName }), [remember, code, plainName]);
  const known = aliases.find((alias) => alias.toLowerCase() !== plainName.toLowerCase());
  return (
    <>
      <div className="stack">
        <div className="stack-s">
          <h1>{name}</h1>
          {known && <p className="dim">{t('procedure.alsoCalled', { name: known })}</p>}
        </div>
        <p>{summary}</p>
        <div className="chips">
          <Star code={code} name={plainName} />
          <Link className="chip" to={`/procedures/${code}/share`}>
            <Icon name="share" className="i-s" />
            {t('share.title')}
          </Link>
        </div>
      </div>
      <LastChange procedure={procedure} />
      <ProcedureFacts procedure={procedure} />
      <MyCase code={code} />
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
          code,
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

function Star({ code, name }: { code: string; name: string }) {
  const { t } = useTranslation();
  const { items, add, remove } = useKeptProcedures('saved');
  const isSaved = items.some((item) => item.code === code);
  return (
    <button className={isSaved ? 'chip on' : 'chip'} type="button" onClick={() => void (isSaved ? remove(code) : add({ code, name }))}>
      <Icon name="star" className={isSaved ? 'i-s filled' : 'i-s'} />
      {t(isSaved ? 'kept.isSaved' : 'kept.save')}
    </button>
  );
}

/** Where the filing goes on, by the mode of this version. What has no form here is filed at a counter. */
function WayToFile({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const way = isFiledHere(procedure) ? 'apply' : procedure.submitMode === 'deep-link' ? 'portal' : 'counter';
  return (
    <Foot>
      <Link className="btn main-act" to={`/procedures/${procedure.code}/${way}`}>
        {t(`procedure.go.${way}`)}
      </Link>
      <p className="small center">{t(`procedure.hint.${way}`)}</p>
    </Foot>
  );
}
