import type { ProcedureDetail } from '@tayninh/shared/features/procedures/procedures.contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/icon.tsx';

const HOW = { api: 'procedure.howApi', 'deep-link': 'procedure.howLink', counter: 'procedure.howCounter' } as const;

/** True when a citizen can file it from this app: the mode allows it and there is a form. */
export const isFiledHere = (procedure: Pick<ProcedureDetail, 'submitMode' | 'forms'>) =>
  procedure.submitMode === 'api' && procedure.forms.length > 0;

export function ProcedureFacts({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  const how = isFiledHere(procedure) ? 'procedure.howApi' : HOW[procedure.submitMode === 'api' ? 'counter' : procedure.submitMode];
  return (
    <dl className="facts">
      <Fact icon="clock" name={t('procedure.time')} text={procedure.timeText} />
      <Fact icon="money" name={t('procedure.fee')} text={procedure.feeText} />
      <Fact icon="mobile" name={t('procedure.how')} text={t(how)} />
      <Fact icon="office" name={t('procedure.where')} text={procedure.levels.map((level) => t(`procedure.level.${level}`)).join(', ')} />
    </dl>
  );
}

/** A value that fits in half a line stands beside the next; a sentence takes the whole line and reads as text. */
export function Fact({ icon, name, text }: { icon: IconName; name: string; text: string }) {
  return (
    <div className={text.length > 34 ? 'wide' : undefined}>
      <dt>
        <Icon name={icon} />
        {name}
      </dt>
      <dd>{text}</dd>
    </div>
  );
}

export function PaperList({ procedure }: { procedure: ProcedureDetail }) {
  const { t } = useTranslation();
  return (
    <ol className="list papers">
      {procedure.papers.map((paper, index) => {
        const isForm = paper.id === 'to-khai' && isFiledHere(procedure);
        const kinds = [
          paper.originals > 0 && `${paper.originals} ${t('procedure.original')}`,
          paper.copies > 0 && `${paper.copies} ${t('procedure.copy')}`,
        ];
        const what = isForm ? t('procedure.fillHere') : kinds.filter(Boolean).join(', ');
        return (
          <PaperLine key={paper.id} no={index + 1} name={paper.name}>
            {paper.when !== 'always' && <p>{paper.when}</p>}
            {what && <p className="small">{what}</p>}
          </PaperLine>
        );
      })}
    </ol>
  );
}

const PaperLine = ({ no, name, children }: { no: number; name: string; children: ReactNode }) => (
  <li>
    <span className="num">{no}</span>
    <div className="stack-s">
      <span className="t">{name}</span>
      {children}
    </div>
  </li>
);
