import type { CampaignPlan } from '@tayninh/shared/features/campaigns/plan';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import { Rows } from '../../components/rows.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { countText, dayText, instantText, vndText } from '../../components/written.ts';
import { DaysChart, HoursBar } from './days-chart.tsx';

const TONES = { 'zbs-uid': 'green', 'zbs-phone': 'blue', 'mini-app': 'green-2', 'oa-reply': 'amber' } as const;
export const toneOf = (channel: string) => (TONES as Record<string, string>)[channel] ?? 'grey';

/** Everything known before anybody decides: who, by which way, at what cost, on which days, with what risk. */
export function PlanView({ plan }: { plan: CampaignPlan }) {
  return (
    <div className="plan">
      <PlanSentence plan={plan} />
      {plan.blockers.length > 0 && (
        <Alert
          type="error"
          showIcon
          title="Chưa trình duyệt được"
          description={
            <ul className="plain">
              {plan.blockers.map(({ code, text }) => (
                <li key={code}>{text}</li>
              ))}
            </ul>
          }
        />
      )}
      <div className="plan-columns">
        <div className="stack">
          <PlanPeople plan={plan} />
          <PlanRoutes plan={plan} />
          <PlanSamples samples={plan.samples} />
        </div>
        <div className="stack">
          <section>
            <h2>Mỗi ngày gửi bao nhiêu</h2>
            <DaysChart days={plan.days} />
          </section>
          <section>
            <h2>Giờ gửi</h2>
            <HoursBar hours={plan.hours} />
            <p className="quiet">
              Ngoài giờ này điện thoại không reo, tin chờ tới sáng.
              {plan.hours.ownHoursPeople > 0 &&
                ` ${countText(plan.hours.ownHoursPeople)} người đặt “giờ của tôi” hẹp hơn, sẽ nhận trong giờ của họ.`}
            </p>
          </section>
          <PlanRisk plan={plan} />
        </div>
      </div>
    </div>
  );
}

function PlanSentence({ plan }: { plan: CampaignPlan }) {
  const { told, totalVnd, days, firstAt, sentences } = plan;
  return (
    <div className="plan-sentence">
      <b>
        {countText(told)} người nhận, {vndText(totalVnd)}
        {days.length > 0 && `, trong ${countText(days.length)} ngày`}.
      </b>{' '}
      {firstAt && `Người đầu tiên nhận ${instantText(firstAt)}. `}
      {sentences.join(' ')} Chưa gửi tin nào.
    </div>
  );
}

function PlanPeople({ plan }: { plan: CampaignPlan }) {
  const { matched, notTold, told, inboxOnly } = plan;
  let left = matched;
  const steps = [
    { key: 'matched', name: 'Khớp điều kiện', what: 'mỗi người tính một lần', left, taken: 0 },
    ...notTold.map(({ reason, text, count }) => {
      left -= count;
      return { key: reason, name: text, what: 'không gửi, kể cả hộp thư', left, taken: count };
    }),
  ];
  return (
    <section>
      <h2>Ai nhận, ai không</h2>
      {steps.map(({ key, name, what, left: count, taken }) => (
        <div className="funnel-row" key={key}>
          <span>
            {name}
            <small>{what}</small>
          </span>
          <ShareBar
            total={matched}
            label={`${name}: còn ${countText(count)} người`}
            parts={[
              { key: 'left', name: 'còn lại', count, tone: 'green' },
              { key: 'taken', name, count: taken, tone: 'grey' },
            ]}
          />
          <b className="number">
            {countText(count)}
            {taken > 0 && <small>−{countText(taken)}</small>}
          </b>
        </div>
      ))}
      <p>
        <b>{countText(told)} người có tin trong hộp thư.</b>{' '}
        {inboxOnly.map(({ reason, text, count }) => (
          <span className="quiet" key={reason}>
            {text}: {countText(count)} người chỉ thấy trong ứng dụng.{' '}
          </span>
        ))}
      </p>
    </section>
  );
}

