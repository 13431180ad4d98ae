import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Digits } from '../../components/digits.tsx';
import { Announce, Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { QrCode } from '../../components/qr-code.tsx';
import { Tag } from '../../components/rows.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { useHandoff } from '../../features/drafts/use-handoff.ts';

/** `/drafts/:id/handoff`: a code for the clerk, how long it works, and the way back. */
export function HandoffPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const { status, make, takeBack, code } = useHandoff(id);
  const live = status.data?.handoff;
  const dossierId = status.data?.dossierId;
  const back = () => takeBack.mutate(undefined, { onSuccess: () => navigate(`/drafts/${id}/review`, { replace: true }) });
  const foot = dossierId ? (
    <Link className="btn main-act" to={`/dossiers/${dossierId}`} replace>
      {t('handoff.see')}
    </Link>
  ) : (
    <>
      {!code && (
        <ActButton busy={make.isPending} onPress={() => make.mutate()}>
          {t(live ? 'handoff.again' : 'handoff.make')}
        </ActButton>
      )}
      {live && (
        <ActButton kind={code ? 'second' : 'quiet'} busy={takeBack.isPending} onPress={back}>
          <Icon name="undo" className="i-s" />
          {t('handoff.takeBack')}
        </ActButton>
      )}
    </>
  );
  return (
    <Screen title={t('handoff.title')} back={`/drafts/${id}/review`} tight bottom={<Foot>{foot}</Foot>}>
      {(make.error ?? takeBack.error) && <ErrorNote error={make.error ?? takeBack.error} />}
      <Answer query={status}>
        {() =>
          dossierId ? (
            <Announce icon="check" title={t('handoff.received')} isNews>
              {t('handoff.receivedText')}
            </Announce>
          ) : live ? (
            <>
              <h1>{t('handoff.heading')}</h1>
              <section className="card center stack">
                {code ? (
                  <>
                    <Digits code={code} label={t('handoff.digits', { digits: code })} />
                    <div className="qr large">
                      <QrCode content={code} label={t('handoff.qr')} />
                    </div>
                  </>
                ) : (
                  <p>{t('handoff.hidden')}</p>
                )}
                <TimeLeft until={live.expiresAt} />
              </section>
              <p role="status">
                <Tag icon={live.state === 'opened' ? 'eye' : 'clock'} tone={live.state === 'opened' ? 'go' : 'wait'}>
                  {t(`handoff.${live.state}`)}
                </Tag>
              </p>
              <p>{t('handoff.present')}</p>
            </>
          ) : (
            <>
              <h1>{t('handoff.before')}</h1>
              <p>{t('handoff.beforeText')}</p>
              <p className="note">
                <Icon name="info" />
                <span>{t('handoff.present')}</span>
              </p>
            </>
          )
        }
      </Answer>
    </Screen>
  );
}

/** To the minute; a second hand would only make people hurry. */
function TimeLeft({ until }: { until: string }) {
  const { t } = useTranslation();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const all = Math.max(0, Math.floor((Date.parse(until) - now) / 60_000));
  const [hours, minutes] = [Math.floor(all / 60), all % 60];
  return (
    <p className="dim">
      {t('handoff.left', { time: hours > 0 ? t('handoff.hours', { hours, minutes }) : t('handoff.minutes', { minutes }) })}
    </p>
  );
}
