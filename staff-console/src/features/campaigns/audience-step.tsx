import { useQuery } from '@tanstack/react-query';
import type { SegmentDefinition } from '@tayninh/shared/features/audiences/audience';
import { Alert, InputNumber, Radio, Select, Skeleton, Statistic } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { Field } from '../../components/field.tsx';
import { ShareBar } from '../../components/share-bar.tsx';
import { EmptyPanel, LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { clockText, countText } from '../../components/written.ts';
import { communesQuery, countQuery, listsQuery, segmentsQuery } from './compose-calls.ts';
import { ConditionFields } from './condition-fields.tsx';
import type { CampaignDraftState } from './use-campaign-draft.ts';

type Way = 'conditions' | 'segment' | 'list';

/** Step 2: who is meant. Only declared fields, only the officer's own units, each person once (NT-4). */
export function AudienceStep({ state }: { state: CampaignDraftState }) {
  const { audience, cap } = state.draft.content;
  const [way, setWay] = useState<Way>(audience?.kind === 'list' ? 'list' : 'conditions');
  const definition = audience?.kind === 'segment' ? audience.definition : null;
  const define = (next: SegmentDefinition) => state.change({ audience: { kind: 'segment', definition: next } });
  return (
    <div className="audience-columns">
      <div className="stack">
        <Radio.Group
          value={way}
          optionType="button"
          onChange={(event) => {
            const next = event.target.value as Way;
            setWay(next);
            if (next === 'conditions' && definition === null) define({});
          }}
          options={[
            { value: 'conditions', label: 'Theo điều kiện' },
            { value: 'segment', label: 'Nhóm đã lưu' },
            { value: 'list', label: 'Danh sách tải lên' },
          ]}
        />
        {way === 'conditions' && (
          <>
            <ConditionFields definition={definition ?? {}} onChange={define} />
            <p className="quiet">Chỉ có các trường được phép. Không lọc theo tôn giáo, sức khỏe, dân tộc, hộ nghèo.</p>
          </>
        )}
        {way === 'segment' && <Segments onPick={define} chosen={definition} />}
        {way === 'list' && (
          <Lists
            chosen={audience?.kind === 'list' ? audience.listId : null}
            onPick={(listId) => state.change({ audience: { kind: 'list', listId } })}
          />
        )}
        <Field className="field narrow">
          <span>
            Gửi cho nhiều nhất <small>để trống là không đặt trần</small>
          </span>
          <InputNumber
            min={1}
            max={2_000_000}
            precision={0}
            value={cap}
            suffix="người"
            onChange={(value) => state.change({ cap: value })}
          />
        </Field>
      </div>
      <aside>{definition ? <Count definition={definition} /> : <p className="quiet">Chọn người nhận để đếm.</p>}</aside>
    </div>
  );
}

function Segments({ onPick, chosen }: { onPick: (definition: SegmentDefinition) => void; chosen: SegmentDefinition | null }) {
  const segments = useQuery(segmentsQuery);
  if (segments.isPending) return <LoadingPanel rows={2} />;
  if (segments.isError) return <ProblemPanel error={segments.error} onRetry={() => void segments.refetch()} />;
  if (segments.data.items.length === 0)
    return (
      <EmptyPanel title="Chưa có nhóm nào" action={<Link to="/audiences">Tạo nhóm người nhận</Link>}>
        Hoặc chọn theo điều kiện ngay tại đây.
      </EmptyPanel>
    );
  const same = segments.data.items.find(({ definition }) => JSON.stringify(definition) === JSON.stringify(chosen));
  return (
    <Field className="field">
      <span>
        Nhóm <small>sửa nhóm sau này không đổi chiến dịch này</small>
      </span>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label="Nhóm đã lưu"
        placeholder="Chọn nhóm"
        value={same?.id ?? null}
        onChange={(id: string) => {
          const segment = segments.data.items.find((each) => each.id === id);
          if (segment) onPick(segment.definition);
        }}
        options={segments.data.items.map(({ id, name, count }) => ({ value: id, label: `${name} · ${countText(count)} người` }))}
      />
    </Field>
  );
}

function Lists({ onPick, chosen }: { onPick: (listId: string) => void; chosen: string | null }) {
  const lists = useQuery(listsQuery);
  if (lists.isPending) return <LoadingPanel rows={2} />;
  if (lists.isError) return <ProblemPanel error={lists.error} onRetry={() => void lists.refetch()} />;
  if (lists.data.items.length === 0)
    return (
      <EmptyPanel title="Chưa có danh sách nào" action={<Link to="/audiences">Tải danh sách lên</Link>}>
        Tệp xlsx hoặc csv, có cột số điện thoại hoặc mã hồ sơ.
      </EmptyPanel>
    );
  const list = lists.data.items.find(({ id }) => id === chosen);
  const toMend = list ? list.lines.faulty + list.lines.unknown : 0;
  return (
    <>
      <Field className="field">
        Danh sách
        <Select
          aria-label="Danh sách tải lên"
          placeholder="Chọn danh sách"
          value={list?.id ?? null}
          onChange={onPick}
          options={lists.data.items.map(({ id, name, people }) => ({ value: id, label: `${name} · ${countText(people)} người` }))}
        />
      </Field>
      {list && (
        <Alert
          type={toMend > 0 ? 'warning' : 'success'}
          showIcon
          title={`${countText(list.people)} người dùng được${list.lines.duplicate > 0 ? `, ${countText(list.lines.duplicate)} dòng trùng đã gộp` : ''}.`}
          description={
            toMend > 0 && (
              <>
                {countText(toMend)} dòng chưa dùng được. <Link to="/audiences">Sửa các dòng này</Link>
              </>
            )
          }
        />
      )}
    </>
  );
}

function Count({ definition }: { definition: SegmentDefinition }) {
  const count = useQuery(countQuery(definition));
  const communes = useQuery(communesQuery);
  if (count.isPending) return <Skeleton active />;
  if (count.isError) return <ProblemPanel error={count.error} onRetry={() => void count.refetch()} />;
  const { count: people, places, needsReason, refusedProcedures, countedAt } = count.data;
  const nameOf = (code: string) => {
    const commune = communes.data?.communes.find((each) => each.code === code);
    return commune ? `${commune.kind} ${commune.name}` : code;
  };
  const most = Math.max(1, ...places.map((place) => place.count));
  return (
    <div className="stack" aria-busy={count.isPlaceholderData}>
      <Statistic title="Số người hiện khớp" value={countText(people)} suffix={<small>đếm lúc {clockText(countedAt)}</small>} />
      {people === 0 && <Alert type="warning" showIcon title="Không có ai khớp. Bỏ bớt điều kiện." />}
      {needsReason && people > 0 && (
        <Alert type="warning" showIcon title="Dưới 10 người nên có thể chỉ vào riêng ai. Người duyệt sẽ hỏi lý do." />
      )}
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
              <span>{nameOf(place.unitCode)}</span>
              <ShareBar
                isSmall
                total={most}
                label={`${nameOf(place.unitCode)}: ${countText(place.count)} người`}
                parts={[{ key: 'here', name: nameOf(place.unitCode), count: place.count, tone: 'green' }]}
              />
              <span className="number">{countText(place.count)}</span>
            </div>
          ))}
        </section>
      )}
      <p className="quiet">Chỉ đếm trong phạm vi đơn vị của bạn. Nếu số người tăng quá 10 % sau khi duyệt, phải duyệt lại.</p>
    </div>
  );
}
