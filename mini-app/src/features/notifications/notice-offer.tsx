import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { askToNotify, isDenied } from '../../zalo/zalo-host.ts';
import { categoryWords } from './category-words.ts';
import { type AskedFor, useConsent, usePreferences } from './use-preferences.ts';

const OFFERED: readonly AskedFor[] = ['mini-app', 'news', 'surveys'];

/** Asked once, after a first filing: nothing ticked beforehand, and a no is remembered like a yes. */
export function NoticeOffer() {
  const { t } = useTranslation();
  const preferences = usePreferences().data;
  const consent = useConsent();
  const [ticked, setTicked] = useState<readonly AskedFor[]>([]);
  const [told, setTold] = useState<'none' | 'zalo' | null>(null);
  const [isDone, setDone] = useState(false);
  if (isDone)
    return (
      <p className="note go" role="status">
        <Icon name="check" />
        <span>{t(told === 'zalo' ? 'notices.offerZaloRefused' : 'notices.offerDone')}</span>
      </p>
    );
  if (!preferences || OFFERED.some((one) => preferences.answered.includes(one))) return null;

  const answer = async (wanted: readonly AskedFor[]) => {
    let given = [...wanted];
    // Zalo asks once more by its own sheet; a no there is a no here
    if (wanted.includes('mini-app') && (await askToNotify().then(() => false, isDenied))) {
      given = given.filter((one) => one !== 'mini-app');
      setTold('zalo');
    }
    const refused = OFFERED.filter((one) => !given.includes(one));
    if (given.length > 0) await consent.mutateAsync({ about: given, act: 'given' });
    if (refused.length > 0) await consent.mutateAsync({ about: refused, act: 'refused' });
    setDone(true);
  };
  const send = (wanted: readonly AskedFor[]) => void answer(wanted).catch(() => {}); // said below
  return (
    <section className="card">
      <h2>{t('notices.offerTitle')}</h2>
      <p className="dim">{t('notices.offerText')}</p>
      {OFFERED.map((one) => {
        const isOn = ticked.includes(one);
        const words = one === 'mini-app' ? null : categoryWords(one);
        return (
          <label key={one} className={isOn ? 'check on' : 'check'}>
            <input
              type="checkbox"
              checked={isOn}
              onChange={() => {
                setTold(null);
                setTicked(isOn ? ticked.filter((other) => other !== one) : [...ticked, one]);
              }}
            />
            <span className="box">{isOn && <Icon name="check" />}</span>
            <span>
              {words ? (
                <>
                  <b>{words.name}</b> <span className="dim">{words.description}</span>
                </>
              ) : (
                <b>{t('notices.offerMiniApp')}</b>
              )}
            </span>
          </label>
        );
      })}
      {told === 'none' && (
        <p className="note" role="alert">
          <Icon name="info" />
          <span>{t('notices.offerNone')}</span>
        </p>
      )}
      {consent.error && <ErrorNote error={consent.error} />}
      <ActButton kind="second" busy={consent.isPending} onPress={() => (ticked.length > 0 ? send(ticked) : setTold('none'))}>
        {t('notices.offerAgree')}
      </ActButton>
      <ActButton kind="quiet" busy={consent.isPending} onPress={() => send([])}>
        {t('notices.offerRefuse')}
      </ActButton>
      <p className="small dim">{t('notices.offerHint')}</p>
    </section>
  );
}
