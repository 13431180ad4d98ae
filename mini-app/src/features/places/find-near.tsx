import { fullName } from '@tayninh/shared/features/places/unit-names';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { isDenied } from '../../zalo/zalo-host.ts';
import { useHere } from './use-here.ts';

interface Props {
  /** The commune already chosen as one's own. */
  readonly own: string | null;
  readonly onChoose: (unit: { code: string; name: string }) => void;
}

/** Asks for the position when pressed, with the reason beside it. A refusal is fine: names can be typed. */
export function FindNear({ own, onChoose }: Props) {
  const { t } = useTranslation();
  const { here, find, forget } = useHere();
  if (!here)
    return (
      <div className="stack-s">
        <ActButton kind="second" busy={find.isPending} busyText={t('near.going')} onPress={() => find.mutate()}>
          <Icon name="pin" className="i-s" />
          {t('near.go')}
        </ActButton>
        <p className="small dim">{t('near.why')}</p>
        {isDenied(find.error) && (
          <p className="note" role="status">
            <Icon name="info" />
            <span>{t('near.refused')}</span>
          </p>
        )}
        {find.error && !isDenied(find.error) && <ErrorNote error={find.error} />}
      </div>
    );
  const { unit, isOutside } = here;
  const where = unit ? t('near.at', { unit: `${unit.kind} ${unit.name}` }) : t(isOutside ? 'near.outside' : 'near.unknown');
  return (
    <div className="note" role="status">
      <Icon name="pin" />
      <div className="stack-s">
        <p>{where}</p>
        {unit && unit.code !== own && (
          <ActButton kind="second" onPress={() => onChoose({ code: unit.code, name: fullName(unit) })}>
            {t('near.choose')}
          </ActButton>
        )}
        <button className="link" type="button" onClick={forget}>
          {t('near.forget')}
        </button>
      </div>
    </div>
  );
}
