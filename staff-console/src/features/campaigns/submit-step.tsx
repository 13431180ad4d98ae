import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { Figures } from '../../components/figures.tsx';
import { countText, instantText, vndText } from '../../components/written.ts';
import { ActError } from './act-error.tsx';
import type { useAct } from './campaign-calls.ts';
import { contentParts } from './content-differences.ts';
import type { CampaignDraftState } from './use-campaign-draft.ts';
import { useContentNames } from './use-content-names.ts';

/** Step 4: the author looks once more and hands it in; from here on another person decides. */
export function SubmitStep({
  state,
  act,
  onSubmit,
}: {
  state: CampaignDraftState;
  act: ReturnType<typeof useAct>;
  onSubmit: (note: string) => void;
}) {
  const [note, setNote] = useState('');
  const { saved, isDirty } = state;
  const plan = saved?.plan ?? null;
  const names = useContentNames(saved?.content.templateVersionId ?? null);
  if (!saved || !plan || isDirty) return <Alert type="info" showIcon title="Lập kế hoạch trước, rồi mới trình duyệt được." />;
  const mayHandIn = saved.actions.includes('submit') && plan.blockers.length === 0;
  return (
    <div className="stack narrow-page">
      <Figures
        figures={[
          { name: 'Người nhận', value: countText(plan.told) },
          { name: 'Dự chi', value: vndText(plan.totalVnd) },
          { name: 'Bắt đầu', value: plan.firstAt ? instantText(plan.firstAt) : 'khi lên lịch' },
          { name: 'Người cuối nhận', value: plan.lastAt ? instantText(plan.lastAt) : '–' },
        ]}
      />
      <dl className="binding">
        {contentParts(saved.content, names).map(({ part, text }) => (
          <div key={part}>
            <dt>{part}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {plan.blockers.length > 0 && <Alert type="error" showIcon title={plan.blockers.map(({ text }) => text).join(' ')} />}
      <Field className="field">
        Lời gửi người duyệt, không bắt buộc
        <Input.TextArea rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <p className="quiet">
        Trình xong, một người khác có quyền duyệt xem lại. Bạn không tự duyệt tin của mình. Sửa một chữ sau khi trình thì phải trình lại.
      </p>
      <div>
        <Button type="primary" size="large" disabled={!mayHandIn} loading={act.isPending} onClick={() => onSubmit(note)}>
          Trình duyệt
        </Button>
      </div>
      <ActError error={act.error} />
    </div>
  );
}
