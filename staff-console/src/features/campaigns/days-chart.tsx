import type { CampaignPlan } from '@tayninh/shared/features/campaigns/plan';
import { countText, dayText } from '../../components/written.ts';

const WIDTH = 440;
const HEIGHT = 170;
const TOP = 22;
const BOTTOM = 34;
const LEFT = 52;
const weekday = new Intl.DateTimeFormat('vi-VN', { weekday: 'short', timeZone: 'UTC' });
const MOST_BARS = 14;

/** How many leave on which day, and how much of a day is kept for what single people wait for. The table says the same in numbers. */
export function DaysChart({ days }: { days: CampaignPlan['days'] }) {
  if (days.length === 0) return <p className="quiet">Không có tin nào đi ra ngoài ứng dụng.</p>;
  const shown = days.slice(0, MOST_BARS).map(({ day, total, byChannel }) => ({
    day,
    total,
    kept: byChannel.reduce((sum, { keptForTransactional }) => sum + keptForTransactional, 0),
  }));
  const most = Math.max(1, ...shown.map(({ total, kept }) => total + kept));
  const high = (value: number) => ((HEIGHT - TOP - BOTTOM) * value) / most;
  const step = (WIDTH - LEFT) / shown.length;
  const bar = Math.min(56, step * 0.62);
  const floor = HEIGHT - BOTTOM;
  return (
    <figure className="chart">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={shown.map(({ day, total }) => `${dayText(day)}: ${countText(total)} tin`).join('; ')}
      >
        <line x1={LEFT} x2={WIDTH} y1={floor} y2={floor} className="chart-axis" />
        <line x1={LEFT} x2={WIDTH} y1={floor - high(most)} y2={floor - high(most)} className="chart-limit" />
        <text x={LEFT - 6} y={floor - high(most) + 4} textAnchor="end">
          {countText(most)}
        </text>
        <text x={LEFT - 6} y={floor + 4} textAnchor="end">
          0
        </text>
        {shown.map(({ day, total, kept }, index) => {
          const x = LEFT + step * index + (step - bar) / 2;
          const middle = x + bar / 2;
          return (
            <g key={day}>
              <rect x={x} y={floor - high(total + kept)} width={bar} height={high(kept)} className="fill-kept" rx={2} />
              <rect x={x} y={floor - high(total)} width={bar} height={high(total)} className="fill-ours" rx={2} />
              <text x={middle} y={floor - high(total + kept) - 5} textAnchor="middle" className="chart-strong">
                {countText(total)}
              </text>
              <text x={middle} y={floor + 15} textAnchor="middle" className="chart-strong">
                {dayText(day).slice(0, 5)}
              </text>
              <text x={middle} y={floor + 29} textAnchor="middle">
                {weekday.format(new Date(`${day}T00:00:00Z`))}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>
        <span>
          <i className="swatch tone-green" /> chiến dịch này
        </span>
        <span>
          <i className="swatch tone-line" /> giữ cho tin theo việc
        </span>
        {days.length > MOST_BARS && <span>và {countText(days.length - MOST_BARS)} ngày nữa</span>}
      </figcaption>
    </figure>
  );
}

/** The hours in which phones ring, as a part of the day. */
export function HoursBar({ hours }: { hours: CampaignPlan['hours'] }) {
  const { fromMinute, toMinute } = hours;
  const at = (minute: number) => `${(minute / 1440) * 100}%`;
  const name = (minute: number) => `${Math.floor(minute / 60)}h${minute % 60 ? String(minute % 60).padStart(2, '0') : ''}`;
  return (
    <div className="hours" role="img" aria-label={`Gửi từ ${name(fromMinute)} đến ${name(toMinute)}`}>
      <div className="hours-bar">
        <i style={{ left: at(fromMinute), width: at(toMinute - fromMinute) }} />
      </div>
      <div className="hours-marks">
        <span style={{ left: at(fromMinute) }}>{name(fromMinute)}</span>
        <span style={{ left: at(toMinute) }}>{name(toMinute)}</span>
      </div>
    </div>
  );
}
