import type { SentFile } from '@tayninh/shared/features/dossiers/acts.contract';
import type { DossierDetail, DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { NATIONAL_STATUS, type NationalStatus } from '@tayninh/shared/features/dossiers/national-status';
import type { OutsideSystem } from '@tayninh/shared/features/status/status.contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { isUnreachable } from '../../api/errors.ts';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, OldNote } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Row, Tag } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { clock, day, moment } from '../../components/spoken-time.ts';
import { ClosedCard, LateNote, Recount, ResendCard, SupplementCard } from '../../features/dossiers/after-filing.tsx';
import { QueueNote, Standing } from '../../features/dossiers/standing.tsx';
import { StateTag } from '../../features/dossiers/state-tag.tsx';
import { Timeline } from '../../features/dossiers/timeline.tsx';
import { useBehalf } from '../../features/dossiers/use-behalf.ts';
import { isOver, useDossier, useKnownSummary } from '../../features/dossiers/use-dossiers.ts';
import { AnswerList } from '../../features/forms/answer-list.tsx';
import { PickupCard } from '../../features/pickups/pickup-card.tsx';
import { useForm } from '../../features/procedures/use-procedures.ts';
import { DossierResults } from '../../features/results/dossier-results.tsx';
import { SystemBanner } from '../../features/status/system-banner.tsx';
import type { Texts } from '../../texts/vi.ts';
import { Tabs } from '../tabs.tsx';
import { useContact } from '../use-contact.ts';
import { RatingCard } from './rating-card.tsx';
import { usePapers } from './use-papers.ts';

/** `/dossiers/:id` */
export function DossierPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const dossier = useDossier(id);
  const known = useKnownSummary(id);
  const isCutOff = dossier.data === undefined && isUnreachable(dossier.error) && known !== undefined;
  return (
    <Screen title={t('dossier.title')} back="/dossiers" tight bottom={<Tabs />}>
      {isCutOff ? (
        <>
          <OldNote error={dossier.error} knownAt={known.knownAt} retry={dossier.refetch} />
          <Head dossier={known.summary} />
          <StateTag dossier={known.summary} isOld />
          <DueDate dossier={known.summary} />
          <p className="dim">{t('dossier.partly')}</p>
        </>
      ) : (
        <Answer query={dossier}>{(data) => <Whole dossier={data} />}</Answer>
      )}
    </Screen>
  );
}

