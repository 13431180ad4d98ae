import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, versionChanges } from './version-changes.ts';

type Shown = Parameters<typeof changesBetween>[0];
const aPaper = (id: string, name: string) => ({ id, name, when: 'always', originals: 1, copies: 0 });
const shown = (part: Partial<Shown> = {}): Shown => ({
  plainName: 'Giấy phép câu cá',
  feeText: '20.000 đồng',
  timeText: '3 ngày làm việc',
  papers: [aPaper('don', 'Đơn'), aPaper('anh', 'Ảnh thẻ')],
  result: 'Giấy phép',
  levels: ['province'],
  submitMode: 'counter',
  ...part,
});
const row = (versionNo: number, content: unknown) => ({ versionNo, publishedAt: new Date(Date.UTC(2026, 6, versionNo)), shown: content });

describe('what changed between two versions', () => {
  it('a paper put before the others is one change', () => {
    const papers = [aPaper('giay-to-1', 'Bản vẽ'), aPaper('giay-to-2', 'Đơn'), aPaper('giay-to-3', 'Ảnh thẻ')];
    expect(changesBetween(shown(), shown({ papers }))).toEqual([{ field: 'paper', before: [], after: ['Bản vẽ (1 bản chính)'] }]);
  });

  it('a paper of the same id that reads otherwise has changed; one that is gone is said to be gone', () => {
    expect(changesBetween(shown(), shown({ papers: [{ ...aPaper('don', 'Đơn'), copies: 2 }] }))).toEqual([
      { field: 'paper', before: ['Đơn (1 bản chính)'], after: ['Đơn (1 bản chính; 2 bản sao)'] },
      { field: 'paper', before: ['Ảnh thẻ (1 bản chính)'], after: [] },
    ]);
  });

  it('whatever the lists, going back undoes every change and nothing changes into itself', () => {
    const one = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), name: fc.constantFrom('Đơn', 'Ảnh thẻ', 'Bản vẽ') });
    const papers = fc.uniqueArray(one, { selector: ({ id }) => id }).map((list) => list.map(({ id, name }) => aPaper(`giay-${id}`, name)));
    fc.assert(
      fc.property(papers, papers, (one, other) => {
        const [forth, back] = [
          changesBetween(shown({ papers: one }), shown({ papers: other })),
          changesBetween(shown({ papers: other }), shown({ papers: one })),
        ];
        const lines = (changes: typeof forth, side: 'before' | 'after') => changes.flatMap((change) => change[side]).sort();
        expect(lines(forth, 'after')).toEqual(lines(back, 'before'));
        expect(lines(forth, 'before')).toEqual(lines(back, 'after'));
        for (const { before, after } of forth) expect(before).not.toEqual(after);
      }),
    );
  });
});

describe('the history of a procedure', () => {
  it('says nothing of a first version, of one that changed nothing people see, or of one it cannot read', () => {
    expect(versionChanges([row(1, shown())])).toEqual([]);
    const rows = [row(5, shown({ feeText: 'Miễn phí' })), row(4, shown()), row(3, shown()), row(2, { feeText: 7 }), row(1, shown())];
    expect(versionChanges(rows)).toEqual([
      {
        versionNo: 5,
        changedAt: '2026-07-05T00:00:00.000Z',
        changes: [{ field: 'fee', before: ['20.000 đồng'], after: ['Miễn phí'] }],
      },
    ]);
  });
});
