import type { Fee, Payment, PaymentMethod } from '@tayninh/shared/features/payments/payments.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Announce, Answer, Empty, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { MethodChoice } from '../../features/payments/method-choice.tsx';
import { type PaymentFace, paymentFace } from '../../features/payments/payment-face.ts';
import { FeeFacts, figures, PaidFacts } from '../../features/payments/payment-facts.tsx';
import { usePay, usePayments } from '../../features/payments/use-payments.ts';
import { useContact } from '../use-contact.ts';

/** `/dossiers/:id/payment`: what to pay and how; afterwards what is known of it, never more. */
export function PaymentPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const payments = usePayments(id);
  return (
    <Screen title={t('payment.title')} back={`/dossiers/${id}`}>
      <Answer query={payments}>{(data) => <Standing dossierId={id} {...data} />}</Answer>
    </Screen>
  );
}

interface StandingProps {
  readonly dossierId: string;
  readonly fee: Fee | null;
  readonly methods: readonly PaymentMethod[];
  readonly items: readonly Payment[];
}

function Standing({ dossierId, fee, methods, items }: StandingProps) {
  const { t } = useTranslation();
  const [wantsOther, setWantsOther] = useState(false);
  const pay = usePay(dossierId);
  const face = paymentFace(fee, items);
  const last = items[0];
  const paid = items.find(({ state }) => state === 'paid');
  if (face === 'paid')
    return (
      <>
        <Announce icon="check" title={t('payment.paid')} isNews>
          {t('payment.paidText')}
        </Announce>
        {paid && <PaidFacts payment={paid} fee={fee} />}
        {paid?.receipt?.url && <Outside url={paid.receipt.url} text={t('payment.openReceipt')} />}
        <Back dossierId={dossierId} />
      </>
    );
  if (face === 'waiting' && last && !wantsOther)
    return <Waiting payment={last} pay={pay} other={() => setWantsOther(true)} hasOther={methods.length > 1} />;
  if (face === 'other-amount' && last)
    return (
      <>
        <Announce icon="alert" tone="you" title={t('payment.otherAmount')} isNews>
          {t('payment.otherAmountText', { got: figures(last.receivedVnd ?? 0), want: figures(last.amountVnd) })}
        </Announce>
        <Code payment={last} />
        <AskOfficer />
      </>
    );
  if (face === 'nothing' || face === 'no-amount' || !fee || fee.amountVnd === null)
    return (
      <>
        {last && (face === 'refunding' || face === 'refunded') && <Before face={face} amountVnd={last.amountVnd} isDue={fee !== null} />}
        <Empty
          icon="money"
          title={t(fee ? 'payment.noAmount' : 'payment.nothing')}
          text={t(fee ? 'payment.noAmountText' : 'payment.nothingText')}
        >
          {fee ? <AskOfficer /> : <Back dossierId={dossierId} />}
        </Empty>
      </>
    );
  return (
    <>
      {last && <Before face={face} amountVnd={last.amountVnd} isDue />}
      <ToPay fee={fee} amountVnd={fee.amountVnd} methods={methods} pay={pay} after={() => setWantsOther(false)} />
    </>
  );
}

/** Of the attempt before this one. `isDue`: the fee is still asked for, also when that money goes back. */
function Before({ face, amountVnd, isDue }: { face: PaymentFace; amountVnd: number; isDue: boolean }) {
  const { t } = useTranslation();
  const words = {
    failed: ['payment.failed', 'payment.failedText'],
    expired: ['payment.expired', 'payment.expiredText'],
    'not-opened': ['payment.notOpened', 'payment.notOpenedText'],
    refunding: ['payment.refunding', isDue ? 'payment.refundingDueText' : 'payment.refundingText'],
    refunded: ['payment.refunded', isDue ? 'payment.refundedDueText' : 'payment.refundedText'],
  } as const;
  if (!(face in words)) return null;
  const [title, text] = words[face as keyof typeof words];
  return (
    <div className="note" role="status">
      <Icon name="info" />
      <div>
        <b>{t(title)}</b>
        <p className="dim">{t(text, { amount: figures(amountVnd) })}</p>
      </div>
    </div>
  );
}

interface ToPayProps {
  readonly fee: Fee;
  readonly amountVnd: number;
  readonly methods: readonly PaymentMethod[];
  readonly pay: ReturnType<typeof usePay>;
  readonly after: () => void;
}

function ToPay({ fee, amountVnd, methods, pay: { begin }, after }: ToPayProps) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<PaymentMethod>();
  const method = chosen ?? methods[0];
  return (
    <>
      <FeeFacts fee={fee} amountVnd={amountVnd} />
      {method ? (
        <>
          <MethodChoice methods={methods} value={method} onChange={choose} />
          <section className="stack-s">
            <h2>{t('payment.next')}</h2>
            <p className="dim">{t('payment.nextText')}</p>
          </section>
          {begin.error && <ErrorNote error={begin.error} />}
          <ActButton busy={begin.isPending} busyText={t('payment.opening')} onPress={() => begin.mutate(method, { onSuccess: after })}>
            {t('payment.pay', { amount: figures(amountVnd) })}
          </ActButton>
        </>
      ) : (
        <>
          <p>{t('payment.noMethod')}</p>
          <AskOfficer />
        </>
      )}
    </>
  );
}

interface WaitingProps {
  readonly payment: Payment;
  readonly pay: ReturnType<typeof usePay>;
  readonly hasOther: boolean;
  readonly other: () => void;
}

/** The notice may be late: calm, nothing to do, and ways on for whoever has not paid. */
function Waiting({ payment, pay: { reopen }, hasOther, other }: WaitingProps) {
  const { t } = useTranslation();
  return (
    <>
      <Announce icon="clock" tone="wait" title={t('payment.waiting')} isNews>
        {t('payment.waitingText')}
      </Announce>
      <section className="card">
        <p className="amount no">{t('payment.money', { amount: figures(payment.amountVnd) })}</p>
        <p className="dim">
          {payment.purpose} · {t(`payment.method.${payment.method}`)}
        </p>
        <Code payment={payment} />
        <p className="small">{t('payment.until', { when: moment(payment.expiresAt) })}</p>
      </section>
      {reopen.error && <ErrorNote error={reopen.error} />}
      <div className="stack-s">
        <ActButton kind="second" busy={reopen.isPending} busyText={t('payment.opening')} onPress={() => reopen.mutate(payment)}>
          {t('payment.reopen')}
        </ActButton>
        {hasOther && (
          <ActButton kind="quiet" onPress={other}>
            {t('payment.otherWay')}
          </ActButton>
        )}
      </div>
    </>
  );
}

function Code({ payment }: { payment: Payment }) {
  const { t } = useTranslation();
  return (
    <p className="small">
      {t('payment.reference')}: <span className="no file-name">{payment.reference}</span>
    </p>
  );
}

function AskOfficer() {
  const { t } = useTranslation();
  const { chat } = useContact();
  return (
    <ActButton kind="second" onPress={() => chat()}>
      <Icon name="chat" className="i-s" />
      {t('search.ask')}
    </ActButton>
  );
}

function Outside({ url, text }: { url: string; text: string }) {
  const { open } = useContact();
  return (
    <ActButton kind="second" onPress={() => open(url)}>
      <Icon name="paper" className="i-s" />
      {text}
    </ActButton>
  );
}

function Back({ dossierId }: { dossierId: string }) {
  const { t } = useTranslation();
  return (
    <Link className="btn quiet" to={`/dossiers/${dossierId}`}>
      {t('payment.back')}
    </Link>
  );
}
