import { useQuery } from '@tanstack/react-query';
import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { Alert, Skeleton } from 'antd';
import { ShareBar } from '../../components/share-bar.tsx';
import { ProblemPanel } from '../../components/state-panel.tsx';
import { clockText, countText } from '../../components/written.ts';
import { countQuery } from './audience-calls.ts';
import { useUnitName } from './use-unit-name.ts';

/** How many a definition means now, where most of them are, and what keeps it from being used. */
export function CountPanel({ definition }: { definition: SegmentDefinition }) {
  const count = useQuery(countQuery(definition));
  const unitName = useUnitName();
  if (count.isPending) return <Skeleton active />;
  if (count.isError) return <ProblemPanel error={count.error} onRetry={() => void count.refetch()} />;
  const { count: people, places, refusedProcedures, countedAt } = count.data;
  const most = Math.max(1, ...places.map((place) => place.count));
  return (
    <div className="stack" aria-busy={count.isPlaceholderData} aria-live="polite">
      <div>
        <p className="quiet small">Số người hiện khớp</p>
        <p className="count">{countText(people)}</p>
        <p className="quiet small">{count.isFetching ? 'đang đếm lại' : `đếm lúc ${clockText(countedAt)}`}</p>
      </div>
      {refusedProcedures.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={`Thủ tục ${refusedProcedures.join(', ')} nói lên điều riêng tư nên không dùng để chọn người. Bỏ thủ tục đó.`}
        />
      )}
      {places.length > 0 && (
        <section>
          <h2>Nhiều nhất theo nơi ở</h2>
          {places.map((place) => (
            <div className="place-row" key={place.unitCode}>
              <span>{unitName(place.unitCode)}</span>
              <ShareBar
                isSmall
                total={most}
                label={`${unitName(place.unitCode)}: ${countText(place.count)} người`}
                parts={[{ key: 'here', name: unitName(place.unitCode), count: place.count, tone: 'green' }]}
              />
              <span className="number">{countText(place.count)}</span>
            </div>
          ))}
        </section>
      )}
      <p className="quiet small">Mỗi người tính một lần, chỉ trong phạm vi đơn vị của bạn.</p>
    </div>
  );
}
