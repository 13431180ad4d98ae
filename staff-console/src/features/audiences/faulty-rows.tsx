import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FaultyRow } from '@tayninh/shared/features/audiences/audiences.contract';
import { FAULT_TEXT, readRow } from '@tayninh/shared/features/audiences/list-rows';
import { Button, Input, Popconfirm } from 'antd';
import { useRef, useState } from 'react';
import { api } from '../../api/bff.ts';
import { Rows } from '../../components/rows.tsx';
import { SaveError } from '../../components/save-error.tsx';
import { LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { countText } from '../../components/written.ts';
import { faultyRowsQuery, listQuery } from './audience-calls.ts';

type Values = NonNullable<FaultyRow['values']>;

/** Lines that could not be read, mended where they stand: Enter or leaving the cell tries the line again. */
export function FaultyRows({ listId, faulty }: { listId: string; faulty: number }) {
  const queries = useQueryClient();
  const rows = useQuery(faultyRowsQuery(listId));
  const [typed, setTyped] = useState<ReadonlyMap<number, Values>>(new Map());
  const table = useRef<HTMLDivElement>(null);
  const { queryKey } = faultyRowsQuery(listId);

  const done = (lineNo: number, row: FaultyRow | null) => {
    setTyped((before) => new Map([...before].filter(([each]) => each !== lineNo)));
    queries.setQueryData(
      queryKey,
      (known) => known && { ...known, items: known.items.flatMap((each) => (each.lineNo === lineNo ? (row ?? []) : each)) },
    );
    if ((queries.getQueryData(queryKey)?.items.length ?? 0) === 0) void queries.invalidateQueries({ queryKey });
  };
  const mend = useMutation({
    mutationFn: ({ lineNo, values }: { lineNo: number; values: Values }) =>
      api('PUT /v1/staff/recipient-lists/:id/rows/:lineNo', { params: { id: listId, lineNo }, body: values }),
    onSuccess: ({ row, list }, { lineNo }) => {
      done(lineNo, row);
      queries.setQueryData(listQuery(listId).queryKey, list);
    },
  });
  const drop = useMutation({
    mutationFn: (lineNo: number | null) =>
      lineNo === null
        ? api('DELETE /v1/staff/recipient-lists/:id/rows', { params: { id: listId } })
        : api('DELETE /v1/staff/recipient-lists/:id/rows/:lineNo', { params: { id: listId, lineNo } }),
    onSuccess: (list, lineNo) => {
      queries.setQueryData(listQuery(listId).queryKey, list);
      if (lineNo === null) void queries.invalidateQueries({ queryKey });
      else done(lineNo, null);
    },
  });
  if (rows.isPending) return <LoadingPanel rows={4} />;
  if (rows.isError) return <ProblemPanel error={rows.error} onRetry={() => void rows.refetch()} />;
  const { items } = rows.data;
  const attempt = ({ lineNo, values }: FaultyRow) => {
    const now = typed.get(lineNo);
    if (!now || !values || (now.phone === values.phone && now.receiptNo === values.receiptNo)) return;
    mend.mutate({ lineNo, values: now });
  };
  const cell = (row: FaultyRow, part: keyof Values, label: string) => {
    if (!row.values) return <span className="quiet">ẩn</span>;
    const now = typed.get(row.lineNo) ?? row.values;
    const isWrong = 'fault' in readRow(now) && (part === 'receiptNo') === (now.phone.trim() === '');
    return (
      <Input
        aria-label={`${label}, dòng ${row.lineNo}`}
        {...(isWrong && { status: 'error' as const })}
        maxLength={40}
        value={now[part]}
        onChange={(event) => setTyped(new Map(typed).set(row.lineNo, { ...now, [part]: event.target.value }))}
        onBlur={() => attempt(row)}
        onPressEnter={() => focusNext(table.current, row.lineNo)}
      />
    );
  };
  return (
    <section aria-label="Dòng cần sửa" className="stack">
      <div className="section-head">
        <h2>
          {countText(faulty)} dòng cần sửa{' '}
          <small>{items.length < faulty ? `đang hiện ${items.length} dòng đầu, sửa xong sẽ hiện tiếp` : 'sửa ngay tại đây'}</small>
        </h2>
        <Popconfirm
          title={`Bỏ cả ${countText(faulty)} dòng?`}
          description="Những người này sẽ không nhận tin. Tệp của bạn không đổi."
          okText="Bỏ các dòng"
          cancelText="Giữ"
          onConfirm={() => drop.mutate(null)}
        >
          <Button loading={drop.isPending}>Bỏ các dòng lỗi</Button>
        </Popconfirm>
      </div>
      <SaveError error={mend.error ?? drop.error} />
      <div ref={table}>
        <Rows
          label="Dòng cần sửa"
          rows={items}
          keyOf={({ lineNo }) => String(lineNo)}
          columns={[
            { title: 'Dòng', align: 'right', width: 72, render: ({ lineNo }) => countText(lineNo) },
            { title: 'Điện thoại', width: 176, render: (row) => cell(row, 'phone', 'Điện thoại') },
            { title: 'Mã biên nhận, mã hồ sơ', width: 232, render: (row) => cell(row, 'receiptNo', 'Mã') },
            { title: 'Vì sao, sửa thế nào', render: (row) => <Why row={row} now={typed.get(row.lineNo)} /> },
            {
              align: 'right',
              width: 64,
              render: ({ lineNo }) => (
                <Button type="text" aria-label={`Bỏ dòng ${lineNo}`} onClick={() => drop.mutate(lineNo)}>
                  Bỏ
                </Button>
              ),
            },
          ]}
        />
      </div>
      <p className="quiet small">
        <kbd>Enter</kbd> sang dòng kế, dòng vừa sửa được thử lại ngay.
      </p>
    </section>
  );
}

/** While somebody types, the page's own reading speaks; what only the server knows stands until it answers. */
function Why({ row, now }: { row: FaultyRow; now: Values | undefined }) {
  if (!row.values) return <span className="quiet">Chỉ người tải lên thấy và sửa được dòng này. {row.text}</span>;
  if (!now) return <span className="bad">{row.text}</span>;
  const reading = readRow(now);
  return 'fault' in reading ? (
    <span className="bad">{FAULT_TEXT[reading.fault]}</span>
  ) : (
    <span className="good">Đọc được, Enter để thử lại.</span>
  );
}

/** To the first cell of the line below; leaving the cell is what sends it. */
function focusNext(table: HTMLElement | null, lineNo: number) {
  const lines = [...(table?.querySelectorAll('tbody tr') ?? [])];
  const here = lines.findIndex((line) => line.querySelector(`[aria-label="Điện thoại, dòng ${lineNo}"]`));
  const next = lines[here + 1]?.querySelector('input');
  if (next) next.focus();
  else (document.activeElement as HTMLElement | null)?.blur();
}
