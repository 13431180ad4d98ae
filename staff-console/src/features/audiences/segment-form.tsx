import { useQuery } from '@tanstack/react-query';
import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import type { SegmentBody } from '@tayninh/shared/features/audiences/audiences.contract';
import { Input } from 'antd';
import type { ReactNode } from 'react';
import { Field } from '../../components/field.tsx';
import { countText } from '../../components/written.ts';
import { countQuery } from './audience-calls.ts';
import { CountPanel } from './count-panel.tsx';

/** A group by declared fields, its name, and the number beside it. Few people ask for a reason (NT-4). */
export function SegmentForm({
  value,
  conditions,
  onChange,
}: {
  value: SegmentBody;
  /** Fields for the definition. */
  conditions: (definition: SegmentDefinition, onChange: (next: SegmentDefinition) => void) => ReactNode;
  onChange: (next: SegmentBody) => void;
}) {
  const { data: counted } = useQuery(countQuery(value.definition));
  return (
    <div className="audience-columns">
      <div className="stack">
        <Field>
          Tên nhóm
          <Input
            maxLength={80}
            value={value.name}
            placeholder="Người chưa nhận kết quả ở Ninh Thạnh"
            onChange={(event) => onChange({ ...value, name: event.target.value })}
          />
        </Field>
        <h2>
          Ai ở trong nhóm <small>khớp tất cả các điều kiện, bỏ trống là không xét</small>
        </h2>
        {conditions(value.definition, (definition) => onChange({ ...value, definition }))}
        <p className="quiet small">Chỉ có các trường được phép. Không lọc theo tôn giáo, sức khỏe, dân tộc, hộ nghèo.</p>
        {counted && (counted.needsReason || value.reason) && (
          <Field>
            <span>
              Lý do{' '}
              <small>
                {counted.count === 0
                  ? 'hiện chưa có ai khớp, ghi vì sao vẫn lưu'
                  : `chỉ ${countText(counted.count)} người nên có thể chỉ vào riêng ai, ghi vì sao cần gửi`}
              </small>
            </span>
            <Input.TextArea
              rows={2}
              maxLength={300}
              value={value.reason ?? ''}
              onChange={(event) => onChange({ ...value, reason: event.target.value || null })}
            />
          </Field>
        )}
      </div>
      <aside aria-label="Số người">
        <CountPanel definition={value.definition} />
      </aside>
    </div>
  );
}
