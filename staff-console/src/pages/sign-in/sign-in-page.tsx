import type { SignInRefusal } from '@tayninh/shared/features/staff/staff.contract';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router-dom';
import { Icon } from '../../components/icon.tsx';
import { signIn, useMe } from '../../features/session/use-session.ts';

const WHY: Record<SignInRefusal, readonly [title: string, text: string]> = {
  declined: ['Bạn đã không đăng nhập', 'Bấm nút bên dưới khi bạn muốn vào.'],
  'no-role': [
    'Tài khoản này chưa được cấp quyền ở đây',
    'Bạn nhờ trưởng đơn vị đề nghị quản trị hệ thống cấp, rồi đăng nhập lại. Lần thử này đã được ghi nhật ký.',
  ],
  'no-second-factor': ['Cần xác nhận hai bước', 'Bạn bật mã xác nhận (OTP) cho tài khoản công vụ, rồi đăng nhập lại.'],
  'not-verified': ['Chưa xác nhận được tài khoản', 'Câu trả lời của trang tài khoản công vụ không dùng được. Bạn đăng nhập lại.'],
  over: ['Lần đăng nhập này đã quá lâu', 'Mỗi lần có mười phút, trên cùng một cửa sổ. Bạn đăng nhập lại.'],
  unavailable: ['Trang tài khoản công vụ chưa trả lời', 'Bạn thử lại sau ít phút. Việc đã lưu vẫn còn.'],
};
const isRefusal = (text: string | null): text is SignInRefusal => text !== null && text in WHY;

/** `/sign-in?to=…&refused=…` */
export function SignInPage() {
  const [search] = useSearchParams();
  const [isLeaving, setIsLeaving] = useState(false);
  const me = useMe();
  useEffect(() => {
    document.title = 'Đăng nhập · Tây Ninh Smart';
  }, []);
  const to = search.get('to') ?? '/';
  const refused = search.get('refused');
  if (me.data && !refused) return <Navigate to="/" replace />;
  return (
    <main className="sign-in">
      <section className="sign-in-view">
        <svg className="hill" viewBox="0 0 880 900" aria-hidden="true" preserveAspectRatio="xMidYMax slice">
          <path d="M0 770C120 752 196 724 262 672c68-54 110-124 158-166 26-22 50-22 74 0 46 42 72 106 134 144 40 24 72 14 108 26 54 20 100 50 144 84v140H0Z" />
          <path d="M0 812c160-42 300-12 440-32s320-40 440-4v124H0Z" />
          <path d="M0 860c200-34 420 8 620-22s200-16 260-4v66H0Z" />
        </svg>
        <div className="brand">
          <span className="mark">
            <Icon name="leaf" size={22} />
          </span>
          <span>
            <b>Tây Ninh Smart</b>
            <small>Bàn làm việc của cán bộ</small>
          </span>
        </div>
        <div className="sign-in-words">
          <p className="motto">Trả lời đúng người, gửi đúng việc, không lỡ hẹn với dân.</p>
          <ul>
            <li>
              <Icon name="send" /> Thông báo biết trước ai nhận, tốn bao nhiêu
            </li>
            <li>
              <Icon name="people" /> Hai người xem trước khi gửi đi
            </li>
            <li>
              <Icon name="stop" /> Dừng được bất cứ lúc nào
            </li>
          </ul>
        </div>
      </section>
      <section className="sign-in-form">
        <div>
          <h1>Đăng nhập</h1>
          <p className="quiet">Dùng tài khoản công vụ của tỉnh. Mật khẩu chỉ nhập ở trang tài khoản công vụ, không bao giờ ở đây.</p>
        </div>
        {isRefusal(refused) && <Alert type="warning" showIcon role="alert" title={WHY[refused][0]} description={WHY[refused][1]} />}
        <Button
          type="primary"
          block
          className="sign-in-button"
          autoFocus
          loading={isLeaving}
          icon={<Icon name="key" />}
          onClick={() => {
            setIsLeaving(true);
            signIn(to);
          }}
        >
          Tiếp tục với tài khoản công vụ{' '}
          <span className="key" aria-hidden="true">
            ↵
          </span>
        </Button>
        <dl className="facts">
          <dt>Chưa có quyền</dt>
          <dd>Trưởng đơn vị đề nghị, quản trị hệ thống cấp</dd>
          <dt>Quên mật khẩu</dt>
          <dd>Trang tài khoản công vụ</dd>
          <dt>Hết phiên</dt>
          <dd>Sau 15 phút không làm gì, hoặc 8 giờ</dd>
        </dl>
        <p className="quiet small">Mọi lần đăng nhập và xem dữ liệu cá nhân đều được ghi nhật ký.</p>
      </section>
    </main>
  );
}
