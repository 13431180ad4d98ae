import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { stateLook } from '../../features/dossiers/dossier-state.ts';
import { useDossiers } from '../../features/dossiers/use-dossiers.ts';
import { useUnread } from '../../features/notifications/use-inbox.ts';
import { useSettings } from '../../features/settings/use-settings.ts';
import { useContact } from '../use-contact.ts';

/** Six big choices and nothing else; what waits for the person stands above them. */
export function EasyHome() {
  const { t } = useTranslation();
  const [, change] = useSettings();
  const { chat, call } = useContact();
  const unread = useUnread();
  const waiting = useDossiers().data?.items.find((dossier) => dossier.needsAction);
  return (
    <Screen
      title={t('app.name')}
      heading
      tight
      bottom={
        <Foot>
          <ActButton kind="quiet" onPress={() => change({ easy: false })}>
            {t('easy.leave')}
          </ActButton>
        </Foot>
      }
    >
      {waiting && (
        <Link className="card you side" to={`/dossiers/${waiting.id}`}>
          <Icon name={stateLook(waiting).icon} />
          <span className="grow">
            <b>{t(`state.${stateLook(waiting).text}`)}</b>
            <span className="small dim block">{waiting.procedure.plainName}</span>
          </span>
          <Icon name="right" />
        </Link>
      )}
      <nav className="six" aria-label={t('easy.nav')}>
        <Link className="first" to="/search">
          <Icon name="search" />
          <span>{t('easy.search')}</span>
        </Link>
        <Link to="/dossiers">
          <Icon name="dossier" />
          <span>{t('easy.dossiers')}</span>
        </Link>
        <Link to="/inbox">
          <Icon name="inbox" />
          <span>{t('easy.inbox')}</span>
          {unread > 0 && <b className="n">{t('easy.news', { count: unread })}</b>}
        </Link>
        <Link to="/browse">
          <Icon name="paper" />
          <span>{t('easy.browse')}</span>
        </Link>
        <Act icon="chat" text={t('easy.chat')} onPress={chat} />
        <Act icon="phone" text={t('easy.call')} onPress={call} />
      </nav>
    </Screen>
  );
}

const Act = ({ icon, text, onPress }: { icon: IconName; text: string; onPress: () => void }) => (
  <button type="button" onClick={onPress}>
    <Icon name={icon} />
    <span>{text}</span>
  </button>
);
