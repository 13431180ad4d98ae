import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { ActButton } from '../../components/act-button.tsx';
import { Answer } from '../../components/faces.tsx';
import { Icon } from '../../components/icon.tsx';
import { QrCode } from '../../components/qr-code.tsx';
import { Row } from '../../components/rows.tsx';
import { Foot, Screen } from '../../components/screen.tsx';
import { useProcedure } from '../../features/procedures/use-procedures.ts';
import { useContact } from '../use-contact.ts';
import { FilingPapers } from './filing-papers.tsx';

/** `/procedures/:code/counter`: where to go, what to bring, and a card that tells the clerk which procedure it is. */
export function CounterPage() {
  const { t } = useTranslation();
  const { code = '' } = useParams();
  const { call } = useContact();
  const procedure = useProcedure(code);
  return (
    <Screen
      title={t('filing.counterTitle')}
      back={`/procedures/${code}`}
      tight
      bottom={
        <Foot>
          <Link className="btn main-act" to={`/offices?procedure=${code}`}>
            {t('filing.offices')}
          </Link>
          <ActButton kind="quiet" onPress={call}>
            <Icon name="phone" className="i-s" />
            {t('me.call')}
          </ActButton>
        </Foot>
      }
    >
      <Answer query={procedure}>
        {(data) => (
          <>
            <div className="stack-s">
              <h1>{data.plainName}</h1>
              <p>{t('filing.counterLead', { where: data.levels.map((level) => t(`procedure.level.${level}`)).join(', ') })}</p>
            </div>
            <section className="card" aria-label={t('filing.card')}>
              <div className="qr">
                <QrCode content={code} label={t('filing.cardQr', { code })} />
                <div className="grow stack-s">
                  <p className="small dim">{t('filing.code')}</p>
                  <p className="receipt-no">{code}</p>
                </div>
              </div>
              <p className="small dim">{t('filing.show', { name: data.name })}</p>
            </section>
            {data.forms.length > 0 && (
              <ul className="list">
                <Row icon="pen" title={t('filing.fillIn')} text={t('filing.fillInText')} to={`/procedures/${code}/apply`} />
              </ul>
            )}
            <FilingPapers procedure={data} />
          </>
        )}
      </Answer>
    </Screen>
  );
}
