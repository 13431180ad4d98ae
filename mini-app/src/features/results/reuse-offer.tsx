import { fitsPaper } from '@tayninh/shared/features/results/fits-paper';
import type { Result } from '@tayninh/shared/features/results/results.contract';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { useReuse, useVault } from './use-results.ts';

/** In force, here, and not a file that was changed after signing. */
const isUsable = ({ copy, daysLeft, signature }: Result) =>
  copy === 'here' && (daysLeft === null || daysLeft >= 0) && signature?.verdict !== 'invalid';

/** For a paper that an earlier dossier already brought: one press instead of a photo. @param onTaken gets the new file */
export function ReuseOffer({ paperName, onTaken }: { paperName: string; onTaken: (fileId: string) => void }) {
  const { t } = useTranslation();
  const reuse = useReuse();
  const fitting = useVault().data?.items.find((result) => isUsable(result) && fitsPaper(result.name, paperName));
  if (!fitting) return null;
  return (
    <div className="stack-s">
      {reuse.error && <ErrorNote error={reuse.error} />}
      <ActButton
        kind="second"
        busy={reuse.isPending}
        busyText={t('results.attaching')}
        label={t('results.reuseNamed', { name: fitting.name })}
        onPress={() => reuse.mutate(fitting, { onSuccess: onTaken })}
      >
        <Icon name="vault" />
        {t('results.reuse')}
      </ActButton>
      <p className="small dim">{fitting.number ? t('results.reuseText', { name: fitting.name, number: fitting.number }) : fitting.name}</p>
    </div>
  );
}
