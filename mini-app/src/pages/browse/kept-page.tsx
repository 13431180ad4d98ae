import { useTranslation } from 'react-i18next';
import { Screen } from '../../components/screen.tsx';
import { WholeKeptList } from '../../features/procedures/kept-section.tsx';

/** `/browse/kept`: what this phone has saved and seen. */
export function KeptPage() {
  const { t } = useTranslation();
  return (
    <Screen title={t('kept.title')} back="/browse" heading>
      <WholeKeptList list="saved" />
      <WholeKeptList list="seen" />
      <p className="small">{t('kept.onlyHere')}</p>
    </Screen>
  );
}
