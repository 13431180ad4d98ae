import { useTranslation } from 'react-i18next';
import { StateRow, Tag } from '../../components/rows.tsx';
import { day, moment } from '../../components/spoken-time.ts';
import type { DraftSummary } from './use-draft.ts';

/** Leads to where writing goes on: the review when everything is filled in, else the first step. */
export function DraftRow({ draft }: { draft: DraftSummary }) {
  const { t } = useTranslation();
  const { id, isComplete, plainName, updatedAt, expiresAt } = draft;
  return (
    <StateRow
      to={`/drafts/${id}/${isComplete ? 'review' : 'form/0'}`}
      tag={
        <Tag icon="pen" tone="">
          {t('dossiers.drafts')}
        </Tag>
      }
      title={plainName}
      text={t(isComplete ? 'dossiers.draftComplete' : 'dossiers.draftText', { when: moment(updatedAt), day: day(expiresAt) })}
    />
  );
}
