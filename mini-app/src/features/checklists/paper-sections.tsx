import type { ChecklistResult, ResultDocument } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import i18next from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/icon.tsx';
import { Tag } from '../../components/rows.tsx';
import { type Section, sectionsOf } from './result-sections.ts';

const ICON: Record<Section, IconName> = { digital: 'pen', original: 'paper', show: 'eye', copy: 'paper', 'not-needed': 'check' };

export function PaperSections({ result }: { result: Pick<ChecklistResult, 'documents'> }) {
  const { t } = useTranslation();
  return sectionsOf(result).map(({ need, entries }) => (
    <section className="stack" key={need}>
      <h2 className={need === 'not-needed' ? 'case-head skip' : 'case-head'}>
        <Icon name={ICON[need]} />
        {t(`checklist.need.${need}`)}
      </h2>
      <ul className="list case-papers">
        {entries.map(({ choice, papers }) => (
          <li key={papers[0]?.id}>
            {choice && <p className="dim">{choice}</p>}
            {papers.map((paper, index) => (
              <Fragment key={paper.id}>
                {index > 0 && <p className="case-or">{t('checklist.or')}</p>}
                <Paper paper={paper} />
              </Fragment>
            ))}
          </li>
        ))}
      </ul>
    </section>
  ));
}

/** "Bản sao chứng thực, số bản: 2": for a paper that stands alone, without the heading of a section. */
export const howNeeded = ({ need, count }: ResultDocument) =>
  [i18next.t(`papers.form.${need}`), count > 1 && i18next.t('checklist.count', { count })].filter(Boolean).join(', ');

function Paper({ paper }: { paper: ResultDocument }) {
  const { t } = useTranslation();
  const { name, need, count, because, law, confirm } = paper;
  const how = [need === 'certified-copy' && t('checklist.certified'), count > 1 && t('checklist.count', { count })].filter(Boolean);
  return (
    <div className="stack-s">
      <span className="t">{name}</span>
      {how.length > 0 && <p>{how.join(', ')}</p>}
      <p className="dim">{because}</p>
      {law && <p className="small">{t('checklist.law', { law })}</p>}
      {confirm && <ToConfirm />}
    </div>
  );
}

/** Beside a fact that is not certain. */
export function ToConfirm() {
  const { t } = useTranslation();
  return (
    <Tag icon="ask" tone="you">
      {t('checklist.confirm')}
    </Tag>
  );
}
