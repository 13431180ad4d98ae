import { SECOND_APPROVAL_WITHIN_MS } from '@tayninh/shared/features/campaigns/campaign-states';
import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Alert, Button, Input, Tag } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { Field } from '../../components/field.tsx';
import { Figures } from '../../components/figures.tsx';
import { MessageCard } from '../../components/phone.tsx';
import { Rows } from '../../components/rows.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { clockText, countText, instantText, vndText } from '../../components/written.ts';
import { ActError } from './act-error.tsx';
import { useAct } from './campaign-calls.ts';
import { contentDifferences, contentParts } from './content-differences.ts';
import { MessagePreview } from './message-preview.tsx';
import { PlanRoutes } from './plan-view.tsx';
import { readCount } from './typed-count.ts';
import { useContentNames } from './use-content-names.ts';
import { useTemplateOf } from './use-template.ts';

/**
 * The second pair of eyes (NT-1, NT-2): sees exactly what the hash binds, types the number of people by hand, and is told what changed
 * while the page was open. What was shown when the page opened is what an approval is of, never what came later unseen.
 */
export function ApprovalView({ campaign, myId }: { campaign: Campaign; myId: string }) {
  const seen = useRef(campaign);
  const [, look] = useState(0);
  const shown = seen.current;
  const hasChanged = shown.contentHash !== campaign.contentHash;
  const names = useContentNames(campaign.content.templateVersionId);
  const found = useTemplateOf(campaign.content.templateVersionId);
  const differences = hasChanged ? contentDifferences(shown.content, campaign.content, names) : [];
  const { plan } = campaign;
  const sample = plan?.samples.find(({ refusal }) => refusal === null);
  return (
    <div className="approval-columns">
      <div className="stack">
        {hasChanged && (
          <section>
            <Alert
              type="warning"
              showIcon
              title="Nội dung vừa được sửa trong lúc bạn xem"
              description={`${differences.length} chỗ khác. Xem bảng dưới rồi xem lại từ đầu.`}
              action={
                <Button
                  onClick={() => {
                    seen.current = campaign;
                    look((times) => times + 1);
                  }}
                >
                  Tôi đã xem chỗ khác
                </Button>
              }
            />
            <Rows
              label="Chỗ khác"
              keyOf={({ part }) => part}
              rows={differences}
              columns={[
                { title: 'Phần', render: ({ part }) => part },
                { title: 'Lúc bạn mở trang', render: ({ before }) => <del>{before || 'không có'}</del> },
                { title: 'Bây giờ', render: ({ after }) => <ins>{after || 'không còn'}</ins> },
              ]}
            />
          </section>
        )}
        <section>
          <h2>Kế hoạch bạn đang duyệt</h2>
          <Figures
            figures={[
              {
                name: 'Người nhận',
                value: campaign.audienceCount === null ? '–' : countText(campaign.audienceCount),
                detail: campaign.plannedAt ? `đếm ${clockText(campaign.plannedAt)}` : undefined,
              },
              { name: 'Dự chi', value: campaign.estimatedVnd === null ? '–' : vndText(campaign.estimatedVnd) },
              {
                name: 'Bắt đầu',
                value: shortOf(plan?.firstAt) ?? 'khi lên lịch',
                detail: plan && plan.canaryPeople > 0 ? `thử ${countText(plan.canaryPeople)} người trước` : undefined,
              },
              { name: 'Người cuối nhận', value: shortOf(plan?.lastAt) ?? '–', detail: plan ? `${plan.days.length} ngày` : undefined },
            ]}
          />
          <p>
            <Link to={`/campaigns/${campaign.id}/plan`}>Xem cả kế hoạch và {plan?.samples.length ?? 0} mẫu đã che</Link>
          </p>
        </section>
        <div className="approval-what">
          <section>
            {found ? (
              <MessagePreview content={found.version.content} values={campaign.content.values} />
            ) : sample ? (
              <MessageCard title={sample.title ?? ''} body={sample.body ?? ''} />
            ) : (
              <p className="quiet">Không có mẫu nào gửi được.</p>
            )}
          </section>
          <section>
            <h2>Toàn bộ nội dung được duyệt</h2>
            <dl className="binding">
              {contentParts(campaign.content, names).map(({ part, text }) => (
                <div key={part}>
                  <dt>{part}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          </section>
        </div>
        {plan && <PlanRoutes plan={plan} />}
        <Checks campaign={campaign} />
      </div>
      <aside className="stack">
        <People campaign={campaign} myId={myId} />
        <section className="card soft">
          <h2>
            Dấu nội dung <Tag color={hasChanged ? 'warning' : 'success'}>{hasChanged ? 'Đã khác' : 'Khớp'}</Tag>
          </h2>
          <code className="hash">{shown.contentHash.match(/.{1,4}/g)?.join(' ')}</code>
          <p className="quiet">
            Tính từ mẫu và bản, giá trị điền, người nhận, đường gửi, lịch, trần. Sửa một chữ là dấu đổi và phải duyệt lại.
          </p>
        </section>
        <ApprovalForm key={shown.contentHash} campaign={campaign} seenHash={shown.contentHash} hasChanged={hasChanged} />
      </aside>
    </div>
  );
}

function ApprovalForm({ campaign, seenHash, hasChanged }: { campaign: Campaign; seenHash: string; hasChanged: boolean }) {
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const act = useAct(campaign.id);
  const kind = campaign.actions.includes('approve') ? 'approve' : campaign.actions.includes('approve-second') ? 'approve-second' : null;
  const count = readCount(typed);
  const fits = count !== null && count === campaign.audienceCount;
  const mayPress = kind !== null && fits && !hasChanged && !act.isPending;
  const approve = () => {
    if (mayPress && kind && count !== null) act.mutate({ act: kind, contentHash: seenHash, audienceCount: count, note });
  };
  useKeys({ 'ctrl+enter': approve });
  if (kind === null) return <p className="quiet">{whyNotMine(campaign)}</p>;
  return (
    <form
      className="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        approve();
      }}
    >
      <Field className="field">
        Gõ số người nhận để duyệt
        <Input
          size="large"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          status={typed !== '' && !fits ? 'error' : ''}
          onChange={(event) => setTyped(event.target.value)}
          onPaste={(event) => event.preventDefault()}
        />
      </Field>
      {typed !== '' && !fits && <p className="warn">Số này khác số người nhận trong kế hoạch.</p>}
      <Field className="field">
        Ghi chú, không bắt buộc
        <Input.TextArea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Button type="primary" size="large" block htmlType="submit" disabled={!mayPress} loading={act.isPending}>
        {kind === 'approve-second' ? 'Duyệt lần hai' : campaign.kind === 'emergency' ? 'Duyệt lần một' : 'Duyệt'} <kbd>Ctrl ↵</kbd>
      </Button>
      <ActError error={act.error} />
      <p className="quiet">
        {campaign.kind === 'emergency'
          ? 'Tin khẩn cần hai người duyệt trong 10 phút.'
          : 'Duyệt có hiệu lực 72 giờ. Nếu số người nhận tăng quá 10 %, phải duyệt lại.'}{' '}
        Bạn vẫn dừng được bất cứ lúc nào.
      </p>
    </form>
  );
}

/** `26/11 · 08:00` */
const shortOf = (instant: string | null | undefined) => (instant ? instantText(instant).replace(/\/\d{4}/, '') : null);

function whyNotMine({ state, approved, kind }: Campaign): string {
  if (state === 'approved') return 'Đã duyệt xong. Bước tiếp theo là lên lịch.';
  if (state !== 'submitted') return 'Chiến dịch chưa được trình, hoặc đã qua bước duyệt.';
  if (kind === 'emergency' && approved)
    return 'Đã có chữ duyệt thứ nhất. Cần một người duyệt khác, không phải người soạn hay người đã duyệt.';
  return 'Người soạn và người sửa không duyệt tin của mình. Cần một người khác có quyền duyệt.';
}

function People({ campaign, myId }: { campaign: Campaign; myId: string }) {
  const { createdBy, submitted, approved, approvedSecond, kind } = campaign;
  const you = (id: string) => (id === myId ? ' (bạn)' : '');
  return (
    <section className="card">
      <h2>{kind === 'emergency' ? 'Hai chữ duyệt' : 'Hai người, hai bước'}</h2>
      {kind === 'emergency' && approved && !approvedSecond && <Countdown from={approved.at} />}
      <ul className="plain people">
        <li>
          <b>
            {createdBy.name}
            {you(createdBy.id)}
          </b>{' '}
          soạn{submitted && ` · ${submitted.by.id === createdBy.id ? '' : `${submitted.by.name} `}trình ${instantText(submitted.at)}`}
        </li>
        <li className={approved ? 'done' : 'open'}>
          {approved ? (
            <>
              <b>
                {approved.by.name}
                {you(approved.by.id)}
              </b>{' '}
              duyệt {instantText(approved.at)}
            </>
          ) : (
            'Chờ người duyệt'
          )}
        </li>
        {kind === 'emergency' && (
          <li className={approvedSecond ? 'done' : 'open'}>
            {approvedSecond ? (
              <>
                <b>
                  {approvedSecond.by.name}
                  {you(approvedSecond.by.id)}
                </b>{' '}
                duyệt lần hai {instantText(approvedSecond.at)}
              </>
            ) : (
              'Chờ người duyệt thứ hai'
            )}
          </li>
        )}
      </ul>
    </section>
  );
}

/** How long the second name has; afterwards the first has to be given again. */
function Countdown({ from }: { from: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const leftMs = Math.max(0, new Date(from).getTime() + SECOND_APPROVAL_WITHIN_MS - now);
  const seconds = Math.floor(leftMs / 1_000);
  const text = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <Alert
      type={leftMs > 0 ? 'warning' : 'error'}
      showIcon
      title={leftMs > 0 ? `Người thứ hai còn ${text}` : 'Quá 10 phút. Cần duyệt lại từ đầu.'}
    />
  );
}

function Checks({ campaign }: { campaign: Campaign }) {
  const { plan } = campaign;
  if (!plan) return null;
  const refused = plan.notTold.reduce((sum, { count }) => sum + count, 0);
  const checks = [
    {
      isGood: plan.blockers.length === 0,
      text: plan.blockers.length === 0 ? 'Mẫu tin và giá trị đủ, gửi được' : plan.blockers.map(({ text }) => text).join(' '),
    },
    { isGood: true, text: `${countText(refused)} người không được gửi đã bỏ ra` },
    { isGood: plan.risk.level !== 'high' && plan.risk.level !== 'medium', text: plan.risk.text },
    {
      isGood: plan.risk.weekendPeople === 0,
      text:
        plan.risk.weekendPeople === 0 ? 'Không tin nào rơi vào cuối tuần' : `${countText(plan.risk.weekendPeople)} tin rơi vào cuối tuần`,
    },
    { isGood: !plan.needsReason, text: plan.needsReason ? 'Dưới 10 người, xem kỹ lý do' : 'Đủ đông, không chỉ vào riêng ai' },
    {
      isGood: plan.left.expired + plan.left.noHour === 0,
      text:
        plan.left.expired + plan.left.noHour === 0
          ? 'Ai cũng nhận kịp trước giờ hết hạn'
          : `${countText(plan.left.expired + plan.left.noHour)} người không kịp nhận`,
    },
  ];
  return (
    <section>
      <h2>Kiểm trước khi duyệt</h2>
      <ul className="plain checks">
        {checks.map(({ isGood, text }) => (
          <li key={text}>
            <Tag color={isGood ? 'success' : 'warning'}>{isGood ? 'Đạt' : 'Xem kỹ'}</Tag> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
