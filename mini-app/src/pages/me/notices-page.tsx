import { CATEGORIES, CATEGORY_KEYS, type Category, PUSH_CHANNELS } from '@tayninh/shared/features/notifications/categories';
import type { Preferences } from '@tayninh/shared/features/notifications/notifications.contract';
import { useTranslation } from 'react-i18next';
import { Answer, ErrorNote } from '../../components/faces.tsx';
import { Row, Segments, Tag } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { categoryWords } from '../../features/notifications/category-words.ts';
import { SwitchRow } from '../../features/notifications/switch-row.tsx';
import { mutedChannels, useConsent, useMute, usePreferences, useSavePreferences } from '../../features/notifications/use-preferences.ts';
import { useSettings } from '../../features/settings/use-settings.ts';

/** `/me/notices`: what is pushed, where and when. The inbox keeps everything that was sent. */
export function NoticesPage() {
  const { t } = useTranslation();
  const preferences = usePreferences();
  return (
    <Screen title={t('notices.settings')} back="/me" tight>
      <p className="dim">{t('notices.intro')}</p>
      <Answer query={preferences}>
        {(data) => (
          <>
            {CATEGORY_KEYS.map((category) => (
              <Kind key={category} category={category} preferences={data} />
            ))}
            <WhenAndWhere preferences={data} />
            <p className="small dim">{t('notices.keywords')}</p>
          </>
        )}
      </Answer>
    </Screen>
  );
}

function Kind({ category, preferences }: { category: Category; preferences: Preferences }) {
  const { t } = useTranslation();
  const mute = useMute();
  const consent = useConsent();
  const { canMute } = CATEGORIES[category];
  const { name, description } = categoryWords(category);
  const muted = mutedChannels(preferences, category);
  const asked = category === 'news' || category === 'surveys' ? category : null;
  const isAgreed = asked === null || preferences.wants.includes(asked);
  const error = mute.error ?? consent.error;
  return (
    <section className="stack-s">
      <h2>{name}</h2>
      <p className="small dim">{description}</p>
      {canMute ? (
        <div className="list">
          {asked && (
            <SwitchRow
              title={t('notices.agree')}
              text={t('notices.agreeText')}
              isOn={isAgreed}
              onChange={(isOn) => !consent.isPending && consent.mutate({ about: [asked], act: isOn ? 'given' : 'withdrawn' })}
            />
          )}
          {isAgreed &&
            PUSH_CHANNELS.map((channel) => (
              <SwitchRow
                key={channel}
                title={t(`notices.channels.${channel}`)}
                isOn={!muted.includes(channel)}
                onChange={(isOn) =>
                  !mute.isPending && mute.mutate({ category, muted: isOn ? muted.filter((one) => one !== channel) : [...muted, channel] })
                }
              />
            ))}
        </div>
      ) : (
        <Tag icon="check" tone="go">
          {t('notices.always')}
        </Tag>
      )}
      {error && <ErrorNote error={error} />}
    </section>
  );
}

const NIGHT = { from: 21 * 60, to: 6 * 60 };
const clockOf = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutesOf = (clock: string) => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

function WhenAndWhere({ preferences: { quiet, homeUnitCode, language } }: { preferences: Preferences }) {
  const { t } = useTranslation();
  const save = useSavePreferences();
  const [{ unit, language: spoken }] = useSettings();
  const isHome = homeUnitCode !== null && homeUnitCode === unit?.code;
  const hour = (which: 'from' | 'to', label: string) =>
    quiet && (
      <label className="row">
        <span className="grow t">{label}</span>
        <input
          className="time"
          type="time"
          value={clockOf(quiet[which])}
          onChange={({ target }) => {
            const next = { ...quiet, [which]: minutesOf(target.value) };
            if (target.value && next.from !== next.to) save.mutate({ quiet: next });
          }}
        />
      </label>
    );
  return (
    <>
      <section className="stack-s">
        <h2>{t('notices.hours')}</h2>
        <div className="list">
          <SwitchRow
            title={t('notices.quiet')}
            text={t('notices.quietText')}
            isOn={quiet !== null}
            onChange={(isOn) => save.mutate({ quiet: isOn ? NIGHT : null })}
          />
          {hour('from', t('notices.from'))}
          {hour('to', t('notices.to'))}
        </div>
      </section>
      <section className="stack-s">
        <h2>{t('notices.home')}</h2>
        <p className="small dim">{t('notices.homeText')}</p>
        {homeUnitCode && !isHome && <p className="small">{t('notices.homeOther', { code: homeUnitCode })}</p>}
        <ul className="list">
          {unit && (
            <li>
              <SwitchRow
                title={t('notices.homeOn', { name: unit.name })}
                isOn={isHome}
                onChange={(isOn) => save.mutate({ homeUnitCode: isOn ? unit.code : null })}
              />
            </li>
          )}
          <Row icon="pin" title={t(unit ? 'notices.homeChange' : 'notices.homeChoose')} to="/me/commune" />
        </ul>
      </section>
      <section className="stack-s">
        <h2>{t('notices.language')}</h2>
        <Segments
          label={t('notices.language')}
          value={language ?? spoken}
          onChange={(next) => save.mutate({ language: next })}
          options={[
            { value: 'vi', label: 'Tiếng Việt', lang: 'vi' },
            { value: 'en', label: 'English', lang: 'en' },
          ]}
        />
      </section>
      {save.error && <ErrorNote error={save.error} />}
    </>
  );
}
