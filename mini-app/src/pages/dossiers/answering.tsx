import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { useSnackbar } from 'zmp-ui';
import { isUnreachable } from '../../api/errors.ts';
import { ActButton } from '../../components/act-button.tsx';
import { Empty, ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';

/** What the pages share on which a citizen sends files for a dossier that is already filed. */

/** Nothing is asked any more: done, or closed meanwhile. */
export function NothingAsked({ dossierId, title, text }: { dossierId: string; title: string; text: string }) {
  const { t } = useTranslation();
  return (
    <Empty icon="check" title={title} text={text}>
      <Link className="btn main-act" to={`/dossiers/${dossierId}`}>
        {t('receipt.follow')}
      </Link>
    </Empty>
  );
}

/** Back to the dossier, told so; `forget` drops what was kept on the phone meanwhile. */
export function useSent(dossierId: string) {
  const navigate = useNavigate();
  const { openSnackbar } = useSnackbar();
  return (text: string, forget: () => void) => {
    openSnackbar({ text, type: 'default' });
    navigate(`/dossiers/${dossierId}`, { replace: true });
    forget();
  };
}

/** Waits for files that are still on their way, and says so. */
export function SendButton({
  isUploading,
  isSending,
  onPress,
  children,
}: {
  isUploading: boolean;
  isSending: boolean;
  onPress: () => void;
  children: string;
}) {
  const { t } = useTranslation();
  return (
    <ActButton busy={isSending || isUploading} busyText={t(isUploading ? 'papers.wait' : 'review.submitting')} onPress={onPress}>
      {children}
    </ActButton>
  );
}

/** Without an answer nobody knows whether it arrived; sending again does no harm. */
export function SendTrouble({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!isUnreachable(error)) return <ErrorNote error={error} />;
  return (
    <div className="note" role="alert">
      <Icon name="off" />
      <p>{t('supplement.unknown')}</p>
    </div>
  );
}
