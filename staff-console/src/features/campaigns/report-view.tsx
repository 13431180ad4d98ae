import type { CampaignReport } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';
import { Figures } from '../../components/figures.tsx';
import { Rows } from '../../components/rows.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { countText, instantText, shareText, vndText } from '../../components/written.ts';
import { countOutcomes, countReasons, OUTCOME_WORDS, type Outcome, outcomeOf, totalOf } from './outcomes.ts';
import { OutcomeTable, ReasonTable } from './run-view.tsx';

/** Best first: what a report is read for. */
const ORDER: readonly Outcome[] = ['seen', 'delivered', 'sent', 'inbox', 'failed', 'unclear', 'suppressed', 'handing', 'queued'];

/** Where every message ended, and what to do for whom it did not reach. */
export function ReportView({ report }: { report: CampaignReport }) {
  const { campaign, counts, startedAt, finishedAt } = report;
  const outcomes = countOutcomes(counts).sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const of = (...wanted: Outcome[]) => totalOf(outcomes.filter(({ outcome }) => wanted.includes(outcome)));
  const total = totalOf(counts);
  const reached = of('delivered', 'seen');
  const needsHand = of('failed', 'unclear');
  const channels = [...new Set(counts.map(({ channel }) => channel))].map((channel) => {
    const rows = counts.filter((row) => row.channel === channel);
    return {
      channel,
      people: totalOf(rows.filter((row) => outcomeOf(row) !== 'suppressed')),
      arrived: totalOf(rows.filter((row) => ['delivered', 'seen', 'inbox'].includes(outcomeOf(row)))),
      failed: totalOf(rows.filter((row) => outcomeOf(row) === 'failed')),
    };
  });
  return (
    <div className="stack">
      <Figures
        figures={[
          { name: 'Đã xem', value: countText(of('seen')), detail: total > 0 ? shareText(of('seen') / total) : undefined },
          { name: 'Đã tới máy', value: countText(reached), detail: 'gồm cả đã xem' },
          { name: 'Chỉ hộp thư', value: countText(of('inbox')), detail: 'không có tin đẩy' },
          { name: 'Cần xem lại', value: countText(needsHand), detail: 'lý do ở bảng bên dưới' },
          { name: 'Dự chi', value: campaign.estimatedVnd === null ? '–' : vndText(campaign.estimatedVnd), detail: 'theo kế hoạch' },
        ]}
      />
      <div className="run-columns">
        <div className="stack">
          <section>
            <h2>
              {countText(total)} người đã được tính đủ{' '}
              <small>
                {startedAt && `bắt đầu ${instantText(startedAt)}`} {finishedAt && `· kết thúc ${instantText(finishedAt)}`}
              </small>
            </h2>
            <ShareBar
              total={total}
              label={outcomes.map(({ outcome, count }) => `${OUTCOME_WORDS[outcome].name}: ${countText(count)}`).join('; ')}
              parts={outcomes.map(({ outcome, count }) => ({ key: outcome, count, ...OUTCOME_WORDS[outcome] }))}
            />
            <OutcomeTable counts={outcomes} audience={campaign.audienceCount ?? total} />
          </section>
          <ReasonTable
            title={`${countText(needsHand)} người không nhận được, vì sao`}
            reasons={countReasons(counts, ['failed', 'unclear'])}
          />
          <ReasonTable title={`${countText(of('suppressed'))} người không gửi, vì sao`} reasons={countReasons(counts, ['suppressed'])} />
        </div>
        <aside className="stack">
          <section>
            <h2>Theo đường gửi</h2>
            <Rows
              label="Theo đường gửi"
              keyOf={({ channel }) => channel}
              rows={channels}
              columns={[
                { title: 'Đường', render: ({ channel }) => CHANNEL[channel].name },
                { title: 'Người', align: 'right', render: ({ people }) => countText(people) },
                { title: 'Tới nơi', align: 'right', render: ({ arrived }) => countText(arrived) },
                { title: 'Lỗi', align: 'right', render: ({ failed }) => countText(failed) },
              ]}
            />
          </section>
          {of('unclear') > 0 && (
            <p className="quiet">
              {countText(of('unclear'))} người “chưa rõ”: mất trả lời của Zalo. Hệ thống không gửi lại để tránh gửi hai lần, tin vẫn nằm
              trong hộp thư.
            </p>
          )}
        </aside>
      </div>
    </div>
  );
}
