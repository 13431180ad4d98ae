import type { Suggestion } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { isSame } from '@tayninh/shared/features/forms/merge-answers';
import type { FormField } from '@tayninh/shared/features/procedures/e-form';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { dateWords, dayKey } from '../../components/spoken-time.ts';
import type { Value } from './draft-editor.ts';

interface Props {
  readonly field: FormField;
  readonly value: Value;
  readonly offers: readonly Suggestion[];
  /** A value as people read it. */
  readonly words: (value: Value) => string;
  readonly onChange: (value: Value) => void;
}

/** Under a field: what may be taken while it is empty, where the answer is from once one was taken. Nothing is taken by itself. */
export function OfferedAnswers({ field, value, offers, words, onChange }: Props) {
  const { t } = useTranslation();
  const { sourceWords } = useSourceWords();
  const taken = offers.find((offer) => isSame(offer.value, value));
  if (taken)
    return (
      <p className="source">
        <span>{sourceWords(taken)}</span>
        <button
          className="link plain"
          type="button"
          aria-label={t('offers.clearNamed', { what: field.label })}
          onClick={() => onChange(undefined)}
        >
          {t('offers.clear')}
        </button>
      </p>
    );
  if (!isSame(value, undefined) || offers.length === 0) return null;
  return (
    <ul className="offers">
      {offers.map((offer) => (
        <li key={String(offer.value)}>
          <button className="offer" type="button" onClick={() => onChange(offer.value)}>
            <Icon name="sync" className="i-s" />
            <span className="grow">
              <b>{t('offers.use', { value: words(offer.value) })}</b>
              <span className="small dim">{sourceWords(offer)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function useSourceWords() {
  const { t } = useTranslation();
  const sourceWords = ({ source }: Suggestion) =>
    source.kind === 'dossier'
      ? t('offers.fromDossier', { name: source.procedureName, day: dateWords(dayKey(source.filedAt)) })
      : t(source.kind === 'vneid' ? 'offers.fromVneid' : 'offers.fromZalo');
  return { sourceWords };
}
