import type { Fee, Payment } from '@tayninh/shared/features/payments/payments.contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clock, day, moment } from '../../components/spoken-time.ts';

/** `120.000` */
export const figures = (amountVnd: number) => new Intl.NumberFormat('vi-VN').format(amountVnd);

/** How much, in big figures; what for, to whom, until when. */
export function FeeFacts({ fee, amountVnd }: { fee: Fee; amountVnd: number }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('payment.amount')}>
      <div>
        <p className="dim">{t('payment.amount')}</p>
        <p className="amount no">{t('payment.money', { amount: figures(amountVnd) })}</p>
      </div>
      <dl className="kv">
        {fee.purpose && <Fact name={t('payment.purpose')}>{fee.purpose}</Fact>}
        <Fact name={t('payment.payee')}>{fee.payee ?? t('payment.payeeUnknown')}</Fact>
        {fee.dueAt && (
          <Fact name={t('payment.due')}>
            {clock(fee.dueAt)} {day(fee.dueAt)}
          </Fact>
        )}
      </dl>
    </section>
  );
}

/** What one would show at a counter. */
export function PaidFacts({ payment, fee }: { payment: Payment; fee: Fee | null }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('payment.paid')}>
      <p className="amount no">{t('payment.money', { amount: figures(payment.amountVnd) })}</p>
      <dl className="kv">
        <Fact name={t('payment.purpose')}>{payment.purpose}</Fact>
        <Fact name={t('payment.payee')}>{fee?.payee ?? t('payment.payeeUnknown')}</Fact>
        {payment.paidAt && <Fact name={t('payment.paidAt')}>{moment(payment.paidAt)}</Fact>}
        <Fact name={t('payment.by')}>{t(`payment.method.${payment.method}`)}</Fact>
        {payment.receipt?.number && (
          <Fact name={t('payment.receipt')}>
            <span className="no">{payment.receipt.number}</span>
          </Fact>
        )}
        <Fact name={t('payment.reference')}>
          <span className="no file-name">{payment.reference}</span>
        </Fact>
      </dl>
    </section>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
