import { useTranslation } from 'react-i18next';
import { Row } from '../../components/rows.tsx';
import { useCommonProcedures } from './use-procedures.ts';

interface Props {
  /** One's own commune; null when none is chosen. */
  readonly unit: { readonly code: string; readonly name: string } | null;
}

/** A section of the home screen; says of whom it speaks. What cannot be had leaves no gap: everything in it is found by search too. */
export function CommonProcedures({ unit }: Props) {
  const { t } = useTranslation();
  const found = useCommonProcedures(unit?.code).data;
  if (!found || found.items.length === 0) return null;
  const { basis, items } = found;
  return (
    <section className="stack" aria-labelledby="h-common">
      <h2 id="h-common">{t(`common.${basis}`, { unit: unit?.name })}</h2>
      <p className="dim small">{t(`common.${basis}Text`)}</p>
      <ul className="list">
        {items.map(({ code, plainName, summary }) => (
          <Row key={code} title={plainName} text={summary} to={`/procedures/${code}`} />
        ))}
      </ul>
    </section>
  );
}
