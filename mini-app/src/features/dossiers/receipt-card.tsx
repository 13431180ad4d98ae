import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { encode } from 'uqr';
import { moment } from '../../components/spoken-time.ts';

/** The code holds the receipt number and nothing else. */
export function ReceiptCard({ dossier }: { dossier: Pick<DossierSummary, 'receiptNo' | 'submittedAt'> }) {
  const { t } = useTranslation();
  const { data, size } = useMemo(() => encode(dossier.receiptNo, { border: 0 }), [dossier.receiptNo]);
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <section className="card">
      <div className="qr">
        <div className="code">
          <svg viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={t('receipt.qr')}>
            <path d={path} fill="#14211b" />
          </svg>
        </div>
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
