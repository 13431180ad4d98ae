import type { IdentityLinking } from '@tayninh/shared/features/identity/identity-links.contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams, useSearchParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Announce, Answer, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { clock } from '../../components/spoken-time.ts';
import { FormField } from '../../features/forms/form-field.tsx';
import { useIdentityLink } from '../../features/identity/use-identity-link.ts';
import { useContact } from '../use-contact.ts';

/** `/me/identity/:id`: while VNeID is open in the browser, and what came of it. */
export function IdentityLinkPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [query] = useSearchParams();
  const { linking, enter } = useIdentityLink(id);
  const draftId = query.get('draft');
  return (
    <Screen
      title={t('identity.title')}
      back="/me/identity"
      bottom={linking.data && <Ways linking={linking.data} draftId={draftId} again={`/me/identity?${query}`} />}
    >
      <Answer query={linking}>
        {(data) => (data.state === 'needs-code' ? <Code linking={data} enter={enter} /> : <Face linking={data} draftId={draftId} />)}
      </Answer>
    </Screen>
  );
}

function Face({ linking: { state, reason, expiresAt }, draftId }: { linking: IdentityLinking; draftId: string | null }) {
  const { t } = useTranslation();
  switch (state) {
    case 'done':
      return (
        <Announce icon="check" title={t('identity.done')} isNews>
          {t(draftId ? 'identity.doneDraft' : 'identity.doneText')}
        </Announce>
      );
    case 'refused':
      return (
        <Announce
          icon={reason === 'declined' ? 'info' : 'alert'}
          tone="plain"
          title={t(`identity.refused.${reason ?? 'not-verified'}`)}
          isNews
        >
          {t(`identity.refusedText.${reason ?? 'not-verified'}`)}
        </Announce>
      );
    case 'expired':
      return (
        <Announce icon="clock" tone="plain" title={t('identity.expired')} isNews>
          {t('identity.expiredText')}
        </Announce>
      );
    default:
      return (
        <>
          <Announce icon="mobile" tone="wait" title={t('identity.waiting')}>
            {t('identity.waitingText')}
          </Announce>
          <p className="small center">{t('identity.waitingUntil', { time: clock(expiresAt) })}</p>
        </>
      );
  }
}

function Code({ linking: { triesLeft }, enter }: { linking: IdentityLinking; enter: ReturnType<typeof useIdentityLink>['enter'] }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!/^\d{4}$/.test(code)) return setShort(true);
    setShort(false);
    enter.mutate(code, { onSuccess: () => setCode('') });
  };
  const isWrong = triesLeft < 3 && code === '';
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <div className="stack-s" role="status">
        <h1>{t('identity.codeTitle')}</h1>
        <p className="dim">{t('identity.codeText')}</p>
      </div>
      <FormField
        field={{ name: 'identity-code', kind: 'personal-number', label: t('identity.code'), hint: t('identity.codeHint') }}
        value={code}
        error={isShort ? t('identity.codeShort') : isWrong ? t('identity.codeWrong', { count: triesLeft }) : undefined}
        isRequired
        onChange={(value) => setCode(String(value ?? '').slice(0, 4))}
      />
      {enter.error && <ErrorNote error={enter.error} />}
      <ActButton type="submit" busy={enter.isPending} busyText={t('identity.checking')}>
        {t('identity.enter')}
      </ActButton>
      <p className="note">
        <Icon name="shield" />
        <span>{t('identity.codeCare')}</span>
      </p>
    </form>
  );
}

function Ways({ linking: { state, reason }, draftId, again }: { linking: IdentityLinking; draftId: string | null; again: string }) {
  const { t } = useTranslation();
  const { open } = useContact();
  const opened = (useLocation().state as { authorizeUrl?: string } | null)?.authorizeUrl;
  const home = draftId ? `/drafts/${draftId}/review` : '/me';
  const back = t(draftId ? 'identity.backDraft' : 'identity.close');
  if (state === 'needs-code') return null;
  if (state === 'done')
    return (
      <Foot>
        <Link className="btn main-act" to={home} replace>
          {back}
        </Link>
      </Foot>
    );
  // For these another try would only end the same way.
  const isFinal = reason === 'level-1' || reason === 'other-identity';
  return (
    <Foot>
      {state === 'waiting'
        ? opened && <ActButton onPress={() => open(opened)}>{t('identity.reopen')}</ActButton>
        : !isFinal && (
            <Link className="btn main-act" to={again} replace>
              {t('identity.retry')}
            </Link>
          )}
      <Link className="btn quiet" to={reason === 'other-identity' ? '/me/identity' : home} replace>
        {reason === 'other-identity' ? t('identity.see') : back}
      </Link>
    </Foot>
  );
}
