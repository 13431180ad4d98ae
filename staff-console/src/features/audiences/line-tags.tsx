import type { RecipientList } from '@tayninh/shared/features/audiences/audiences.contract';
import { Tag } from 'antd';
import { countText } from '../../components/written.ts';

/** What became of the lines of a file; they sum to the file. */
export function LineTags({ lines: { matched, duplicate, unknown, faulty, dropped } }: Pick<RecipientList, 'lines'>) {
  return (
    <p className="tags">
      <Tag color="success">{countText(matched)} dùng được</Tag>
      {duplicate > 0 && <Tag>{countText(duplicate)} trùng, đã gộp</Tag>}
      {unknown > 0 && <Tag>{countText(unknown)} chưa dùng ứng dụng</Tag>}
      {faulty > 0 && <Tag color="error">{countText(faulty)} cần sửa</Tag>}
      {dropped > 0 && <Tag>{countText(dropped)} đã bỏ</Tag>}
    </p>
  );
}
