import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { useWithdraw } from '../../features/dossiers/use-acts.ts';
import { useDossier } from '../../features/dossiers/use-dossiers.ts';
import { FormField } from '../../features/forms/form-field.tsx';

/** `/dossiers/:id/withdraw`: what happens is said before it does. */
export function WithdrawPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const dossier = useDossier(id);
  const withdraw = useWithdraw(id);
  const [reason, setReason] = useState('');
  const isPossible = dossier.data?.withdrawal.isPossible ?? false;
  return (
    <Screen
      title={t('withdraw.title')}
      back={`/dossiers/${id}`}
      tight
      bottom={
        <Foot>
          {isPossible && (
            <ActButton
              busy={withdraw.isPending}
              busyText={t('review.submitting')}
              onPress={() => withdraw.mutate(reason.trim(), { onSuccess: () => navigate(`/dossiers/${id}`, { replace: true }) })}
            >
              {t('withdraw.act')}
            </ActButton>
          )}
          <Link className="btn quiet" to={`/dossiers/${id}`} replace>
            {t(isPossible ? 'withdraw.keep' : 'receipt.follow')}
          </Link>
        </Foot>
      }
    >
      {withdraw.error && <ErrorNote error={withdraw.error} />}
      <Answer query={dossier}>
        {(data) => (isPossible ? <What dossier={data} reason={reason} onReason={setReason} /> : <p>{t('withdraw.notPossible')}</p>)}
      </Answer>
    </Screen>
  );
}

function What({ dossier, reason, onReason }: { dossier: DossierDetail; reason: string; onReason: (reason: string) => void }) {
  const { t } = useTranslation();
  const points = [dossier.state === 'confirmed' ? 'asked' : 'unsent', 'final', 'again'] as const;
  return (
    <>
      <div className="stack-s">
        <h1>{t('withdraw.heading')}</h1>
        <p className="dim">{dossier.procedure.plainName}</p>
      </div>
      <ul className="stack">
        {points.map((point) => (
          <li key={point} className="icon-line">
            <Icon name={point === 'final' ? 'alert' : 'info'} />
            <span>{t(`withdraw.${point}`)}</span>
          </li>
        ))}
      </ul>
      <FormField
        field={{ name: 'withdraw-reason', kind: 'textarea', label: t('withdraw.reason') }}
        value={reason}
        error={undefined}
        isRequired={false}
        onChange={(value) => onReason(String(value ?? ''))}
      />
    </>
  );
}
