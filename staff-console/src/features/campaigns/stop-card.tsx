import type { Campaign, KillScope } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { CHANNEL } from '@tayninh/shared/features/notifications/channels';
import { AutoComplete, Button, Radio } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { ActError } from './act-error.tsx';
import { usePullSwitch } from './campaign-calls.ts';
import { KILL_REASONS } from './campaign-words.ts';

/** One press stops, and nobody has to agree (NT-7). A reason stands there already, so that thinking of one costs no time. */
export function StopCard({ campaign }: { campaign: Campaign }) {
  const choices: { scope: KillScope; key: string; name: string; what: string }[] = [
    { scope: 'campaign', key: campaign.id, name: 'Chỉ chiến dịch này', what: 'chiến dịch khác vẫn gửi' },
    ...campaign.content.channels
      .filter((channel) => channel !== 'inbox')
      .map((channel) => ({
        scope: 'channel' as const,
        key: channel,
        name: `Kênh ${CHANNEL[channel].name}`,
        what: 'mọi chiến dịch đi kênh này',
      })),
    { scope: 'unit', key: campaign.unitCode, name: 'Cả đơn vị soạn tin', what: 'mọi chiến dịch của đơn vị' },
    { scope: 'global', key: '*', name: 'Toàn tỉnh', what: 'mọi tin đẩy' },
  ];
  const [at, setAt] = useState(0);
  const [reason, setReason] = useState<string>(KILL_REASONS[0]);
  const pull = usePullSwitch();
  const chosen = choices[at] ?? choices[0];
  const stop = () => {
    if (chosen && !pull.isPending)
      pull.mutate({ scope: chosen.scope, key: chosen.key, reason: reason.trim().length >= 3 ? reason.trim() : KILL_REASONS[0] });
  };
  useKeys({ 'ctrl+shift+x': stop });
  return (
    <section className="stop-card" aria-label="Công tắc dừng">
      <h2>Công tắc dừng</h2>
      <p className="quiet">Bấm một lần là dừng, không cần ai duyệt. Sau 1 giây không tin mới nào đi nữa. Mở lại cần hai người.</p>
      <Radio.Group className="stop-choices" value={at} onChange={(event) => setAt(event.target.value as number)}>
        {choices.map(({ key, name, what }, index) => (
          <Radio key={key} value={index}>
            {name} <span className="quiet">{what}</span>
          </Radio>
        ))}
      </Radio.Group>
      <Field className="field">
        Lý do
        <AutoComplete value={reason} onChange={setReason} maxLength={500} options={KILL_REASONS.map((value) => ({ value }))} />
      </Field>
      <Button danger type="primary" block className="stop-button" loading={pull.isPending} onClick={stop}>
        Dừng ngay: {chosen?.name.toLowerCase()} <kbd>Ctrl ⇧ X</kbd>
      </Button>
      <ActError error={pull.error} />
      <ul className="plain quiet">
        <li>Tin đã xem, đã tới máy vẫn ở đó.</li>
        <li>Tin đang giao cho Zalo không rút lại được.</li>
      </ul>
    </section>
  );
}
