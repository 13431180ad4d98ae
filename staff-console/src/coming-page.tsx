const JOBS = [
  ['Thông báo', 'Soạn, xem trước và duyệt thông báo qua Zalo, biết trước gửi cho ai, bằng đường nào, tốn bao nhiêu.'],
  ['Tin nhắn', 'Trả lời người dân trên Zalo, có hồ sơ của họ ở bên cạnh.'],
  ['Hồ sơ đến hạn', 'Xem hồ sơ sắp đến hạn, hồ sơ chờ bổ sung, hồ sơ cần kiểm tra việc gửi.'],
] as const;

/** Stands where the console will be; it promises nothing that works today. */
export function ComingPage() {
  return (
    <main>
      <header>
        <p className="brand">Tây Ninh Smart</p>
        <h1>Bàn làm việc của cán bộ</h1>
        <svg viewBox="0 0 880 300" preserveAspectRatio="none" aria-hidden="true">
          <path d="M0 210c150-10 260-40 340-110 60-50 100-90 140-60 60 50 80 110 160 140 80 28 160 20 240 60v60H0z" opacity=".1" />
          <path d="M0 250c200-40 340 0 520-24 130-18 250-22 360 10v64H0z" opacity=".16" />
        </svg>
      </header>
      <section>
        <p className="state">Chưa mở</p>
        <h2>Những việc sẽ làm được ở đây</h2>
        <dl>
          {JOBS.map(([name, what]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </section>
    </main>
  );
}
