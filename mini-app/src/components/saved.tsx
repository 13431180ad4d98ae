import { Icon } from './icon.tsx';
import { clock } from './words.ts';

export function Saved({ at }: { at: string }) {
  return (
    <p className="saved" role="status">
      <Icon name="check" />
      Đã lưu lúc {clock(at)}. Thoát ra vẫn còn.
    </p>
  );
}
