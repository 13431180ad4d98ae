import { useQuery } from '@tanstack/react-query';
import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { NATIONAL_STATUS } from '@tayninh/shared/features/dossiers/national-status';
import { SUBMISSION_STATES } from '@tayninh/shared/features/dossiers/sending-states';
import { Checkbox, InputNumber, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { Field } from '../../components/field.tsx';
import { communesQuery, proceduresQuery } from './compose-calls.ts';

const SENDING: Record<(typeof SUBMISSION_STATES)[number], string> = {
  accepted: 'Ứng dụng đã giữ',
  scanning: 'Đang kiểm tệp',
  ready: 'Chờ chuyển',
  sending: 'Đang chuyển',
  confirmed: 'Một cửa đã nhận',
  rejected: 'Một cửa từ chối',
  uncertain: 'Chưa rõ đã nhận',
  needs_citizen: 'Chờ người dân',
  needs_staff: 'Chờ cán bộ',
  withdrawn: 'Đã rút',
};
const CODE = /^[\w.-]{1,40}$/;

/** Conditions joined by "and"; nothing said means everybody in the own units. An emptied condition is no condition. */
export function ConditionFields({ definition, onChange }: { definition: SegmentDefinition; onChange: (next: SegmentDefinition) => void }) {
  const communes = useQuery(communesQuery);
  const [typed, setTyped] = useState('');
  const procedures = useQuery(proceduresQuery(useDeferredValue(typed)));
  const { dossier } = definition;
  const set = (part: { [K in keyof SegmentDefinition]?: SegmentDefinition[K] | undefined }) =>
    onChange(withoutGaps({ ...definition, ...part }));
  const setDossier = (part: Partial<Record<keyof NonNullable<typeof dossier>, unknown>>) => {
    const next = withoutGaps({ ...dossier, ...part });
    set({ dossier: Object.keys(next).length > 0 ? (next as NonNullable<typeof dossier>) : undefined });
  };
  const some = <T,>(values: T[]) => (values.length > 0 ? values : undefined);
  return (
    <div className="conditions">
      <Field className="field">
        Xã, phường
        <Select
          mode="multiple"
          aria-label="Xã, phường"
          maxTagCount="responsive"
          placeholder="mọi nơi trong phạm vi đơn vị"
          loading={communes.isFetching}
          value={definition.communes ?? []}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(values: string[]) => set({ communes: some(values) })}
          options={communes.data?.communes.map(({ code, kind, name }) => ({ value: code, label: `${kind} ${name}` })) ?? []}
        />
      </Field>
      <Field className="field">
        Thủ tục đã nộp
        <Select
          mode="multiple"
          aria-label="Thủ tục đã nộp"
          maxTagCount="responsive"
          placeholder="mọi thủ tục"
          loading={procedures.isFetching}
          showSearch={{ filterOption: false, onSearch: setTyped }}
          value={dossier?.procedures ?? []}
          onChange={(values: string[]) => setDossier({ procedures: some(values.filter((code) => CODE.test(code))) })}
          options={procedures.data?.items.map(({ code, plainName }) => ({ value: code, label: `${plainName} (${code})` })) ?? []}
        />
      </Field>
      <Field className="field">
        Trạng thái hồ sơ
        <Select
          mode="multiple"
          aria-label="Trạng thái hồ sơ"
          maxTagCount="responsive"
          placeholder="mọi trạng thái"
          showSearch={{ optionFilterProp: 'label' }}
          value={dossier?.statuses ?? []}
          onChange={(values: number[]) => setDossier({ statuses: some(values) })}
          options={Object.entries(NATIONAL_STATUS).map(([code, { name }]) => ({ value: Number(code), label: name }))}
        />
      </Field>
      <Field className="field">
        Việc chuyển hồ sơ
        <Select
          mode="multiple"
          aria-label="Việc chuyển hồ sơ"
          maxTagCount="responsive"
          placeholder="bất kể"
          value={dossier?.states ?? []}
          onChange={(values: string[]) => setDossier({ states: some(values) })}
          options={SUBMISSION_STATES.map((value) => ({ value, label: SENDING[value] }))}
        />
      </Field>
      <Field className="field">
        Hẹn trả trong
        <InputNumber
          min={1}
          max={90}
          precision={0}
          suffix="ngày tới"
          value={dossier?.dueWithinDays ?? null}
          onChange={(value) => setDossier({ dueWithinDays: value ?? undefined })}
        />
      </Field>
      <Field className="field">
        Mở ứng dụng trong
        <InputNumber
          min={1}
          max={365}
          precision={0}
          suffix="ngày qua"
          value={definition.seenWithinDays ?? null}
          onChange={(value) => set({ seenWithinDays: value ?? undefined })}
        />
      </Field>
      <div className="field">
        Đã đồng ý nhận
        <Checkbox.Group
          value={definition.optedIn ?? []}
          onChange={(values) => set({ optedIn: some(values as ('news' | 'surveys')[]) })}
          options={[
            { value: 'news', label: 'Tin tức' },
            { value: 'surveys', label: 'Khảo sát' },
          ]}
        />
      </div>
    </div>
  );
}

const withoutGaps = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