function Whole({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const ask = useAsk(dossier);
  const { call } = useContact();
  const status = NATIONAL_STATUS[dossier.status as NationalStatus];
  const papers = usePapers(dossier);
  return (
    <>
      <Head dossier={dossier} />
      {dossier.queue ? <QueueNote dossier={dossier} /> : !isOver(dossier) && <SystemBanner passesThrough={systemsOf(dossier)} />}
      {dossier.needsAction?.supplementId ? (
        <SupplementCard dossier={dossier} nameOf={papers.nameOf} />
      ) : dossier.needsAction?.kind === 'resend' ? (
        <ResendCard id={dossier.id} papers={papers.refused} />
      ) : (
        dossier.needsAction && <WaitsForYou id={dossier.id} kind={dossier.needsAction.kind} timeline={dossier.timeline} ask={ask} />
      )}
      <ClosedCard dossier={dossier} ask={ask} />
      {dossier.status === 9 && <PickupCard dossierId={dossier.id} />}
      {dossier.status >= 9 && <DossierResults dossierId={dossier.id} />}
      <LateNote dossier={dossier} ask={ask} call={call} />
      <DueDate dossier={dossier} />
      <Recount dossier={dossier} />
      <Standing dossier={dossier} />
      <RatingCard dossier={dossier} />
      <section className="stack">
        <h2>{t('dossier.where')}</h2>
        <Timeline dossier={dossier} />
      </section>
      <ul className="list">
        <Row icon="chat" title={t('dossier.ask')} text={t('dossier.askText')} onPress={ask} />
        <Row icon="qr" title={t('dossier.receipt')} to={`/dossiers/${dossier.id}/receipt`} />
        {dossier.correctionOf && (
          <Row
            icon="dossier"
            title={t('dossier.correctionOf', { receipt: dossier.correctionOf.receiptNo })}
            to={`/dossiers/${dossier.correctionOf.id}`}
          />
        )}
        {dossier.corrections.map(({ id, receiptNo }) => (
          <Row key={id} icon="dossier" title={t('dossier.correctedBy', { receipt: receiptNo })} to={`/dossiers/${id}`} />
        ))}
        {!isOver(dossier) && (
          <Row icon="send" title={t('delivery.title')} text={t('delivery.rowText')} to={`/dossiers/${dossier.id}/delivery`} />
        )}
        {dossier.withdrawal.isPossible && (
          <Row icon="undo" title={t('withdraw.act')} text={t('withdraw.row')} to={`/dossiers/${dossier.id}/withdraw`} />
        )}
      </ul>
      <Content dossier={dossier} />
      <p className="small center">
        {dossier.state === 'confirmed' && status && (
          <>
            {t('dossier.official', { name: dossier.subStatus ?? status.name })}
            <br />
          </>
        )}
        {t('stale.updated', { when: moment(dossier.asOf) })}
        {dossier.stale && (
          <>
            <br />
            {t('stale.province')}
          </>
        )}
      </p>
    </>
  );
}

/** What an open dossier waits for outside: the money too, while some is asked for. */
const systemsOf = ({ needsAction }: DossierSummary): OutsideSystem[] =>
  needsAction?.kind === 'payment' ? ['province', 'payments'] : ['province'];

/** Opens the chat with an officer, the receipt number already in the words. */
function useAsk({ receiptNo }: DossierSummary): () => void {
  const { t } = useTranslation();
  const { chat } = useContact();
  return () => chat(t('dossier.askWords', { receipt: receiptNo }));
}

function Head({ dossier }: { dossier: DossierSummary }) {
  const { t } = useTranslation();
  const behalf = useBehalf(dossier);
  return (
    <div className="stack-s">
      <h1>{dossier.procedure.plainName}</h1>
      {behalf && (
        <Tag icon={dossier.behalf?.kind === 'organisation' ? 'shop' : 'heart'} tone="">
          {behalf}
        </Tag>
      )}
      {dossier.channel === 'counter' && (
        <Tag icon="office" tone="">
          {t('handoff.counter')}
        </Tag>
      )}
      <p className="small no">
        {dossier.code ? t('dossier.code', { code: dossier.code }) : t('dossier.receiptNo', { receipt: dossier.receiptNo })}
      </p>
    </div>
  );
}

interface WaitsProps {
  readonly id: string;
  readonly kind: keyof Texts['dossier']['act'];
  readonly timeline: DossierDetail['timeline'];
  readonly ask: () => void;
}

function WaitsForYou({ id, kind, timeline, ask }: WaitsProps) {
  const { t } = useTranslation();
  // what the authority itself wrote, where it wrote something
  const words = [...timeline].reverse().find(({ text }) => text)?.text;
  return (
    <section className="card you">
      <Tag icon="pause" tone="you">
        {t('dossier.waitingYou')}
      </Tag>
      <h2>{t(`dossier.act.${kind}`)}</h2>
      {words && (
        <p>
          {t('dossier.words')}: <b>{words}</b>
        </p>
      )}
      {kind === 'payment' ? (
        <Link className="btn main-act" to={`/dossiers/${id}/payment`}>
          <Icon name="money" />
          {t('dossier.pay')}
        </Link>
      ) : (
        <>
          <p>{t('dossier.actText')}</p>
          <ActButton onPress={ask}>
            <Icon name="chat" />
            {t('search.ask')}
          </ActButton>
        </>
      )}
    </section>
  );
}

function DueDate({ dossier }: { dossier: DossierSummary }) {
  const { t } = useTranslation();
  // while the authority waits for the citizen its clock stands still: the old date would be untrue
  const { dueAt, needsAction, status } = dossier;
  if (!dueAt || isOver(dossier) || needsAction || status === 5 || status >= 9 || Date.parse(dueAt) < Date.now()) return null;
  return (
    <section className="promise" aria-label={t('dossier.due')}>
      <p className="dim">{t('dossier.due')}</p>
      <p className="when">
        {clock(dueAt)} {day(dueAt)}
      </p>
    </section>
  );
}

/** What was sent, folded away; personal numbers stay masked (AZ-8). */
function Content({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const form = useForm(dossier.procedure.code, dossier.caseId).data;
  const { nameOf } = usePapers(dossier);
  return (
    <div className="list folds">
      {dossier.files.length > 0 && (
        <Fold icon="paper" title={t('dossier.sentPapers')}>
          <ul className="stack">
            {dossier.files.map((file, index) => (
              <li key={index}>
                <Sent file={file} name={nameOf(file.componentId)} />
              </li>
            ))}
          </ul>
          {dossier.supplements.map(
            ({ id, answer }) =>
              answer && (
                <section key={id} className="stack-s">
                  <h3>{t('supplement.sentOn', { when: moment(answer.sentAt) })}</h3>
                  {answer.files.map((file, index) => (
                    <Sent key={index} file={file} name={nameOf(file.componentId)} />
                  ))}
                  {answer.note && <p>{answer.note}</p>}
                </section>
              ),
          )}
        </Fold>
      )}
      {form && (
        <Fold icon="pen" title={t('dossier.declared')}>
          <div className="stack">
            {form.layout.map((step) => (
              <AnswerList key={step.id} step={step} answers={dossier.answers} />
            ))}
          </div>
        </Fold>
      )}
    </div>
  );
}

const CHECK_ICON = { accepted: 'check', checking: 'sync', refused: 'alert' } as const;

/** One file with what the look at it came to. */
function Sent({ file, name }: { file: SentFile; name: string }) {
  const { t } = useTranslation();
  return (
    <p className="icon-line">
      <Icon name={CHECK_ICON[file.check]} />
      <span>
        {name}
        <span className="small file-name block">{file.name}</span>
        {file.trouble && <span className="small block">{t(`papers.trouble.${file.trouble}`)}</span>}
        {file.check === 'checking' && <span className="small block">{t('papers.checking')}</span>}
      </span>
    </p>
  );
}

const Fold = ({ icon, title, children }: { icon: IconName; title: string; children: ReactNode }) => (
  <details>
    <summary>
      <Icon name={icon} />
      <span className="grow">{title}</span>
      <Icon name="down" className="i-s turn" />
    </summary>
    {children}
  </details>
);
