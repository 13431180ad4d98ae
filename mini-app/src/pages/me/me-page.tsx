import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';
import { Bar } from '../../components/bar.tsx';
import { Icon } from '../../components/icon.tsx';
import { ErrorNote } from '../../components/states.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { useMe } from '../../features/session/queries.ts';
import { type TextSize, type Theme, useTextSize, useTheme } from '../../features/settings/display-settings.ts';
import { zaloAccessToken, zaloPhoneToken } from '../../zalo/zalo-host.ts';

const LEVELS = { L1: 'Đã đăng nhập bằng Zalo', L2: 'Đã có số điện thoại', L3: 'Đã xác thực danh tính' };
const SIZES: { value: TextSize; label: string }[] = [
  { value: 'normal', label: 'Vừa' },
  { value: 'large', label: 'Lớn' },
  { value: 'easy', label: 'Rất lớn' },
];
const THEMES: { value: Theme; label: string }[] = [
  { value: 'light', label: 'Nền sáng' },
  { value: 'dark', label: 'Nền tối' },
];

export function MePage() {
  const client = useQueryClient();
  const me = useMe();
  const [size, setSize] = useTextSize();
  const [theme, setTheme] = useTheme();
  const preferences = useQuery({ queryKey: ['preferences'], queryFn: () => api('GET /v1/me/preferences') });
  const setUpdates = useMutation({
    mutationFn: (zaloDossierUpdates: boolean) => api('PUT /v1/me/preferences', { body: { zaloDossierUpdates } }),
    onSuccess: (saved) => client.setQueryData(['preferences'], saved),
  });
  const addPhone = useMutation({
    mutationFn: async () => {
      const phoneToken = await zaloPhoneToken();
      if (!phoneToken) return undefined;
      return api('PUT /v1/me/phone', { body: { zaloAccessToken: await zaloAccessToken(), phoneToken } });
    },
    onSuccess: (saved) => saved && client.setQueryData(['me'], saved),
  });
  const updates = preferences.data?.zaloDossierUpdates ?? false;
  return (
    <>
      <Bar title="Của tôi" heading />
      <main className="main" style={{ paddingTop: 8 }}>
        {me.error && <ErrorNote error={me.error} retry={me.refetch} />}
        {me.data && (
          <div className="card">
            <h2>{me.data.name ?? 'Người dùng Zalo'}</h2>
            <span className="tag go">
              <Icon name="shield" />
              {LEVELS[me.data.level]}
            </span>
            {me.data.phone ? (
              <p>Số điện thoại: {me.data.phone}</p>
            ) : (
              <>
                <p className="dim">Cho cán bộ số để gọi bạn? Chỉ để gọi về hồ sơ của bạn. Không cho, bạn vẫn nộp được hồ sơ.</p>
                <button className="btn second" type="button" disabled={addPhone.isPending} onClick={() => addPhone.mutate()}>
                  Thêm số điện thoại
                </button>
              </>
            )}
            {addPhone.error && <p className="note">Zalo chưa cho số điện thoại. Bạn vẫn ghi được số trong tờ khai.</p>}
          </div>
        )}
        <section className="stack">
          <h2>Cỡ chữ</h2>
          <Segments label="Cỡ chữ" options={SIZES} value={size} onChange={setSize} />
        </section>
        <section className="stack">
          <h2>Nền sáng, nền tối</h2>
          <Segments label="Nền sáng, nền tối" options={THEMES} value={theme} onChange={setTheme} />
        </section>
        <section className="stack">
          <h2>Điều tôi đã đồng ý</h2>
          <div className="list">
            <button
              className="row top-align"
              type="button"
              role="switch"
              aria-checked={updates}
              disabled={!preferences.data || setUpdates.isPending}
              onClick={() => setUpdates.mutate(!updates)}
            >
              <span className="grow">
                <span className="t">Nhắn Zalo khi hồ sơ thay đổi</span>
                <span className="small dim block">Tắt thì tin vẫn nằm trong Hộp thư</span>
              </span>
              <span className={updates ? 'switch on' : 'switch'} />
            </button>
          </div>
          {setUpdates.error && <ErrorNote error={setUpdates.error} />}
        </section>
      </main>
      <TabBar />
    </>
  );
}

function Segments<T extends string>(props: {
  label: string;
  options: { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <div className="seg" role="radiogroup" aria-label={props.label}>
      {props.options.map(({ value, label }) => (
        // biome-ignore lint/a11y/useSemanticElements: a segment is a button that acts as a radio
        <button key={value} type="button" role="radio" aria-checked={props.value === value} onClick={() => props.onChange(value)}>
          {label}
        </button>
      ))}
    </div>
  );
}
