import type { Result } from '@tayninh/shared/features/results/results.contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Answer, Empty } from '../../components/faces.tsx';
import { StateRow, Tag } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { dateWords } from '../../components/spoken-time.ts';
import { useMe } from '../../features/identity/use-me.ts';
import { ValidityTag } from '../../features/results/result-words.tsx';
import { useVault } from '../../features/results/use-results.ts';
import { StoredList } from '../../features/stored-papers/stored-list.tsx';

/** `/vault`: every paper that offices issued through this app, those that end soon first; below, what the national store has. */
export function VaultPage() {
  const { t } = useTranslation();
  const vault = useVault();
  const me = useMe().data;
  return (
    <Screen title={t('vault.title')} back="/me" heading tight>
      <Answer query={vault}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon="vault" title={t('vault.emptyTitle')} text={t('vault.emptyText')}>
              <Link className="btn main-act" to="/dossiers">
                {t('vault.toDossiers')}
              </Link>
            </Empty>
          ) : (
            <>
              <p className="dim">{t('vault.intro')}</p>
              <ul className="list">
                {[...items].sort(endingFirst).map((result) => (
                  <Paper key={`${result.dossierId}/${result.no}`} result={result} />
                ))}
              </ul>
            </>
          )
        }
      </Answer>
      {me?.offersStoredPapers && <StoredList isProven={me.level === 'L3'} />}
    </Screen>
  );
}

function Paper({ result }: { result: Result }) {
  const { t } = useTranslation();
  const { dossierId, no, name, number, signedOn, copy } = result;
  const facts = [number && t('vault.number', { number }), signedOn && t('vault.signedOn', { day: dateWords(signedOn) })];
  return (
    <StateRow
      to={`/dossiers/${dossierId}/results/${no}`}
      tag={
        <>
          <ValidityTag result={result} />
          {copy !== 'here' && (
            <Tag icon={copy === 'coming' ? 'clock' : 'paper'} tone={copy === 'coming' ? 'wait' : ''}>
              {t(`vault.copy.${copy}`)}
            </Tag>
          )}
        </>
      }
      title={name}
      text={facts.filter(Boolean).join(' · ')}
    />
  );
}

/** What is in force and ends first, then what does not end, then what is over. */
const endingFirst = (a: Result, b: Result) => rank(a) - rank(b);
const rank = ({ daysLeft }: Result) => (daysLeft === null ? 100_000 : daysLeft < 0 ? 200_000 - daysLeft : daysLeft);
