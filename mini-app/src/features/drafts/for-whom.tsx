import type { DraftFor } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';

/** Says for whom a form is, so that nobody files in the wrong name. */
export function ForWhomNote({ whom }: { whom: DraftFor | null }) {
  const { t } = useTranslation();
  if (!whom) return null;
  return (
    <p className="note info">
      <Icon name={whom.kind === 'organisation' ? 'shop' : 'heart'} />
      <span>{t(whom.kind === 'organisation' ? 'people.preparedForOrganisation' : 'people.preparedFor', { name: whom.name })}</span>
    </p>
  );
}
