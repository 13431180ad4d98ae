import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { Answer, Empty } from '../../components/faces.tsx';
import { Screen } from '../../components/screen.tsx';
import { ChangeLines, changedOn } from '../../features/procedures/changes.tsx';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { useVersions } from '../../features/procedures/use-versions.ts';

/** `/procedures/:code/changes`: what was different before, newest first. */
export function ChangesPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const procedure = useProcedure(code);
  return (
    <Screen title={t('changes.title')} back={`/procedures/${code}`} tight>
      <Answer query={procedure}>
        {({ plainName, versionNo }) => (
          <>
            <h1>{plainName}</h1>
            {versionNo > 1 ? <Versions code={code} versionNo={versionNo} /> : <Never />}
          </>
        )}
      </Answer>
    </Screen>
  );
}

function Versions({ code, versionNo }: { code: string; versionNo: number }) {
  const { t } = useTranslation();
  const versions = useVersions(code, versionNo);
  return (
    <Answer query={versions}>
      {({ items }) =>
        items.length === 0 ? (
          <Never />
        ) : (
          items.map((version) => (
            <section className="card" key={version.versionNo}>
              <h2>{t('changes.from', { day: changedOn(version) })}</h2>
              <ChangeLines changes={version.changes} />
            </section>
          ))
        )
      }
    </Answer>
  );
}

function Never() {
  const { t } = useTranslation();
  return <Empty icon="check" title={t('changes.none')} text={t('changes.noneText')} />;
}
