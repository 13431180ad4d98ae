import { Tag } from 'antd';

const RULES = [
  { what: 'Giờ yên tĩnh 21–7', isKept: false, detail: 'tin thường chờ tới 07:00' },
  { what: 'Gửi thử 1 % trước', isKept: false, detail: 'gửi cho mọi người ngay' },
  { what: 'Chống gửi lặp', isKept: true, detail: 'mỗi người một tin' },
  { what: 'Hai người duyệt', isKept: true, detail: 'hai tên khác nhau, trong 10 phút' },
  { what: 'Công tắc dừng', isKept: true, detail: 'dừng được sau 1 giây như mọi tin' },
] as const;

/** How an emergency differs, where it is written and where it is approved (NT-9). */
export function EmergencyRules() {
  return (
    <section className="card emergency">
      <h2>Tin khẩn khác tin thường ở đâu</h2>
      <ul className="plain rules">
        {RULES.map(({ what, isKept, detail }) => (
          <li key={what}>
            <b>{what}</b> <Tag color={isKept ? 'success' : 'error'}>{isKept ? 'Vẫn giữ' : 'Bỏ qua'}</Tag>{' '}
            <span className="quiet">{detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
