import type { Me } from '@tayninh/shared/features/identity/identity.contract';
import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Row, Segments, Tag } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { clock } from '../../components/spoken-time.ts';
import { useMe } from '../../features/identity/use-me.ts';
import { useSettings } from '../../features/settings/use-settings.ts';
import { Tabs } from '../tabs.tsx';
import { useContact } from '../use-contact.ts';

/** `/me` */
export function MePage() {
  const { t } = useTranslation();
  const me = useMe();
  const [settings, change] = useSettings();
  const { chat, call } = useContact();
  return (
    <Screen title={t('me.title')} heading tight bottom={<Tabs />}>
      <Answer query={me} partRows={1}>
        {(data) => <Person me={data} />}
      </Answer>
      <section className="stack">
        <h2>{t('me.size')}</h2>
        <Segments
          label={t('me.size')}
          value={settings.size}
          onChange={(size) => change({ size })}
          options={[
            { value: 'normal', label: t('me.sizes.normal'), sample: '1rem' },
            { value: 'large', label: t('me.sizes.large'), sample: '1.125rem' },
            { value: 'huge', label: t('me.sizes.huge'), sample: '1.25rem' },
          ]}
        />
        <ul className="list">
          <Row icon="hill" title={t('me.easy')} text={t('me.easyText')} to="/easy" />
        </ul>
      </section>
      <section className="stack">
        <h2>{t('me.theme')}</h2>
        <Segments
          label={t('me.theme')}
          value={settings.theme}
          onChange={(theme) => change({ theme })}
          options={[
            { value: 'auto', label: t('me.themes.auto') },
            { value: 'light', label: t('me.themes.light') },
            { value: 'dark', label: t('me.themes.dark') },
          ]}
        />
      </section>
      <section className="stack">
        <h2>{t('me.agreed')}</h2>
        <ul className="list">
          <Row icon="bell" title={t('notices.settings')} text={t('notices.settingsRow')} to="/me/notices" />
        </ul>
      </section>
      <section className="stack">
        <h2>{t('me.language')}</h2>
        <Segments
          label={t('me.language')}
          value={settings.language}
          onChange={(language) => change({ language })}
          options={[
            { value: 'vi', label: 'Tiếng Việt', lang: 'vi' },
            { value: 'en', label: 'English', lang: 'en' },
          ]}
        />
      </section>
      <ul className="list">
        <Row icon="vault" title={t('vault.title')} text={t('vault.rowText')} to="/vault" />
        <Row icon="user" title={t('people.title')} text={t('people.rowText')} to="/me/people" />
        <Row icon="home" title={t('commune.title')} text={settings.unit?.name ?? t('commune.rowText')} to="/me/commune" />
        <Row icon="swap" title={t('addresses.title')} text={t('addresses.rowText')} to="/addresses" />
        <Row icon="office" title={t('offices.title')} text={t('offices.rowText')} to="/offices" />
        <Row icon="health" title={t('status.title')} text={t('status.rowText')} to="/status" />
        <Row icon="chat" title={t('me.chat')} onPress={() => chat()} />
        <Row icon="phone" title={t('me.call')} text={t('me.callText')} onPress={call} />
      </ul>
    </Screen>
  );
}

function Person({ me }: { me: Me }) {
  const { t } = useTranslation();
  const initials = (me.name ?? '')
    .trim()
    .split(/\s+/)
    .slice(-2)
    .map((word) => word.slice(0, 1))
    .join('');
  return (
    <>
      <div className="card side person">
        <span className="ico" aria-hidden="true">
          {initials || <Icon name="user" />}
        </span>
        <div className="stack-s grow">
          <h2>{me.name ?? t('me.anonymous')}</h2>
          <Tag icon="shield" tone="go">
            {me.levelUntil ? t('me.levelUntil', { time: clock(me.levelUntil) }) : t(`me.level.${me.level}`)}
          </Tag>
          {me.phone && <p className="small dim">{t('me.phone', { phone: me.phone.replace(/\*/g, '•') })}</p>}
        </div>
      </div>
      {(me.offersIdentity || !me.phone) && (
        <ul className="list">
          {me.offersIdentity && (
            <Row
              icon="id"
              title={t('identity.title')}
              text={
                me.identity ? t('identity.rowLinked', { number: me.identity.personalNumber.replace(/\*/g, '•') }) : t('identity.rowText')
              }
              to="/me/identity"
            />
          )}
          {!me.phone && <Row icon="phone" title={t('me.addPhone')} text={t('me.addPhoneText')} to="/me/phone" />}
        </ul>
      )}
    </>
  );
}
