import type { Me } from '@tayninh/shared/features/identity/identity.contract';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Announce, Answer, ErrorNote, Reasons } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { NamedModal } from '../../components/named-modal.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { clock, moment } from '../../components/spoken-time.ts';
import { useBeginIdentityLink, useUnlinkIdentity } from '../../features/identity/use-identity-link.ts';
import { useMe } from '../../features/identity/use-me.ts';

/**
 * `/me/identity`: says why before VNeID asks; later shows what is linked and how to end it. `?draft=` leads back to a form. Agreeing
 * is asked once, before the first log-in; no box is ticked for anybody.
 */
export function IdentityPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const me = useMe();
  const begin = useBeginIdentityLink();
  const [isAgreed, setAgreed] = useState(false);
  const [isTold, setTold] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const isLinked = Boolean(me.data?.identity);
  const go = () => {
    if (!isLinked && !isAgreed) {
      setTold(true);
      return box.current?.focus();
    }
    begin.mutate(isAgreed, {
      onSuccess: ({ id, authorizeUrl }) => navigate(`/me/identity/${id}?${query}`, { replace: true, state: { authorizeUrl } }),
    });
  };
  return (
    <Screen
      title={t('identity.title')}
      back="/me"
      bottom={
        me.data?.offersIdentity && (
          <Foot>
            <ActButton busy={begin.isPending} busyText={t('identity.opening')} onPress={go}>
              {t(isLinked ? 'identity.again' : 'identity.go')}
            </ActButton>
          </Foot>
        )
      }
    >
      <Answer query={me}>
        {(data) =>
          !data.offersIdentity ? (
            <Announce icon="info" tone="plain" title={t('identity.notOffered')}>
              {t('identity.notOfferedText')}
            </Announce>
          ) : data.identity ? (
            <Linked identity={data.identity} levelUntil={data.levelUntil} />
          ) : (
            <>
              <Why />
              <label className={isAgreed ? 'check on' : 'check'}>
                <input
                  ref={box}
                  type="checkbox"
                  checked={isAgreed}
                  aria-invalid={(isTold && !isAgreed) || undefined}
                  aria-describedby={isTold && !isAgreed ? 'agree-error' : undefined}
                  onChange={(event) => setAgreed(event.target.checked)}
                />
                <span className="box">{isAgreed && <Icon name="check" />}</span>
                <span>{t('identity.agree')}</span>
              </label>
              {isTold && !isAgreed && (
                <p className="note no" role="alert" id="agree-error">
                  <Icon name="alert" />
                  <span>{t('identity.agreeMissing')}</span>
                </p>
              )}
            </>
          )
        }
      </Answer>
      {begin.error && <ErrorNote error={begin.error} />}
    </Screen>
  );
}

const REASONS = [
  { icon: 'check', title: 'purpose', text: 'purposeText' },
  { icon: 'id', title: 'what', text: 'whatText' },
  { icon: 'lock', title: 'who', text: 'whoText' },
  { icon: 'undo', title: 'mind', text: 'mindText' },
] as const;

function Why() {
  const { t } = useTranslation();
  return (
    <>
      <Announce icon="shield" title={t('identity.heading')}>
        {t('identity.lead')}
      </Announce>
      <Reasons reasons={REASONS.map(({ icon, title, text }) => ({ icon, title: t(`identity.${title}`), text: t(`identity.${text}`) }))} />
    </>
  );
}

function Linked({ identity, levelUntil }: { identity: NonNullable<Me['identity']>; levelUntil: string | null }) {
  const { t } = useTranslation();
  const unlink = useUnlinkIdentity();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Announce icon="shield" title={t('identity.linked')}>
        {levelUntil ? t('identity.until', { time: clock(levelUntil) }) : t('identity.over')}
      </Announce>
      <section className="card">
        <h2>{identity.name}</h2>
        <p>{t('identity.number', { number: identity.personalNumber.replace(/\*/g, '•') })}</p>
        <p className="small dim">{t('identity.since', { when: moment(identity.linkedAt) })}</p>
      </section>
      {unlink.error && <ErrorNote error={unlink.error} />}
      <ActButton kind="quiet" busy={unlink.isPending} busyText={t('identity.unlinking')} onPress={() => setAsking(true)}>
        {t('identity.unlink')}
      </ActButton>
      {isAsking && (
        <NamedModal title={t('identity.unlinkTitle')} description={t('identity.unlinkText')} onClose={() => setAsking(false)}>
          <div className="stack-s modal-acts">
            <ActButton
              onPress={() => {
                setAsking(false);
                unlink.mutate();
              }}
            >
              {t('identity.unlink')}
            </ActButton>
            <ActButton kind="quiet" onPress={() => setAsking(false)}>
              {t('identity.keep')}
            </ActButton>
          </div>
        </NamedModal>
      )}
    </>
  );
}