/** Ways, people, money. Without a push it is free. */
export function PlanRoutes({ plan: { routes, inboxOnly, told, totalVnd } }: { plan: CampaignPlan }) {
  const silent = inboxOnly.reduce((sum, { count }) => sum + count, 0);
  const rows = [
    ...routes.map((route) => ({ ...route, key: route.channel as string })),
    {
      key: 'silent',
      channel: 'inbox',
      name: 'Chỉ hộp thư trong ứng dụng',
      why: '',
      people: silent,
      feeVnd: 0,
      totalVnd: 0,
      isFeeConfirmed: true,
    },
  ];
  return (
    <section>
      <h2>Đi đường nào, tốn bao nhiêu</h2>
      <Rows
        label="Đường gửi"
        keyOf={({ key }) => key}
        rows={rows}
        columns={[
          {
            title: 'Đường gửi',
            render: ({ channel, name, why }) => (
              <>
                <i className={`swatch tone-${toneOf(channel)}`} /> {name} <span className="quiet">{why}</span>
              </>
            ),
          },
          { title: 'Người', align: 'right', render: ({ people }) => countText(people) },
          {
            title: 'Đơn giá',
            align: 'right',
            render: ({ feeVnd, isFeeConfirmed }) => `${vndText(feeVnd)}${isFeeConfirmed ? '' : ' (tạm tính)'}`,
          },
          { title: 'Thành tiền', align: 'right', render: ({ totalVnd: sum }) => vndText(sum) },
        ]}
        foot={['Tổng, ai cũng có bản trong hộp thư', countText(told), null, vndText(totalVnd)]}
      />
    </section>
  );
}

const SHOWN_SAMPLES = 5;

export function PlanSamples({ samples }: { samples: CampaignPlan['samples'] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? samples : samples.slice(0, SHOWN_SAMPLES);
  return (
    <section>
      <h2>{countText(samples.length)} mẫu ngẫu nhiên, đã che</h2>
      <Rows
        label="Mẫu đã che"
        rows={shown.map((sample, index) => ({ ...sample, key: String(index) }))}
        keyOf={({ key }) => key}
        empty="Không có ai để lấy mẫu."
        columns={[
          { title: 'Người nhận', width: 160, render: ({ name }) => <span className="masked">{name}</span> },
          {
            title: 'Tin',
            render: ({ title, body, refusal }) =>
              refusal ? (
                <span className="warn">{refusal}</span>
              ) : (
                <details>
                  <summary>{title}</summary>
                  <p className="lines">{body}</p>
                </details>
              ),
          },
          {
            title: 'Đường',
            render: ({ channel, refusal }) => (
              <Tag color={refusal ? 'warning' : 'default'}>{refusal ? 'Không gửi được' : CHANNEL[channel].name}</Tag>
            ),
          },
        ]}
      />
      {!isWhole && samples.length > SHOWN_SAMPLES && (
        <Button type="link" onClick={() => setWhole(true)}>
          Xem cả {countText(samples.length)} mẫu
        </Button>
      )}
    </section>
  );
}

function PlanRisk({ plan }: { plan: CampaignPlan }) {
  const { risk, canaryPeople, left, needsReason, lastAt } = plan;
  const level = { unknown: 'info', low: 'success', medium: 'warning', high: 'error' } as const;
  return (
    <section>
      <h2>Rủi ro</h2>
      <div className="stack tight">
        <Alert type={level[risk.level]} showIcon title={risk.text} />
        {risk.weekendPeople > 0 && (
          <Alert type="warning" showIcon title={`${countText(risk.weekendPeople)} tin rơi vào thứ bảy, chủ nhật, nơi nhận không mở cửa.`} />
        )}
        {left.expired > 0 && (
          <Alert
            type="warning"
            showIcon
            title={`${countText(left.expired)} người không kịp nhận trước giờ hết hạn, chỉ thấy trong hộp thư.`}
          />
        )}
        {left.noHour > 0 && (
          <Alert type="warning" showIcon title={`${countText(left.noHour)} người không có giờ nào nhận được, chỉ thấy trong hộp thư.`} />
        )}
        {needsReason && <Alert type="warning" showIcon title="Dưới 10 người: người duyệt cần thấy lý do." />}
        {canaryPeople > 0 && (
          <Alert type="info" showIcon title={`Gửi thử trước ${countText(canaryPeople)} người (1 %), chờ 10 phút rồi mới gửi tiếp.`} />
        )}
        {lastAt && <p className="quiet">Người cuối nhận ngày {dayText(localDay(lastAt))}.</p>}
      </div>
    </section>
  );
}

const localDay = (instant: string) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date(instant));
