import '../../features/campaigns/campaigns.css';
import { useQuery } from '@tanstack/react-query';
import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Alert, Button, Steps } from 'antd';
import { useCallback } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router-dom';
import { LoadingPanel, ProblemPanel, StatePanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { ActError } from '../../features/campaigns/act-error.tsx';
import { AudienceStep } from '../../features/campaigns/audience-step.tsx';
import { campaignQuery, useAct } from '../../features/campaigns/campaign-calls.ts';
import { ContentStep } from '../../features/campaigns/content-step.tsx';
import { EmergencyRules } from '../../features/campaigns/emergency-rules.tsx';
import { PlanStep } from '../../features/campaigns/plan-step.tsx';
import { SubmitStep } from '../../features/campaigns/submit-step.tsx';
import { useCampaignDraft } from '../../features/campaigns/use-campaign-draft.ts';
import { PageHead } from '../../features/session/page-head.tsx';
import { useMe } from '../../features/session/use-session.ts';

const STEPS = [
  { key: 'content', title: 'Nội dung' },
  { key: 'audience', title: 'Người nhận' },
  { key: 'plan', title: 'Kế hoạch gửi' },
  { key: 'submit', title: 'Trình duyệt' },
] as const;

/** `/campaigns/new?kind=` and `/campaigns/:id/compose?step=` */
export function ComposePage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const me = useMe();
  const campaign = useQuery({ ...campaignQuery(id ?? ''), enabled: id !== undefined });
  if (campaign.isError) return <ProblemPanel error={campaign.error} onRetry={() => void campaign.refetch()} />;
  if (!me.data || (id && !campaign.data)) return <LoadingPanel />;
  const unit = me.data.grants.find(({ role }) => role === 'officer' || role === 'editor' || role === 'approver')?.unit;
  if (!unit) return <StatePanel icon="lock" title="Vai trò của bạn không soạn được chiến dịch" />;
  if (campaign.data && !campaign.data.actions.includes('edit'))
    return (
      <StatePanel icon="lock" title="Chiến dịch này không sửa được nữa">
        Đã bắt đầu gửi, đã xong, hoặc bạn không có quyền sửa.
      </StatePanel>
    );
  const kind = search.get('kind') === 'emergency' ? 'emergency' : 'ordinary';
  return <Composer key={id ?? `new-${kind}`} campaign={campaign.data ?? null} unitCode={unit.code} kind={kind} />;
}

function Composer({ campaign, unitCode, kind }: { campaign: Campaign | null; unitCode: string; kind: 'ordinary' | 'emergency' }) {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const state = useCampaignDraft(campaign, { unitCode, kind });
  const { draft, saved, save, took, isDirty, isSaving } = state;
  const act = useAct(saved?.id ?? '');
  const asked = STEPS.findIndex(({ key }) => key === search.get('step'));
  const at = saved ? Math.max(0, asked) : 0;
  const step = STEPS[at]?.key ?? 'content';
  const hasName = draft.name.trim().length >= 3;
  const mayGo = [
    true,
    draft.content.templateVersionId !== null && hasName,
    draft.content.audience !== null,
    !!saved?.plan && saved.state !== 'draft' && !isDirty,
  ];

  const go = useCallback(
    async (to: number) => {
      const kept = await save();
      if (kept) navigate(`/campaigns/${kept.id}/compose?step=${STEPS[to]?.key ?? 'content'}`, { replace: true });
    },
    [save, navigate],
  );
  const { mutateAsync } = act;
  const planNow = useCallback(async () => {
    if ((await save()) === null) return;
    await mutateAsync({ act: 'plan' }).then(took, () => undefined);
  }, [save, mutateAsync, took]);
  const submit = async (note: string) => {
    if (!saved) return;
    const handedIn = await mutateAsync({ act: 'submit', contentHash: saved.contentHash, note }).catch(() => null);
    if (handedIn) navigate(`/campaigns/${handedIn.id}/approval`);
  };
  const next = at + 1;
  const mayGoOn = next < STEPS.length && mayGo.slice(0, next + 1).every(Boolean);
  useKeys({ 'ctrl+enter': () => mayGoOn && void go(next), 'ctrl+s': () => void save() });
  const isVoiding = saved !== null && saved.state !== 'draft' && saved.state !== 'checked';

  return (
    <div className="campaigns">
      <PageHead
        crumb={saved ? `Chiến dịch · ${isVoiding ? 'sửa' : 'nháp'} của ${saved.createdBy.name}` : 'Chiến dịch · nháp mới'}
        title={draft.name.trim() || (draft.content.kind === 'emergency' ? 'Tin khẩn mới' : 'Chiến dịch mới')}
        actions={
          <>
            {at > 0 && <Button onClick={() => void go(at - 1)}>{STEPS[at - 1]?.title}</Button>}
            {next < STEPS.length && (
              <Button type="primary" disabled={!mayGoOn} loading={isSaving} onClick={() => void go(next)}>
                Tiếp: {STEPS[next]?.title.toLowerCase()} <kbd>Ctrl ↵</kbd>
              </Button>
            )}
          </>
        }
      />
      <div className="compose-steps">
        <Steps
          size="small"
          current={at}
          onChange={(to) => void go(to)}
          items={STEPS.map(({ title }, index) => ({ title, disabled: !mayGo.slice(0, index + 1).every(Boolean) }))}
        />
        <span className="quiet" aria-live="polite">
          {isSaving ? 'Đang lưu…' : isDirty ? (hasName ? 'Chưa lưu' : 'Đặt tên để lưu nháp') : 'Đã lưu nháp'} · <kbd>Ctrl S</kbd>
        </span>
      </div>
      <ActError error={state.error} />
      {isVoiding && (
        <Alert type="warning" showIcon title="Sửa bất cứ chỗ nào thì kế hoạch và chữ duyệt trước không còn hiệu lực, phải trình lại." />
      )}
      {draft.content.kind === 'emergency' && step === 'content' && <EmergencyRules />}
      {step === 'content' && <ContentStep state={state} />}
      {step === 'audience' && <AudienceStep state={state} />}
      {step === 'plan' && <PlanStep state={state} act={act} planNow={() => void planNow()} />}
      {step === 'submit' && <SubmitStep state={state} act={act} onSubmit={(note) => void submit(note)} />}
    </div>
  );
}
