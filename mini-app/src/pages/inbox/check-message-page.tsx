import { useMutation } from '@tanstack/react-query';
import { MESSAGE_MIN_LENGTH, normaliseMessage } from '@tayninh/shared/features/notifications/real-message';
import type { RealMessageAnswer } from '@tayninh/shared/features/notifications/real-messages.contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/bff.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Screen } from '../../components/screen.tsx';
import { moment } from '../../components/spoken-time.ts';
import { FormField } from '../../features/forms/form-field.tsx';
import { isDenied, scanQrCode } from '../../zalo/zalo-host.ts';
import { useContact } from '../use-contact.ts';

/** `/inbox/check`: whether the province sent a text; needs no sign-in and keeps nothing. */
export function CheckMessagePage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<'short' | 'scan' | null>(null);
  const check = useMutation({ mutationFn: (text: string) => api('POST /v1/real-messages', { body: { text } }) });
  const ask = (text: string) => {
    if (normaliseMessage(text).length < MESSAGE_MIN_LENGTH) return setTrouble('short');
    setTrouble(null);
    check.mutate(text);
  };
  const scan = async () => {
    try {
      const read = (await scanQrCode()).slice(0, 4_000);
      setText(read);
      ask(read);
    } catch (error) {
      if (!isDenied(error)) setTrouble('scan');
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(text);
  };
  return (
    <Screen title={t('check.title')} back="/inbox" tight>
      <div className="stack-s">
        <h1>{t('check.heading')}</h1>
        <p className="dim">{t('check.intro')}</p>
      </div>
      <form className="stack" onSubmit={submit} noValidate>
        <FormField
          field={{ name: 'message-text', kind: 'textarea', label: t('check.text') }}
          value={text}
          error={trouble === 'short' ? t('check.short') : undefined}
          isRequired
          onChange={(value) => {
            check.reset();
            setText(String(value ?? '').slice(0, 4_000));
          }}
        />
        <ActButton type="submit" busy={check.isPending} busyText={t('check.asking')}>
          {t('check.ask')}
        </ActButton>
        <ActButton kind="second" onPress={() => void scan()}>
          <Icon name="qr" className="i-s" />
          {t('check.scan')}
        </ActButton>
        {trouble === 'scan' && (
          <p className="note no" role="alert">
            <Icon name="alert" />
            <span>{t('check.notScanned')}</span>
          </p>
        )}
      </form>
      {check.error && <ErrorNote error={check.error} />}
      {check.data && <Verdict answer={check.data} />}
    </Screen>
  );
}

function Verdict({ answer }: { answer: RealMessageAnswer }) {
  const { t } = useTranslation();
  const { chat, call } = useContact();
  if (answer.isOurs) {
    const when = moment(answer.lastSentAt);
    return (
      <div className="note go" role="status">
        <Icon name="shield" />
        <div className="stack-s">
          <h2>{t('check.yes')}</h2>
          <p>{answer.office ? t('check.yesOffice', { office: answer.office, when }) : t('check.yesProvince', { when })}</p>
          <p className="dim">{t('check.yesBeware')}</p>
        </div>
      </div>
    );
  }
  return (
    <section className="stack" role="status">
      <div className="note no">
        <Icon name="alert" />
        <div className="stack-s">
          <h2>{t('check.no')}</h2>
          <ul className="stack-s">
            {t('check.noSteps', { returnObjects: true }).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
          <p className="dim">{t('check.noMaybe')}</p>
        </div>
      </div>
      <ActButton onPress={() => call()}>
        <Icon name="phone" className="i-s" />
        {t('me.call')}
      </ActButton>
      <ActButton kind="second" onPress={() => chat(t('check.reportWords'))}>
        <Icon name="chat" className="i-s" />
        {t('check.report')}
      </ActButton>
    </section>
  );
}
