import type { KillScope, KillSwitch } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';
import { AutoComplete, Button, Radio, Select } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { Rows } from '../../components/rows.tsx';
import { instantText } from '../../components/written.ts';
import { ActError } from './act-error.tsx';
import { usePullSwitch, useReleaseSwitch } from './campaign-calls.ts';
import { KILL_REASONS } from './campaign-words.ts';
import { scopeText } from './stop-banner.tsx';

interface Unit {
  readonly code: string;
  readonly name: string;
}

/** Stops one press away, and who may let go: never one person alone (NT-7). */
export function KillSwitchesView({ items, units, myId }: { items: readonly KillSwitch[]; units: readonly Unit[]; myId: string }) {
  const holding = items.filter(({ released }) => released === null);
  const past = items.filter(({ released }) => released !== null);
  const release = useReleaseSwitch();
  return (
    <div className="run-columns">
      <div className="stack">
        <section>
          <h2>Đang bật</h2>
          <Rows
            label="Đang bật"
            keyOf={({ id }) => id}
            rows={holding}
            empty="Không công tắc nào đang bật. Tin được gửi bình thường."
            columns={[
              { title: 'Dừng gì', render: (each) => <b>{scopeText(each)}</b> },
              {
                title: 'Ai bật, vì sao',
                render: ({ pulled, reason }) => (
                  <>
                    {pulled.by.name}, {instantText(pulled.at)}
                    <small>“{reason}”</small>
                  </>
                ),
              },
              {
                title: 'Mở lại, cần hai người',
                render: ({ id, releaseAsked }) =>
                  releaseAsked === null ? (
                    <Button loading={release.isPending} onClick={() => release.mutate({ id, isSecond: false })}>
                      Xin mở lại
                    </Button>
                  ) : releaseAsked.by.id === myId ? (
                    <span>Bạn đã xin mở lúc {instantText(releaseAsked.at)}. Chờ một người khác đồng ý.</span>
                  ) : (
                    <>
                      <small>
                        {releaseAsked.by.name} xin mở {instantText(releaseAsked.at)}
                      </small>
                      <Button type="primary" loading={release.isPending} onClick={() => release.mutate({ id, isSecond: true })}>
                        Đồng ý mở lại
                      </Button>
                    </>
                  ),
              },
            ]}
          />
          <ActError error={release.error} />
        </section>
        <section>
          <h2>Đã mở lại</h2>
          <Rows
            label="Đã mở lại"
            keyOf={({ id }) => id}
            rows={past}
            empty="Chưa có lần nào."
            columns={[
              { title: 'Dừng gì', render: (each) => scopeText(each) },
              { title: 'Bật', render: ({ pulled, reason }) => `${pulled.by.name}, ${instantText(pulled.at)}: “${reason}”` },
              {
                title: 'Mở lại',
                render: ({ releaseAsked, released }) =>
                  released ? `${releaseAsked?.by.name ?? '–'} và ${released.by.name}, ${instantText(released.at)}` : null,
              },
            ]}
          />
        </section>
      </div>
      <aside className="stack">
        <PullForm units={units} />
      </aside>
    </div>
  );
}

function PullForm({ units }: { units: readonly Unit[] }) {
  const [scope, setScope] = useState<Exclude<KillScope, 'campaign'>>('global');
  const [channel, setChannel] = useState('zbs-uid');
  const [unit, setUnit] = useState(units[0]?.code ?? '');
  const [reason, setReason] = useState<string>(KILL_REASONS[0]);
  const pull = usePullSwitch();
  const key = scope === 'global' ? '*' : scope === 'channel' ? channel : unit;
  return (
    <section className="stop-card" aria-label="Bật công tắc dừng">
      <h2>Dừng ngay</h2>
      <p className="quiet">
        Bấm một lần là dừng, không cần ai duyệt. Sau 1 giây không tin mới nào đi. Tin đang giao cho Zalo không rút lại được.
      </p>
      <Radio.Group className="stop-choices" value={scope} onChange={(event) => setScope(event.target.value as typeof scope)}>
        <Radio value="global">
          Toàn tỉnh <span className="quiet">mọi tin đẩy</span>
        </Radio>
        <Radio value="channel">
          Một kênh <span className="quiet">các kênh khác vẫn gửi</span>
        </Radio>
        <Radio value="unit" disabled={units.length === 0}>
          Một đơn vị <span className="quiet">các đơn vị khác vẫn gửi</span>
        </Radio>
      </Radio.Group>
      {scope === 'channel' && (
        <Select
          aria-label="Kênh"
          value={channel}
          onChange={setChannel}
          options={Object.entries(CHANNEL)
            .filter(([name]) => name !== 'inbox' && name !== 'sms')
            .map(([value, { name }]) => ({ value, label: name }))}
        />
      )}
      {scope === 'unit' && (
        <Select
          aria-label="Đơn vị"
          value={unit}
          onChange={setUnit}
          options={units.map(({ code, name }) => ({ value: code, label: name }))}
        />
      )}
      <Field className="field">
        Lý do
        <AutoComplete value={reason} onChange={setReason} maxLength={500} options={KILL_REASONS.map((value) => ({ value }))} />
      </Field>
      <Button
        danger
        type="primary"
        block
        className="stop-button"
        loading={pull.isPending}
        disabled={key === ''}
        onClick={() => pull.mutate({ scope, key, reason: reason.trim().length >= 3 ? reason.trim() : KILL_REASONS[0] })}
      >
        Dừng ngay: {scopeText({ scope, key }).toLowerCase()}
      </Button>
      <ActError error={pull.error} />
    </section>
  );
}
