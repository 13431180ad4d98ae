import type { ChecklistOffice, ChecklistPromise, ChecklistResult } from '@tayninh/shared/features/procedures/checklist/checklist.contract';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { moment } from '../../components/spoken-time.ts';
import { channelWords, feeWords } from './checklist-text.ts';
import { ToConfirm } from './paper-sections.tsx';

export function Fees({ result }: { result: ChecklistResult }) {
  const { t } = useTranslation();
  return (
    <section className="stack">
      <h2 className="case-head">
        <Icon name="money" />
        {t('checklist.fee')}
      </h2>
      <ul className="list case-papers">
        {result.fee.lines.map((line) => (
          <li key={`${line.id} ${line.channels.join(' ')}`}>
            <div className="stack-s">
              <span className="t">{feeWords(line)}</span>
              <p>
                {line.name}, {channelWords(line.channels).toLowerCase()}
              </p>
              <p className="dim">{line.because}</p>
              {line.law && <p className="small">{t('checklist.law', { law: line.law })}</p>}
              {line.confirm && <ToConfirm />}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function TimeAndPromise({ result, promise }: { result: ChecklistResult; promise: ChecklistPromise | null }) {
  const { t } = useTranslation();
  return (
    <section className="stack">
      <h2 className="case-head">
        <Icon name="clock" />
        {t('checklist.time')}
      </h2>
      {result.times.map(({ channels, text, confirm }) => (
        <div className="stack-s" key={channels.join(' ')}>
          <p>
            {result.times.length > 1 && <b>{channelWords(channels)}: </b>}
            {text}
          </p>
          {confirm && <ToConfirm />}
        </div>
      ))}
      {promise && (
        <div className="note go">
          <Icon name="cal" />
          <div className="stack-s">
            <p>
              <b>{t('checklist.promise', { when: moment(promise.dueAt) })}</b>
            </p>
            {promise.provisional && <p>{t('checklist.provisional')}</p>}
            {promise.steps.length > 0 && (
              <details className="why">
                <summary>{t('checklist.why')}</summary>
                <ol>
                  {promise.steps.map((step) => (
                    <li key={step}>{step}</li>
                  ))}
                </ol>
              </details>
            )}
          </div>
        </div>
      )}
      <p className="small">{t('checklist.official')}</p>
    </section>
  );
}

export function Places({ result, offices }: { result: ChecklistResult; offices: readonly ChecklistOffice[] }) {
  const { t } = useTranslation();
  return (
    <section className="stack">
      <h2 className="case-head">
        <Icon name="office" />
        {t('checklist.where')}
      </h2>
      {result.where.map(({ text, confirm }) => (
        <div className="stack-s" key={text}>
          <p>{text}</p>
          {confirm && <ToConfirm />}
        </div>
      ))}
      {offices.length > 0 && (
        <ul className="list case-papers">
          {offices.map(({ id, name, address }) => (
            <li key={id}>
              <span className="t block">{name}</span>
              {address && <p className="dim">{address}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
