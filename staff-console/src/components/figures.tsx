import './figures.css';

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly detail?: string | undefined;
}

/** Numbers that decide, beside each other. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="figures">
      {figures.map(({ name, value, detail }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {detail && <dd className="small">{detail}</dd>}
        </div>
      ))}
    </dl>
  );
}
