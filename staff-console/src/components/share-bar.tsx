import './share-bar.css';

/** One part of a whole; the colour repeats what the words beside it say. */
export interface BarPart {
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly tone: string;
}

/** Parts of a whole beside each other. What is left of `total` stays empty. */
export function ShareBar({
  parts,
  total,
  label,
  isSmall = false,
}: {
  parts: readonly BarPart[];
  total: number;
  label: string;
  isSmall?: boolean;
}) {
  return (
    <div className={isSmall ? 'share-bar small' : 'share-bar'} role="img" aria-label={label}>
      {parts
        .filter(({ count }) => count > 0)
        .map(({ key, name, count, tone }) => (
          <i
            key={key}
            className={`tone-${tone}`}
            title={name}
            style={{ width: `${total > 0 ? Math.max(0.4, (count / total) * 100) : 0}%` }}
          />
        ))}
    </div>
  );
}
