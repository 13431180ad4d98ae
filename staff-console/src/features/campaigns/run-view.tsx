import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Alert } from 'antd';
import { Rows } from '../../components/rows.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { clockText, countText, shareText } from '../../components/written.ts';
import { wordsOf } from './campaign-words.ts';
import { countOutcomes, countReasons, handedOver, OUTCOME_WORDS, totalOf } from './outcomes.ts';
import { PaceChart } from './pace-chart.tsx';
import { StopCard } from './stop-card.tsx';
import { TrailList } from './trail-list.tsx';
import type { useProgress } from './use-progress.ts';

/** The canary and the run stop by themselves above this share of failures (NT-6). */
const HALTS_AT = 0.02;

/** The run as it happens: how far, where everybody is, why it stopped, and the stop itself. */
export function RunView({ campaign, live }: { campaign: Campaign; live: ReturnType<typeof useProgress> }) {
  const { progress, line, pace } = live;
  const now = progress ?? { state: campaign.state, isPaused: campaign.isPaused, note: campaign.note };
  const audience = progress?.audienceCount ?? campaign.audienceCount ?? 0;
  const counts = progress?.counts ?? [];
  const outcomes = countOutcomes(counts);
  const total = totalOf(counts);
  const handed = handedOver(counts);
  const reasons = countReasons(counts, ['failed', 'suppressed', 'unclear']);
  const isHalted = now.isPaused && now.note !== null;
  return (
    <div className="run-columns">
      <div className="stack">
        <section aria-live="polite">
          <p className="big">
            <b>{countText(handed)}</b> <span className="quiet">trên {countText(audience)} người đã giao cho Zalo</span>
            <span className="line-state">{lineText(line, progress?.at)}</span>
          </p>
          <ShareBar
            total={Math.max(audience, total)}
            label={`${countText(handed)} trên ${countText(audience)} người`}
            parts={outcomes
              .filter(({ outcome }) => outcome !== 'queued')
              .map(({ outcome, count }) => ({ key: outcome, count, ...OUTCOME_WORDS[outcome] }))}
          />
        </section>
        <Alert
          type={isHalted ? 'warning' : 'info'}
          showIcon
          title={
            <>
              <b>{now.note ?? wordsOf(now).name}.</b>{' '}
              {isHalted ? 'Xem lý do ở bảng dưới. Khi đã rõ, bấm Chạy tiếp hoặc Dừng hẳn. Không ai nhận hai tin.' : wordsOf(now).next}
            </>
          }
        />
        <div className="run-pair">
          <section>
            <h2>
              Mọi người đang ở đâu <small>cộng lại luôn bằng số người nhận</small>
            </h2>
            <OutcomeTable counts={outcomes} audience={audience} />
          </section>
          <section>
            <h2>Luật tự dừng</h2>
            <p className="meter-line">
              Không gửi được <b>{shareText(progress?.failedShare ?? 0)}</b> <span className="quiet">tự dừng khi quá 2 %</span>
            </p>
            <ShareBar
              isSmall
              total={HALTS_AT}
              label={`Không gửi được ${shareText(progress?.failedShare ?? 0)}, mức dừng 2 %`}
              parts={[
                {
                  key: 'failed',
                  name: 'không gửi được',
                  count: Math.min(progress?.failedShare ?? 0, HALTS_AT),
                  tone: (progress?.failedShare ?? 0) >= HALTS_AT ? 'red' : 'green',
                },
              ]}
            />
            <h2>
              Tin mỗi phút <b>{countText(progress?.perMinute ?? 0)}</b>
            </h2>
            <PaceChart marks={pace} />
          </section>
        </div>
        <ReasonTable title="Vì sao chưa tới, và nên làm gì" reasons={reasons} />
      </div>
      <aside className="stack">
        <StopCard campaign={campaign} />
        <section>
          <h2>Diễn biến</h2>
          <TrailList trail={campaign.trail.slice(-12)} />
        </section>
      </aside>
    </div>
  );
}

function lineText(line: ReturnType<typeof useProgress>['line'], at: string | undefined): string {
  if (line === 'open') return at ? `trực tiếp · ${clockText(at)}` : 'đang nghe';
  if (line === 'opening') return 'đang nối…';
  const since = at ? `Số liệu lúc ${clockText(at)}. ` : '';
  return line === 'refused' ? `${since}Không xem trực tiếp được, tải lại trang.` : `${since}Mất kết nối, đang nối lại…`;
}

export function OutcomeTable({ counts, audience }: { counts: ReturnType<typeof countOutcomes>; audience: number }) {
  const total = totalOf(counts);
  return (
    <>
      <Rows
        label="Mọi người đang ở đâu"
        keyOf={({ outcome }) => outcome}
        rows={counts.filter(({ count, outcome }) => count > 0 || outcome === 'seen' || outcome === 'failed' || outcome === 'unclear')}
        columns={[
          {
            render: ({ outcome }) => (
              <>
                <i className={`swatch tone-${OUTCOME_WORDS[outcome].tone}`} /> <b>{OUTCOME_WORDS[outcome].name}</b>{' '}
                <span className="quiet">{OUTCOME_WORDS[outcome].what}</span>
              </>
            ),
          },
          { align: 'right', render: ({ count }) => (total > 0 ? shareText(count / total) : '') },
          { align: 'right', render: ({ count }) => countText(count) },
        ]}
        foot={['Tổng người nhận', null, countText(total)]}
      />
      {audience > 0 && total !== audience && (
        <p className="quiet">
          Đang xếp danh sách: {countText(total)} trên {countText(audience)} người.
        </p>
      )}
    </>
  );
}

export function ReasonTable({ title, reasons }: { title: string; reasons: ReturnType<typeof countReasons> }) {
  return (
    <section>
      <h2>{title}</h2>
      <Rows
        label={title}
        keyOf={({ reason }) => reason}
        rows={reasons}
        empty="Chưa có ai bị lỗi hay bị bỏ qua."
        columns={[
          { title: 'Lý do', render: ({ text }) => <b>{text}</b> },
          { title: 'Nên làm gì', render: ({ advice }) => advice },
          { title: 'Người', align: 'right', render: ({ count }) => countText(count) },
        ]}
      />
    </section>
  );
}
