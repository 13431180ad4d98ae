import type { Rating } from '@tayninh/shared/features/dossiers/acts.contract';
import type { DossierDetail } from '@tayninh/shared/features/dossiers/dossiers.contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../components/act-button.tsx';
import { ErrorNote } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { day } from '../../components/spoken-time.ts';
import { useRate } from '../../features/dossiers/use-acts.ts';
import { FormField } from '../../features/forms/form-field.tsx';

const STARS = [1, 2, 3, 4, 5] as const;
/** What praises and what complains: only what fits the stars is offered. */
const GOOD = ['fast', 'clear', 'friendly', 'one-visit'] as const;
const BAD = ['slow', 'unclear', 'unfriendly', 'many-visits'] as const;

/** One tap is a whole rating; why is asked afterwards and may stay unanswered. */
export function RatingCard({ dossier }: { dossier: DossierDetail }) {
  const { t } = useTranslation();
  const { isPossible, given } = dossier.rating;
  const rate = useRate(dossier.id);
  const [edit, setEdit] = useState<Pick<Rating, 'reasons' | 'comment'> | null>(null);
  if (!isPossible && !given) return null;
  const stars = (rate.isPending ? rate.variables.stars : given?.stars) ?? 0;
  const { reasons, comment } = edit ?? { reasons: given?.reasons ?? [], comment: given?.comment ?? '' };
  const offered = stars >= 4 ? GOOD : BAD;
  const tap = (count: number) => rate.mutate({ stars: count, reasons: reasons.filter((reason) => isOffered(reason, count)), comment });
  return (
    <section className="card" aria-labelledby="rating-title">
      <h2 id="rating-title">{t(given ? 'rating.given' : 'rating.ask')}</h2>
      <fieldset className="stars" aria-label={t('rating.stars')}>
        {STARS.map((count) => (
          <button
            key={count}
            type="button"
            className={count <= stars ? 'star on' : 'star'}
            aria-label={t('rating.star', { count })}
            aria-pressed={count === stars}
            disabled={!isPossible}
            onClick={() => tap(count)}
          >
            <Icon name="star" />
          </button>
        ))}
      </fieldset>
      {rate.error && <ErrorNote error={rate.error} />}
      {given && isPossible && (
        <>
          <fieldset className="chips" aria-label={t('rating.why')}>
            {offered.map((reason) => {
              const isOn = reasons.includes(reason);
              return (
                <button
                  key={reason}
                  type="button"
                  className={isOn ? 'chip on' : 'chip'}
                  aria-pressed={isOn}
                  onClick={() => setEdit({ comment, reasons: isOn ? reasons.filter((other) => other !== reason) : [...reasons, reason] })}
                >
                  {t(`rating.reason.${reason}`)}
                </button>
              );
            })}
          </fieldset>
          <FormField
            field={{ name: 'rating-comment', kind: 'textarea', label: t('rating.comment') }}
            value={comment}
            error={undefined}
            isRequired={false}
            onChange={(value) => setEdit({ reasons, comment: String(value ?? '') })}
          />
          {edit && (
            <ActButton
              kind="second"
              busy={rate.isPending}
              onPress={() =>
                rate.mutate(
                  { stars, reasons: reasons.filter((reason) => isOffered(reason, stars)), comment },
                  { onSuccess: () => setEdit(null) },
                )
              }
            >
              {t('rating.save')}
            </ActButton>
          )}
          <p className="small dim">{t('rating.until', { when: day(given.until) })}</p>
        </>
      )}
    </section>
  );
}

const isOffered = (reason: string, stars: number) => (stars >= 4 ? GOOD : BAD).some((offered) => offered === reason);
