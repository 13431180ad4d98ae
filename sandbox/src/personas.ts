/** Invented people. Any likeness to living ones is chance; numbers are made up. */
export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly kind: 'citizen' | 'officer' | 'approver' | 'support' | 'lead' | 'auditor';
  readonly birthYear: number;
  readonly commune: string;
  readonly zaloId?: string;
  /** Absent: has never met the Official Account. */
  readonly oaUserId?: string;
  /** As Zalo writes it: 84… */
  readonly phone?: string;
  readonly personalNumber?: string;
  /** Where this person's phone is, in degrees, as Zalo writes it; absent: the phone has no receiver. */
  readonly position?: { readonly latitude: string; readonly longitude: string };
}

const citizen = (
  id: string,
  name: string,
  birthYear: number,
  commune: string,
  rest: Pick<Persona, 'zaloId' | 'oaUserId' | 'phone' | 'personalNumber' | 'position'>,
): Persona => ({ id, name, kind: 'citizen', birthYear, commune, ...rest });
const staff = (id: string, name: string, kind: Persona['kind'], commune: string): Persona => ({ id, name, kind, birthYear: 1985, commune });

export const PERSONAS: readonly Persona[] = [
  citizen('thu-ha', 'Huỳnh Thị Thu Hà', 1990, 'phường Ninh Thạnh', {
    zaloId: '3368637342326461001',
    oaUserId: '7712345678901234001',
    phone: '84902555101',
    personalNumber: '072190004471',
    position: { latitude: '11.327600', longitude: '106.153200' },
  }),
  citizen('van-binh', 'Nguyễn Văn Bình', 1958, 'xã Cần Giuộc', {
    zaloId: '3368637342326461002',
    oaUserId: '7712345678901234002',
    phone: '84912555102',
    personalNumber: '080058001122',
    position: { latitude: '10.626000', longitude: '106.695500' },
  }),
  citizen('kim-ngan', 'Trần Kim Ngân', 1998, 'phường Long An', {
    zaloId: '3368637342326461003',
    oaUserId: '7712345678901234003',
    phone: '84932555103',
    personalNumber: '080198003344',
    position: { latitude: '10.552500', longitude: '106.400100' },
  }),
  citizen('minh-tam', 'Lê Minh Tâm', 1981, 'xã Tân Biên', {
    zaloId: '3368637342326461004',
    phone: '84972555104',
    personalNumber: '072081005566',
    position: { latitude: '11.611400', longitude: '105.872800' },
  }),
  citizen('ba-sau', 'Phạm Thị Sáu', 1949, 'xã Dương Minh Châu', {
    zaloId: '3368637342326461005',
    oaUserId: '7712345678901234005',
    personalNumber: '072149007788',
  }),
  citizen('hoang-phuc', 'Đặng Hoàng Phúc', 2003, 'phường Tân Ninh', {
    zaloId: '3368637342326461006',
    oaUserId: '7712345678901234006',
    phone: '84862555106',
    personalNumber: '072203009900',
    position: { latitude: '11.318600', longitude: '106.097700' },
  }),
  citizen('ngoc-lan', 'Võ Ngọc Lan', 1975, 'xã Bến Lức', {
    zaloId: '3368637342326461007',
    oaUserId: '7712345678901234007',
    phone: '84792555107',
    personalNumber: '080175002211',
    position: { latitude: '10.671000', longitude: '106.480200' },
  }),
  citizen('quoc-dung', 'Bùi Quốc Dũng', 1967, 'phường Trảng Bàng', {
    zaloId: '3368637342326461008',
    oaUserId: '7712345678901234008',
    phone: '84982555108',
    personalNumber: '072067004433',
    // away from home, outside the province
    position: { latitude: '10.7769', longitude: '106.7009' },
  }),
  staff('cb-mai', 'Cao Thị Mai', 'officer', 'phường Ninh Thạnh'),
  staff('cb-long', 'Tạ Văn Long', 'officer', 'xã Cần Giuộc'),
  staff('ld-hung', 'Phan Quốc Hưng', 'approver', 'tỉnh'),
  // an emergency needs two approvals
  staff('ld-nga', 'Đoàn Thị Nga', 'approver', 'tỉnh'),
  staff('ht-thao', 'Ngô Thị Thảo', 'support', 'tỉnh'),
  staff('ht-khoa', 'Mai Đăng Khoa', 'support', 'tỉnh'),
  staff('ht-truong', 'Lý Minh Trí', 'lead', 'tỉnh'),
  staff('kt-an', 'Hồ Thị An', 'auditor', 'tỉnh'),
];
