import { fitsPaper } from '@tayninh/shared/features/results/fits-paper';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { useCopyStoredPaper, useStoredPapers } from './use-stored-papers.ts';

interface Props {
  readonly paperName: string;
  readonly isProven: boolean;
  /** Gets the new file. */
  readonly onTaken: (fileId: string) => void;
}

/** For a paper that the national store has: one press instead of a photo. */
export function StoredOffer({ paperName, isProven, onTaken }: Props) {
  const { t } = useTranslation();
  const copy = useCopyStoredPaper();
  const fitting = useStoredPapers(isProven).data?.items.find(({ name, files }) => files.length > 0 && fitsPaper(name, paperName));
  const file = fitting?.files[0];
  if (!fitting || !file) return null;
  const { id, name, number } = fitting;
  return (
    <div className="stack-s">
      {copy.error && <ErrorNote error={copy.error} />}
      <ActButton
        kind="second"
        busy={copy.isPending}
        busyText={t('results.attaching')}
        label={t('stored.reuseNamed', { name })}
        onPress={() => copy.mutate({ id, no: file.no }, { onSuccess: onTaken })}
      >
        <Icon name="shield" />
        {t('stored.reuse')}
      </ActButton>
      <p className="small dim">{number ? t('results.reuseText', { name, number }) : name}</p>
    </div>
  );
}
