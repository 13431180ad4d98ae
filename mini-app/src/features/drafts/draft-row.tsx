import { useTranslation } from 'react-i18next';
import { StateRow, Tag } from '../../components/rows.tsx';
import { day, daysUntil, moment } from '../../components/spoken-time.ts';
import type { DraftSummary } from './use-draft.ts';

/** Leads to where writing goes on: the review when everything is filled in, else the first step. */
export function DraftRow({ draft }: { draft: DraftSummary }) {
  const { t } = useTranslation();
  const { id, isComplete, plainName, updatedAt, expiresAt, isHandedOver } = draft;
  const whom = draft.for;
  const name = whom && t(whom.kind === 'organisation' ? 'people.behalfOrganisation' : 'people.behalf', { name: whom.name });
  const isForReview = whom?.iAm === 'representative';
  const daysLeft = daysUntil(expiresAt);
  return (
    <StateRow
      to={`/drafts/${id}/${isHandedOver && whom?.maySubmit !== false ? 'handoff' : isComplete ? 'review' : 'form/0'}`}
      tag={
        <Tag icon={isHandedOver ? 'qr' : isForReview ? 'eye' : 'pen'} tone={isForReview ? 'you' : ''}>
          {t(isHandedOver ? 'handoff.locked' : isForReview ? 'review.sentBy' : 'dossiers.drafts')}
        </Tag>
      }
      title={plainName}
      text={[
        name,
        t(isComplete ? 'dossiers.draftComplete' : 'dossiers.draftText', {
          when: moment(updatedAt),
          keep: daysLeft <= 7 ? t('dossiers.daysLeft', { count: daysLeft }) : t('dossiers.keptUntil', { day: day(expiresAt) }),
        }),
      ]
        .filter(Boolean)
        .join(' · ')}
    />
  );
}
