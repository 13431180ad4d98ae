import type { Invitation } from '@tayninh/shared/features/authorisations/authorisations.contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Announce, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { dateWords } from '../../components/spoken-time.ts';
import { useAccept, useInvitation } from '../../features/authorisations/use-authorisations.ts';
import { FormField } from '../../features/forms/form-field.tsx';

/** `/me/people/accept`: the code, then what one would agree to in plain words, then the yes. */
export function AcceptPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const look = useInvitation();
  const accept = useAccept();
  const [code, setCode] = useState('');
  const [isTold, setTold] = useState(false);
  const digits = code.replace(/\s/g, '');
  const isWhole = /^\d{6}$/.test(digits);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTold(!isWhole);
    if (isWhole) look.mutate(digits);
  };
  const close = () => navigate('/me/people', { replace: true });
  if (accept.data)
    return (
      <Screen
        title={t('people.acceptTitle')}
        back="/me/people"
        bottom={
          <Foot>
            <ActButton onPress={close}>{t('people.title')}</ActButton>
          </Foot>
        }
      >
        <Announce icon="check" title={t('people.accepted')} isNews>
          {t('people.acceptedText')}
        </Announce>
      </Screen>
    );
  if (look.data)
    return (
      <Screen
        title={t('people.acceptTitle')}
        back="/me/people"
        tight
        bottom={
          <Foot>
            <ActButton busy={accept.isPending} busyText={t('people.agreeing')} onPress={() => accept.mutate(digits)}>
              {t('people.agree')}
            </ActButton>
            <ActButton kind="quiet" onPress={close}>
              {t('people.decline')}
            </ActButton>
          </Foot>
        }
      >
        {accept.error && <ErrorNote error={accept.error} />}
        <What invitation={look.data} />
      </Screen>
    );
  return (
    <form noValidate className="whole" onSubmit={submit}>
      <Screen
        title={t('people.acceptTitle')}
        back="/me/people"
        tight
        bottom={
          <Foot>
            <ActButton type="submit" busy={look.isPending} busyText={t('people.looking')}>
              {t('people.look')}
            </ActButton>
          </Foot>
        }
      >
        {look.error && <ErrorNote error={look.error} />}
        <div className="stack-s">
          <h1>{t('people.acceptHeading')}</h1>
          <p className="dim">{t('people.acceptIntro')}</p>
        </div>
        <FormField
          field={{ name: 'invitation-code', kind: 'phone', label: t('people.code') }}
          value={code}
          error={isTold && !isWhole ? t('people.codeShort') : undefined}
          isRequired
          onChange={(value) => setCode(String(value ?? ''))}
        />
      </Screen>
    </form>
  );
}

function What({ invitation: { iAm, inviterName, organisationName, maySubmit, procedures, until } }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const title =
    iAm === 'principal'
      ? t('people.asksPrincipal', { name: inviterName })
      : organisationName
        ? t('people.asksHelperFor', { name: inviterName, organisation: organisationName })
        : t('people.asksHelper', { name: inviterName });
  const points = [
    { icon: 'info', text: t(`people.means.${iAm === 'principal' ? 'principal' : maySubmit ? 'helper' : 'preparer'}`) },
    {
      icon: 'cal',
      text: `${t('people.until', { day: dateWords(until) })} · ${procedures ? t('people.some', { count: procedures.length }) : t('people.all')}`,
    },
    { icon: 'undo', text: t('people.means.stop') },
    { icon: 'alert', text: t('people.means.stranger') },
  ] as const;
  return (
    <>
      <h1>{title}</h1>
      <ul className="stack">
        {points.map(({ icon, text }) => (
          <li key={icon} className="icon-line">
            <Icon name={icon} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
