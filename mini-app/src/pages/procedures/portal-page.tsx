import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { portalAddress } from '../../features/procedures/procedure-links.ts';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { useContact } from '../use-contact.ts';
import { FilingPapers } from './filing-papers.tsx';

/** `/procedures/:code/portal`: how to file on the national portal, with the papers at hand. */
export function PortalPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const procedure = useProcedure(code);
  return (
    <Screen
      title={t('filing.portalTitle')}
      back={`/procedures/${code}`}
      tight
      bottom={procedure.data && <OpenPortal procedure={procedure.data} />}
    >
      <Answer query={procedure}>
        {(data) => (
          <>
            <div className="stack-s">
              <h1>{data.plainName}</h1>
              <p>{t('filing.portalLead')}</p>
            </div>
            <ol className="list papers">
              {([1, 2, 3] as const).map((no) => (
                <li key={no}>
                  <span className="num">{no}</span>
                  <p>{t(`filing.step${no}`, { code, name: data.name })}</p>
                </li>
              ))}
            </ol>
            <FilingPapers procedure={data} />
            <p className="note">
              <Icon name="office" />
              <span>
                {t('filing.orCounter')}{' '}
                <Link className="link plain" to={`/procedures/${code}/counter`}>
                  {t('filing.counterTitle')}
                </Link>
              </span>
            </p>
          </>
        )}
      </Answer>
    </Screen>
  );
}

function OpenPortal({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const { open } = useContact();
  const address = portalAddress(procedure.portalUrl);
  return (
    <Foot>
      <ActButton onPress={() => open(address)}>
        <Icon name="out" className="i-s" />
        {t('procedure.portal')}
      </ActButton>
      <p className="small center">{new URL(address).hostname}</p>
    </Foot>
  );
}
