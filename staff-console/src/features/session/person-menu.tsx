import type { StaffMe } from '@tayninh/shared/features/staff/staff.contract';
import { Button, Popover, Segmented } from 'antd';
import { Icon } from '../../components/icon.tsx';
import { useAppearance } from '../../look/appearance.tsx';
import type { Density, Shade } from '../../look/theme.ts';
import { placeOf, useSignOut } from './use-session.ts';

/** The last two words' first letters: how Vietnamese names are told apart. */
const initials = (name: string) =>
  name
    .split(' ')
    .slice(-2)
    .map((word) => word.charAt(0))
    .join('');

/** Who is here, as what; how it looks; the way out. */
export function PersonMenu({ me }: { me: StaffMe }) {
  const { shade, density, choose } = useAppearance();
  const signOut = useSignOut();
  const content = (
    <div className="person-panel">
      <label htmlFor="shade">Màu nền</label>
      <Segmented<Shade | 'system'>
        id="shade"
        block
        aria-label="Màu nền"
        value={shade}
        onChange={(next) => choose({ shade: next })}
        options={[
          { value: 'system', label: 'Theo máy' },
          { value: 'light', label: 'Sáng' },
          { value: 'dark', label: 'Tối' },
        ]}
      />
      <label htmlFor="density">Cỡ chữ và dòng</label>
      <Segmented<Density>
        id="density"
        block
        aria-label="Cỡ chữ và dòng"
        value={density}
        onChange={(next) => choose({ density: next })}
        options={[
          { value: 'compact', label: 'Gọn' },
          { value: 'roomy', label: 'Thoáng' },
        ]}
      />
      {signOut.isError && <p role="alert">Chưa ra được, bạn thử lại.</p>}
      <Button block loading={signOut.isPending} onClick={() => signOut.mutate()} icon={<Icon name="leave" />}>
        Đăng xuất
      </Button>
    </div>
  );
  return (
    <Popover content={content} trigger="click" placement="bottomRight">
      <button type="button" className="person" aria-haspopup="dialog">
        <span className="avatar" aria-hidden="true">
          {initials(me.name)}
        </span>
        <span className="person-words">
          <b>{me.name}</b>
          <small>{placeOf(me)}</small>
        </span>
        <Icon name="down" size={14} />
      </button>
    </Popover>
  );
}
