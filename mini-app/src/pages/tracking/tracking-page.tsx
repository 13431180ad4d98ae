import { useMutation } from '@tanstack/react-query';
import type { Tracked } from '@tayninh/shared/features/tracking/tracking.contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/bff.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Tag } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { clock, day, moment } from '../../components/spoken-time.ts';
import { FormField } from '../../features/forms/form-field.tsx';
import { isDenied, scanQrCode } from '../../zalo/zalo-host.ts';
import { useContact } from '../use-contact.ts';

/** `/tracking`: where a dossier is, for who holds its number; needs no sign-in and keeps nothing on the phone. */
export function TrackingPage() {
  const { t } = useTranslation();
  const { chat } = useContact();
  const [code, setCode] = useState('');
  const [fact, setFact] = useState('');
  const [trouble, setTrouble] = useState<'code' | 'fact' | 'scan' | null>(null);
  const ask = useMutation({
    mutationFn: ({ code, fact }: { code: string; fact: string }) =>
      api('POST /v1/tracking', { body: { code, ...(fact && { secondFact: fact }) } }),
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (code.trim().length < 6) return setTrouble('code');
    if (fact !== '' && !/^\d{4}$/.test(fact)) return setTrouble('fact');
    setTrouble(null);
    ask.mutate({ code: code.trim(), fact });
  };
  const scan = async () => {
    setTrouble(null);
    try {
      const read = (await scanQrCode()).trim().slice(0, 64);
      setCode(read);
      if (read.length >= 6) ask.mutate({ code: read, fact });
      else setTrouble('scan');
    } catch (error) {
      if (!isDenied(error)) setTrouble('scan');
    }
  };
  return (
    <Screen title={t('tracking.title')} back="/dossiers" tight>
      <div className="stack-s">
        <h1>{t('tracking.heading')}</h1>
        <p className="dim">{t('tracking.intro')}</p>
      </div>
      <form className="stack" onSubmit={submit} noValidate>
        <ActButton kind="second" onPress={() => void scan()}>
          <Icon name="qr" className="i-s" />
          {t('tracking.scan')}
        </ActButton>
        {trouble === 'scan' && (
          <p className="note no" role="alert">
            <Icon name="alert" />
            <span>{t('tracking.notScanned')}</span>
          </p>
        )}
        <FormField
          field={{ name: 'tracking-code', kind: 'text', label: t('tracking.code'), hint: t('tracking.codeHint') }}
          value={code}
          error={trouble === 'code' ? t('tracking.codeShort') : undefined}
          isRequired
          onChange={(value) => setCode(String(value ?? ''))}
        />
        <FormField
          field={{ name: 'tracking-fact', kind: 'personal-number', label: t('tracking.fact'), hint: t('tracking.factHint') }}
          value={fact}
          error={trouble === 'fact' ? t('tracking.factWrong') : undefined}
          isRequired={false}
          onChange={(value) => setFact(String(value ?? '').slice(0, 4))}
        />
        <ActButton type="submit" busy={ask.isPending} busyText={t('tracking.asking')}>
          {t('tracking.ask')}
        </ActButton>
      </form>
      {ask.error && <ErrorNote error={ask.error} />}
      {ask.data && !ask.error && <Found tracked={ask.data} />}
      <ActButton kind="quiet" onPress={() => chat()}>
        <Icon name="chat" className="i-s" />
        {t('search.ask')}
      </ActButton>
    </Screen>
  );
}

const LOOKS = {
  keeping: { icon: 'clock', tone: 'wait' },
  'not-received': { icon: 'clock', tone: 'wait' },
  'in-process': { icon: 'user', tone: 'go' },
  paused: { icon: 'pause', tone: 'you' },
  handled: { icon: 'check', tone: 'go' },
  closed: { icon: 'alert', tone: '' },
  unknown: { icon: 'clock', tone: '' },
} as const;

function Found({ tracked }: { tracked: Tracked }) {
  const { t } = useTranslation();
  const { group, agency, lastStepOn, dueAt, asOf, detail } = tracked;
  const { icon, tone } = LOOKS[group];
  return (
    <section className="card" role="status">
      <Tag icon={icon} tone={tone}>
        {t(`tracking.group.${group}`)}
      </Tag>
      {detail && (
        <>
          <h2>{detail.procedureName}</h2>
          <p>
            {t('dossiers.submitted', { when: day(detail.submittedOn) })}
            {detail.waitsForApplicant && `. ${t('tracking.waits')}`}
          </p>
        </>
      )}
      {group === 'unknown' && <p>{t('tracking.unclear')}</p>}
      {agency !== 'other' && <p>{t('tracking.agency', { office: t(`review.office.${agency}`) })}</p>}
      {lastStepOn && <p>{t('tracking.lastStep', { when: day(lastStepOn) })}</p>}
      {dueAt && <p>{t('dossiers.due', { when: `${clock(dueAt)} ${day(dueAt)}` })}</p>}
      <p className="small dim">{t('stale.updated', { when: moment(asOf) })}</p>
    </section>
  );
}
