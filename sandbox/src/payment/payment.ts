import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SandboxCredentials } from '../credentials.ts';
import type { Faults } from '../faults.ts';
import type { Collection } from '../journal.ts';
import { packedTime } from '../province/local-time.ts';
import type { Webhooks } from '../webhooks.ts';
import { type FakeOrder, newOrder, orderControls } from './orders.ts';

const Message = z.looseObject({
  LoaiBanTin: z.enum(['INIT', 'QUERY', 'GET_BILL']),
  MaDoiTac: z.string(),
  MaThamChieu: z.string().min(1),
  MaXacThuc: z.string(),
});
const Init = z.looseObject({
  SoTien: z.coerce.number().int().positive(),
  ThongTinGiaoDich: z.string(),
  ThongTinBienLai: z.object({ MaHoSo: z.string().min(1) }),
});
const STATE: Record<FakeOrder['state'], string> = { paid: '00', unpaid: '01', failed: '02', processing: '03' };

/** The national payment platform, with a page of its own to pay on. A reference is good once; it gives no money back by itself. */
export function createFakePaymentPlatform({
  credentials: {
    payment: { partner, secret },
  },
  orders,
  faults,
  webhooks,
  url,
}: {
  credentials: SandboxCredentials;
  orders: Collection<FakeOrder>;
  faults: Faults;
  webhooks: () => Webhooks;
  url: () => string;
}) {
  const hash = (fields: readonly unknown[]) =>
    createHash('sha256')
      .update([...fields, secret].join('|'))
      .digest('hex');

  const notify = (order: FakeOrder, isForged: boolean) => {
    const fields = {
      LoaiBanTin: 'NOTIFY',
      MaLoi: STATE[order.state],
      MaDoiTac: partner,
      MaThamChieu: order.reference,
      SoTien: String(order.paidVnd ?? order.amountVnd),
      MaTienTe: 'VND',
      MaGiaoDich: order.transactionId ?? '',
      MaNganHang: 'NHBIARA',
      ThoiGianGD: packedTime(order.paidAt ?? new Date().toISOString()),
      ThongTinGiaoDich: order.text,
    };
    const MaXacThuc = hash(isForged ? ['?'] : Object.values(fields));
    webhooks().send({
      system: 'payment',
      path: '/hooks/payment-platform',
      body: JSON.stringify({ ...fields, MaXacThuc }),
      sign: 'in-body',
    });
  };

  const serve = (body: unknown) => {
    const message = Message.safeParse(body);
    if (!message.success) return { error_code: '96', MaLoi: '96', message: 'Sai dạng bản tin' };
    const fields = message.data;
    // in the order of the message, which the code is over
    const texts = Object.entries(body as object).flatMap(([name, value]) =>
      name !== 'MaXacThuc' && typeof value === 'string' ? [value] : [],
    );
    if (fields.MaDoiTac !== partner || fields.MaXacThuc !== hash(texts))
      return { error_code: '97', MaLoi: '97', message: 'Sai mã xác thực' };
    const order = orders.get(fields.MaThamChieu);
    if (fields.LoaiBanTin === 'INIT') {
      const init = Init.safeParse(fields);
      if (!init.success) return { error_code: '96', message: 'Thiếu thông tin thanh toán' };
      if (order) return { error_code: '02', message: 'Trùng mã tham chiếu' };
      const { SoTien, ThongTinGiaoDich } = init.data;
      orders.set(
        fields.MaThamChieu,
        newOrder({ id: fields.MaThamChieu, reference: fields.MaThamChieu, amountVnd: SoTien, text: ThongTinGiaoDich }),
      );
      return { error_code: '0', message: JSON.stringify({ UrlThanhToan: `${url()}/pay/payment/${fields.MaThamChieu}` }) };
    }
    if (!order) return { MaLoi: '01', MoTaLoi: 'Không tìm thấy giao dịch' };
    if (fields.LoaiBanTin === 'GET_BILL')
      return order.state === 'paid'
        ? { MaLoi: '00', UrlBienLai: `${url()}/pay/payment/${order.id}`, SoBienLai: `BL-${order.reference.slice(-8)}` }
        : { MaLoi: '01', MoTaLoi: 'Chưa có biên lai' };
    return {
      MaLoi: '00',
      MoTaLoi: 'OK',
      SoTien: order.paidVnd ?? order.amountVnd,
      MaTienTe: 'VND',
      MaGiaoDich: order.transactionId,
      TrangThaiGD: STATE[order.state],
    };
  };

  return {
    async routes(app: FastifyInstance) {
      app.post('/PaymentPlatform', async (request: FastifyRequest, reply: FastifyReply) => {
        if (await faults.before('payment', request, reply)) return reply;
        const answer = serve(request.body);
        const isInit = (request.body as { LoaiBanTin?: unknown }).LoaiBanTin === 'INIT';
        return isInit && faults.after('payment', request, reply) ? reply : answer;
      });
      orderControls(app, { system: 'payment', orders, notify });
    },
  };
}
