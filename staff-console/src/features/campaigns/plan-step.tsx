import { CHANNEL, type Channel } from '@tayninh/shared/features/notifications/channels';
import { Alert, Button, Checkbox, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useRef } from 'react';
import { Field } from '../../components/field.tsx';
import { LoadingPanel } from '../../components/state-panel.tsx';
import { clockText } from '../../components/written.ts';
import { ActError } from './act-error.tsx';
import type { useAct } from './campaign-calls.ts';
import { PlanView } from './plan-view.tsx';
import type { CampaignDraftState } from './use-campaign-draft.ts';

const OFFERED = ['zbs-uid', 'zbs-phone', 'mini-app', 'oa-reply'] as const satisfies readonly Channel[];

/** Step 3: how and when, and everything known of it before anybody decides (NT-3). Counted at once when the step opens. */
export function PlanStep({ state, act, planNow }: { state: CampaignDraftState; act: ReturnType<typeof useAct>; planNow: () => void }) {
  const { draft, saved, isDirty, change } = state;
  const { channels, scheduledAt, expiresAt, kind } = draft.content;
  const plan = isDirty ? null : (saved?.plan ?? null);
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current || plan) return;
    hasBegun.current = true;
    planNow();
  }, [plan, planNow]);
  return (
    <div className="stack">
      <div className="card soft how">
        <div className="field">
          Đường gửi ngoài hộp thư
          <Checkbox.Group
            value={channels.filter((channel) => channel !== 'inbox')}
            onChange={(values) => change({ channels: ['inbox', ...(values as Channel[])] })}
            options={OFFERED.map((value) => ({ value, label: CHANNEL[value].name }))}
          />
        </div>
        <Field className="field">
          <span>Bắt đầu {kind === 'emergency' && <small>tin khẩn: ngay khi đủ hai chữ duyệt</small>}</span>
          <MomentField
            label="Bắt đầu"
            value={scheduledAt}
            placeholder="ngay khi lên lịch"
            onChange={(value) => change({ scheduledAt: value })}
          />
        </Field>
        <Field className="field">
          <span>
            Hết hạn <small>sau giờ này không gửi muộn</small>
          </span>
          <MomentField label="Hết hạn" value={expiresAt} placeholder="không đặt" onChange={(value) => change({ expiresAt: value })} />
        </Field>
        <Button loading={act.isPending || state.isSaving} onClick={planNow}>
          {plan ? 'Đếm lại' : 'Lập kế hoạch'}
        </Button>
      </div>
      <ActError error={act.error} />
      {plan ? (
        <>
          <p className="quiet">Đếm lúc {clockText(plan.plannedAt)}, có giá trị một giờ.</p>
          <PlanView plan={plan} />
        </>
      ) : act.isPending || state.isSaving ? (
        <LoadingPanel />
      ) : (
        <Alert type="info" showIcon title={isDirty ? 'Có thay đổi chưa vào kế hoạch. Bấm Lập kế hoạch để đếm lại.' : 'Chưa có kế hoạch.'} />
      )}
    </div>
  );
}

/** An instant, chosen and shown as the clock in Asia/Ho_Chi_Minh wherever the computer is. */
function MomentField({
  label,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  value: string | null;
  placeholder: string;
  onChange: (value: string | null) => void;
}) {
  return (
    <DatePicker
      aria-label={label}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="DD/MM/YYYY HH:mm"
      placeholder={placeholder}
      value={value ? dayjs(wallClock(value)) : null}
      onChange={(moment) => onChange(moment ? new Date(`${moment.format('YYYY-MM-DDTHH:mm')}:00+07:00`).toISOString() : null)}
    />
  );
}

const wallClock = (instant: string) => new Date(new Date(instant).getTime() + 7 * 3_600_000).toISOString().slice(0, 16);
