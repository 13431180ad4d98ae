import { Button } from 'antd';
import { useRef, useState } from 'react';

const MOST_BYTES = 5 * 1024 * 1024;

/** One xlsx or csv file, chosen or dropped. What the server would refuse at once is said before it is sent. */
export function FileField({ file, onFile }: { file: File | null; onFile: (file: File | null) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const take = (chosen: File | undefined) => {
    const wrong = chosen ? wrongWith(chosen) : null;
    setProblem(wrong);
    onFile(chosen && !wrong ? chosen : null);
  };
  return (
    <fieldset
      className="file-drop"
      aria-label="Tệp danh sách"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take(event.dataTransfer.files[0]);
      }}
    >
      <b>{file?.name ?? 'Chọn tệp hoặc kéo vào đây'}</b>
      <p className="quiet small">
        .xlsx hoặc .csv, nhiều nhất 5 MB và 50.000 dòng, có cột “Điện thoại” hoặc “Mã biên nhận”. Các cột khác không được đọc.
      </p>
      {/* the browser's own button speaks the browser's language */}
      <input
        ref={field}
        hidden
        type="file"
        aria-label="Tệp danh sách"
        accept=".xlsx,.csv"
        onChange={(event) => take(event.target.files?.[0])}
      />
      <div>
        <Button onClick={() => field.current?.click()}>{file ? 'Chọn tệp khác' : 'Chọn tệp'}</Button>
      </div>
      {problem && (
        <p role="alert" className="bad small">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function wrongWith({ name, size }: File): string | null {
  if (!/\.(?:xlsx|csv)$/i.test(name)) return 'Chỉ nhận .xlsx hoặc .csv. Lưu lại tệp thành một trong hai loại này.';
  if (size === 0) return 'Tệp trống.';
  return size > MOST_BYTES ? 'Tệp lớn hơn 5 MB. Chỉ giữ lại cột cần dùng, hoặc chia thành nhiều danh sách.' : null;
}
