import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { QrCode } from '../../components/qr-code.tsx';
import { moment } from '../../components/spoken-time.ts';

/** The code holds the receipt number and nothing else. */
export function ReceiptCard({ dossier }: { dossier: Pick<DossierSummary, 'receiptNo' | 'submittedAt'> }) {
  const { t } = useTranslation();
  return (
    <section className="card">
      <div className="qr">
        <QrCode content={dossier.receiptNo} label={t('receipt.qr')} />
        <div className="grow stack-s">
          <p className="small dim">{t('receipt.number')}</p>
          <p className="no receipt-no">
            <span className="nowrap">{dossier.receiptNo.slice(0, 9)}</span>
            <span className="nowrap">{dossier.receiptNo.slice(9)}</span>
          </p>
          <p className="small dim">{moment(dossier.submittedAt)}</p>
        </div>
      </div>
      <p className="small dim">{t('receipt.show')}</p>
    </section>
  );
}
