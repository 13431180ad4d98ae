import { clockText, countText } from '../../components/written.ts';
import type { PaceMark } from './use-progress.ts';

const WIDTH = 300;
const HEIGHT = 64;
const BARS = 30;

/** Messages of each minute while the page was open, the latest at the right. */
export function PaceChart({ marks }: { marks: readonly PaceMark[] }) {
  const first = marks[0];
  const last = marks.at(-1);
  if (!first || !last) return <p className="quiet">Chưa có số liệu của phút nào.</p>;
  const most = Math.max(1, ...marks.map(({ perMinute }) => perMinute));
  const step = WIDTH / BARS;
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Phút gần nhất ${countText(last.perMinute)} tin, cao nhất ${countText(most)}`}
      >
        <line x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} className="chart-axis" />
        {marks.map(({ at, perMinute }, index) => {
          const high = (perMinute / most) * (HEIGHT - 8);
          const x = WIDTH - (marks.length - index) * step;
          return <rect key={at} x={x + 1} y={HEIGHT - 1 - high} width={step - 2} height={high} className="fill-pace" rx={1} />;
        })}
      </svg>
      <figcaption>
        <span>{clockText(first.at)}</span>
        <span>{clockText(last.at)}</span>
      </figcaption>
    </figure>
  );
}
