const JOBS = [
  ['Thông báo', 'Soạn, xem trước và duyệt thông báo qua Zalo, biết trước gửi cho ai, bằng đường nào, tốn bao nhiêu.'],
  ['Tin nhắn', 'Trả lời người dân trên Zalo, có hồ sơ của họ ở bên cạnh.'],
  ['Hồ sơ đến hạn', 'Xem hồ sơ sắp đến hạn, hồ sơ chờ bổ sung, hồ sơ cần kiểm tra việc gửi.'],
] as const;

/** Stands where the console will be; it promises nothing that works today. */
export function ComingPage() {
  return (
    <main>
      <h1>Bảng điều khiển của cán bộ</h1>
      <p>Chưa có chức năng nào ở đây. Những việc sẽ làm được:</p>
      <ul>
        {JOBS.map(([name, what]) => (
          <li key={name}>
            <strong>{name}</strong>
            <span>{what}</span>
          </li>
        ))}
      </ul>
    </main>
  );
}
