import '../../features/campaigns/campaigns.css';
import { useQuery } from '@tanstack/react-query';
import type { Campaign } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { Button, Tabs } from 'antd';
import { Link, Navigate, useNavigate, useParams } from 'react-router-dom';
import { EmptyPanel, LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { ActError } from '../../features/campaigns/act-error.tsx';
import { ApprovalView } from '../../features/campaigns/approval-view.tsx';
import { campaignQuery, reportQuery, useAct, useSaveReport } from '../../features/campaigns/campaign-calls.ts';
import { isOver, isUnderWay, STATE_WORDS } from '../../features/campaigns/campaign-words.ts';
import { EmergencyRules } from '../../features/campaigns/emergency-rules.tsx';
import { PlanView } from '../../features/campaigns/plan-view.tsx';
import { ReportView } from '../../features/campaigns/report-view.tsx';
import { RunView } from '../../features/campaigns/run-view.tsx';
import { StateTag } from '../../features/campaigns/state-tag.tsx';
import { StopBanner } from '../../features/campaigns/stop-banner.tsx';
import { TrailList } from '../../features/campaigns/trail-list.tsx';
import { useProgress } from '../../features/campaigns/use-progress.ts';
import { WithReason } from '../../features/campaigns/with-reason.tsx';
import { PageHead } from '../../features/session/page-head.tsx';
import { useMe } from '../../features/session/use-session.ts';

const FACES = [
  { key: 'plan', label: 'Kế hoạch' },
  { key: 'approval', label: 'Duyệt' },
  { key: 'run', label: 'Tiến độ' },
  { key: 'report', label: 'Báo cáo' },
  { key: 'trail', label: 'Nhật ký' },
] as const;
type Face = (typeof FACES)[number]['key'];

/** `/campaigns/:id` and `/campaigns/:id/:face`: without a face, the one that its state asks for. */
export function CampaignPage() {
  const { id = '', face } = useParams();
  const campaign = useQuery(campaignQuery(id));
  const me = useMe();
  if (campaign.isPending || me.isPending) return <LoadingPanel />;
  if (campaign.isError) return <ProblemPanel error={campaign.error} onRetry={() => void campaign.refetch()} />;
  if (me.isError) return <ProblemPanel error={me.error} onRetry={() => void me.refetch()} />;
  const known = FACES.find(({ key }) => key === face)?.key;
  if (!known) return <Navigate to={`/campaigns/${id}/${faceOf(campaign.data)}`} replace />;
  return <OneCampaign key={id} campaign={campaign.data} face={known} myId={me.data.id} />;
}

const faceOf = ({ state }: Campaign): Face =>
  state === 'submitted' || state === 'approved' ? 'approval' : isOver(state) ? 'report' : isUnderWay(state) ? 'run' : 'plan';

function OneCampaign({ campaign, face, myId }: { campaign: Campaign; face: Face; myId: string }) {
  const navigate = useNavigate();
  const { plan } = campaign;
  return (
    <div className="campaigns">
      <PageHead
        crumb={`Chiến dịch · soạn bởi ${campaign.createdBy.name}`}
        title={campaign.name}
        tag={<StateTag campaign={campaign} />}
        actions={<Actions campaign={campaign} />}
      />
      <StopBanner about={({ scope, key }) => scope !== 'campaign' || key === campaign.id} />
      <Tabs activeKey={face} onChange={(key) => navigate(`/campaigns/${campaign.id}/${key}`)} items={FACES.map((each) => ({ ...each }))} />
      {face === 'plan' &&
        (plan ? (
          <PlanView plan={plan} />
        ) : (
          <EmptyPanel
            title="Chưa có kế hoạch"
            action={campaign.actions.includes('edit') && <Link to={`/campaigns/${campaign.id}/compose`}>Soạn tiếp</Link>}
          >
            Kế hoạch nói trước ai nhận, đi đường nào, tốn bao nhiêu và mất mấy ngày.
          </EmptyPanel>
        ))}
      {face === 'approval' && (
        <>
          {campaign.kind === 'emergency' && <EmergencyRules />}
          <ApprovalView campaign={campaign} myId={myId} />
        </>
      )}
      {face === 'run' && <Run campaign={campaign} />}
      {face === 'report' && <Report campaign={campaign} />}
      {face === 'trail' && <TrailList trail={campaign.trail} />}
    </div>
  );
}

function Run({ campaign }: { campaign: Campaign }) {
  const live = useProgress(campaign.id);
  if (campaign.startedAt === null && !isUnderWay(campaign.state))
    return <EmptyPanel title="Chưa bắt đầu gửi">{STATE_WORDS[campaign.state].next}</EmptyPanel>;
  return <RunView campaign={campaign} live={live} />;
}

function Report({ campaign }: { campaign: Campaign }) {
  const report = useQuery(reportQuery(campaign.id));
  const saving = useSaveReport(campaign.id);
  useKeys({ x: () => saving.mutate() });
  if (report.isPending) return <LoadingPanel />;
  if (report.isError) return <ProblemPanel error={report.error} onRetry={() => void report.refetch()} />;
  if (report.data.counts.length === 0)
    return <EmptyPanel title="Chưa có gì để báo cáo">Báo cáo có từ khi chiến dịch bắt đầu gửi.</EmptyPanel>;
  return (
    <>
      <div className="right">
        <Button loading={saving.isPending} onClick={() => saving.mutate()}>
          Xuất báo cáo <kbd>X</kbd>
        </Button>
      </div>
      <ActError error={saving.error} />
      <ReportView report={report.data} />
    </>
  );
}

/** What this person may do now, the next step last. */
function Actions({ campaign }: { campaign: Campaign }) {
  const navigate = useNavigate();
  const act = useAct(campaign.id);
  const may = (action: Campaign['actions'][number]) => campaign.actions.includes(action);
  const isRunning = isUnderWay(campaign.state);
  return (
    <>
      <ActError error={act.error} />
      {may('return') && (
        <WithReason
          label="Trả lại kèm lý do"
          title="Trả lại cho người soạn"
          confirm="Trả lại"
          isBusy={act.isPending}
          onDone={(reason) => act.mutateAsync({ act: 'return', reason })}
        >
          Người soạn thấy lý do này. Chưa có tin nào được gửi.
        </WithReason>
      )}
      {may('abort') && (
        <WithReason
          label={isRunning ? 'Dừng hẳn' : 'Hủy chiến dịch'}
          title={isRunning ? 'Dừng hẳn chiến dịch này?' : 'Hủy chiến dịch này?'}
          confirm={isRunning ? 'Dừng hẳn' : 'Hủy chiến dịch'}
          isDanger
          isBusy={act.isPending}
          onDone={(reason) => act.mutateAsync({ act: 'abort', reason })}
        >
          Ai chưa tới lượt sẽ không nhận tin. Không mở lại được, muốn gửi tiếp phải soạn bản mới.
        </WithReason>
      )}
      {may('edit') && (
        <Button onClick={() => navigate(`/campaigns/${campaign.id}/compose`)}>
          {campaign.state === 'draft' || campaign.state === 'checked' ? 'Soạn tiếp' : 'Sửa (phải duyệt lại)'}
        </Button>
      )}
      {may('pause') && (
        <Button loading={act.isPending} onClick={() => act.mutate({ act: 'pause' })}>
          Tạm dừng
        </Button>
      )}
      {may('resume') && (
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ act: 'resume' })}>
          Chạy tiếp
        </Button>
      )}
      {may('schedule') && (
        <Button type="primary" loading={act.isPending} onClick={() => act.mutate({ act: 'schedule' })}>
          {campaign.scheduledAt ? 'Lên lịch' : 'Bắt đầu gửi'}
        </Button>
      )}
    </>
  );
}
