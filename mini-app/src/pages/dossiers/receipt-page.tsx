import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useSnackbar } from 'zmp-ui';
import { ActButton } from '../../components/act-button.tsx';
import { Announce, Answer } from '../../components/faces.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { qrPicture } from '../../components/qr-picture.ts';
import { Foot, Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { ReceiptCard } from '../../features/dossiers/receipt-card.tsx';
import { QueueNote } from '../../features/dossiers/standing.tsx';
import { Timeline } from '../../features/dossiers/timeline.tsx';
import { useDossier } from '../../features/dossiers/use-dossiers.ts';
import { NoticeOffer } from '../../features/notifications/notice-offer.tsx';
import { saveToGallery } from '../../zalo/zalo-host.ts';
import { ReceiptFiles } from './receipt-files.tsx';

/** `/dossiers/:id/receipt`: kept by us, arrived at the province and received by an officer are three things, each said when it is so. */
export function ReceiptPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const dossier = useDossier(id);
  return (
    <Screen
      title={t('receipt.title')}
      back="/dossiers"
      bottom={
        <Foot>
          <Link className="btn main-act" to={`/dossiers/${id}`}>
            {t('receipt.follow')}
          </Link>
          {dossier.data && <SavePicture dossier={dossier.data} />}
        </Foot>
      }
    >
      <Answer query={dossier}>
        {(data) => (
          <>
            <Standing dossier={data} />
            <QueueNote dossier={data} />
            <ReceiptCard dossier={data} />
            <ReceiptFiles dossier={data} />
            <NoticeOffer />
            <section className="stack">
              <h2>{t('receipt.where')}</h2>
              <Timeline dossier={data} />
            </section>
          </>
        )}
      </Answer>
    </Screen>
  );
}

const SLOW_MS = 20_000;

interface Face {
  readonly icon: IconName;
  readonly tone: string;
  readonly title: 'kept' | 'arrived' | 'received' | 'rejected' | 'needsYou';
  readonly text: 'keptText' | 'keptSlow' | 'uncertain' | 'staff' | 'arrivedText' | 'receivedText' | 'rejectedText' | null;
  /** Filing goes on by itself. */
  readonly isOurs: boolean;
}

function faceOf({ state, status, needsAction, submittedAt }: DossierDetail): Face {
  const waiting = { icon: 'clock', tone: 'wait', title: 'kept', isOurs: true } as const;
  if (needsAction || state === 'needs_citizen') return { icon: 'alert', tone: 'you', title: 'needsYou', text: null, isOurs: false };
  if (state === 'rejected') return { icon: 'alert', tone: 'plain', title: 'rejected', text: 'rejectedText', isOurs: false };
  if (state === 'uncertain') return { ...waiting, text: 'uncertain' };
  if (state === 'needs_staff') return { ...waiting, text: 'staff' };
  if (state !== 'confirmed') return { ...waiting, text: Date.now() - Date.parse(submittedAt) > SLOW_MS ? 'keptSlow' : 'keptText' };
  const isReceived = status === 2 || status === 4;
  return {
    icon: 'check',
    tone: '',
    title: isReceived ? 'received' : 'arrived',
    text: isReceived ? 'receivedText' : 'arrivedText',
    isOurs: false,
  };
}

function Standing({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const face = faceOf(dossier);
  return (
    <Announce icon={face.icon} tone={face.tone} title={t(`receipt.${face.title}`)} isNews>
      {face.text ? t(`receipt.${face.text}`) : dossier.needsAction?.text} {face.isOurs && <b className="ink">{t('receipt.noResubmit')}</b>}
    </Announce>
  );
}

function SavePicture({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { openSnackbar } = useSnackbar();
  const save = async () => {
    try {
      const lines = [dossier.procedure.plainName, moment(dossier.submittedAt)];
      const heading = `${t('app.name')} · ${t('receipt.title')}`;
      await saveToGallery(qrPicture({ heading, content: dossier.receiptNo, title: dossier.receiptNo, lines }));
      openSnackbar({ text: t('receipt.saved'), type: 'default' });
    } catch {
      openSnackbar({ text: t('receipt.notSaved'), type: 'default' });
    }
  };
  return (
    <ActButton kind="quiet" onPress={() => void save()}>
      <Icon name="load" className="i-s" />
      {t('receipt.save')}
    </ActButton>
  );
}
