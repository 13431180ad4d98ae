import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { Answer } from '../../components/faces.tsx';
import { Row } from '../../components/rows.tsx';
import { Screen } from '../../components/screen.tsx';
import { ResultCard } from '../../features/results/result-card.tsx';
import { useResult } from '../../features/results/use-results.ts';

/** `/dossiers/:id/results/:n` */
export function ResultPage() {
  const { t } = useTranslation();
  const { id = '', n = '' } = useParams();
  const result = useResult(id, n);
  return (
    <Screen title={t('results.title')} back="/vault" tight>
      <Answer query={result}>
        {(data) => (
          <>
            <ResultCard result={data} />
            {data.abstract && data.abstract !== data.name && <p className="dim">{data.abstract}</p>}
            <ul className="list">
              <Row icon="dossier" title={t('results.toDossier')} text={data.procedure} to={`/dossiers/${id}`} />
            </ul>
          </>
        )}
      </Answer>
    </Screen>
  );
}
