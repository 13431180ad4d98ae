import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Empty } from '../components/faces.tsx';
import { Screen } from '../components/screen.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Screen title={t('app.name')} back="/">
      <Empty icon="ask" title={t('error.title')} text={t('error.notFound')}>
        <Link className="btn main-act" to="/">
          {t('error.home')}
        </Link>
      </Empty>
    </Screen>
  );
}
