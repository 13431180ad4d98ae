import { useTranslation } from 'react-i18next';
import { Answer } from '../../components/faces.tsx';
import { ResultCard } from './result-card.tsx';
import { useResults } from './use-results.ts';

/** What came of a finished dossier; nothing before the authority named a paper. */
export function DossierResults({ dossierId }: { dossierId: string }) {
  const { t } = useTranslation();
  const results = useResults(dossierId);
  if (results.data?.items.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t('results.heading')}</h2>
      <Answer query={results} partRows={1}>
        {({ items }) => items.map((result) => <ResultCard key={result.no} result={result} />)}
      </Answer>
    </section>
  );
}
