import type { ReactNode } from 'react';
import './rows.css';

export interface Column<T> {
  readonly title?: string;
  readonly align?: 'right';
  readonly width?: number;
  readonly render: (row: T) => ReactNode;
}

/**
 * Rows that are all there: no pages, no sorting. Ant Design's own table measures scroll bars by a style sheet without the page's nonce,
 * which the console's policy refuses and reports (HT-3).
 */
export function Rows<T>({
  label,
  rows,
  keyOf,
  columns,
  empty,
  foot,
}: {
  label: string;
  rows: readonly T[];
  keyOf: (row: T) => string;
  columns: readonly Column<T>[];
  empty?: string;
  /** One cell for each column. */
  foot?: readonly ReactNode[];
}) {
  const hasHead = columns.some(({ title }) => title);
  const classOf = ({ align }: Column<T>) => (align === 'right' ? 'number' : undefined);
  return (
    <table className="rows" aria-label={label}>
      <colgroup>
        {columns.map(({ width, title }, at) => (
          <col key={`${title} ${at}`} {...(width && { width })} />
        ))}
      </colgroup>
      {hasHead && (
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={`${column.title} ${at}`} scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column, at) => (
              <td key={`${column.title} ${at}`} className={classOf(column)}>
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
        {rows.length === 0 && empty && (
          <tr>
            <td colSpan={columns.length} className="quiet">
              {empty}
            </td>
          </tr>
        )}
      </tbody>
      {foot && (
        <tfoot>
          <tr>
            {columns.map((column, at) => (
              <td key={`${column.title} ${at}`} className={classOf(column)}>
                {foot[at]}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
