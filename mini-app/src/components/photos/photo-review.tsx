import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../act-button.tsx';
import { Icon } from '../icon.tsx';
import { NamedModal } from '../named-modal.tsx';
import { judgePhoto, preparePhoto } from './photo.ts';
import type { PhotoFault } from './photo-faults.ts';

interface Doubtful {
  readonly file: File;
  readonly faults: readonly PhotoFault[];
}

/**
 * Photos go through here before they are sent: good ones at once, in the order they were taken; for the others one is asked,
 * for a photo that cannot be read costs a supplement of days.
 */
export function usePhotoReview(accept: (file: File) => void) {
  const [doubtful, setDoubtful] = useState<readonly Doubtful[]>([]);
  const take = async (files: readonly File[]) => {
    for (const file of files) {
      const faults = await judgePhoto(file);
      if (faults.length === 0) accept(file);
      else setDoubtful((all) => [...all, { file, faults }]);
    }
  };
  const [first] = doubtful;
  const close = (file?: File) => {
    setDoubtful((all) => all.slice(1));
    if (file) accept(file);
  };
  return { take, sheet: first && <PhotoReview key={first.file.name + doubtful.length} {...first} onClose={close} /> };
}

function PhotoReview({ file, faults, onClose }: Doubtful & { onClose: (file?: File) => void }) {
  const { t } = useTranslation();
  const [turns, setTurns] = useState(0);
  const [picture, setPicture] = useState('');
  useEffect(() => {
    const url = URL.createObjectURL(file);
    setPicture(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  const use = async () => onClose(turns % 4 === 0 ? file : await preparePhoto(file, turns));
  return (
    <NamedModal title={t('photo.title')} onClose={() => onClose()}>
      <div className="stack">
        <div className="photo-preview">{picture && <img src={picture} alt="" style={{ transform: `rotate(${turns * 90}deg)` }} />}</div>
        <ul className="stack-s">
          {faults.map((fault) => (
            <li key={fault} className="photo-fault">
              <Icon name="alert" />
              <span>{t(`photo.${fault}`)}</span>
            </li>
          ))}
        </ul>
        <div className="stack modal-acts">
          <ActButton onPress={() => onClose()}>{t('photo.again')}</ActButton>
          <ActButton kind="second" onPress={() => setTurns((turn) => turn + 1)}>
            {t('photo.turn')}
          </ActButton>
          <ActButton kind="quiet" onPress={() => void use()}>
            {t('photo.useAnyway')}
          </ActButton>
        </div>
      </div>
    </NamedModal>
  );
}
