import '../../features/campaigns/campaigns.css';
import { useQuery } from '@tanstack/react-query';
import { LoadingPanel, ProblemPanel } from '../../components/state-panel.tsx';
import { killSwitchesQuery } from '../../features/campaigns/campaign-calls.ts';
import { KillSwitchesView } from '../../features/campaigns/kill-switches-view.tsx';
import { PageHead } from '../../features/session/page-head.tsx';
import { useMe } from '../../features/session/use-session.ts';

/** `/kill-switches` */
export function KillSwitchesPage() {
  const switches = useQuery(killSwitchesQuery);
  const me = useMe();
  const error = switches.error ?? me.error;
  const units = [...new Map(me.data?.grants.map(({ unit }) => [unit.code, unit])).values()];
  return (
    <div className="campaigns">
      <PageHead crumb="Thông báo" title="Công tắc dừng" />
      {error ? (
        <ProblemPanel error={error} onRetry={() => void switches.refetch()} />
      ) : switches.data && me.data ? (
        <KillSwitchesView items={switches.data.items} units={units} myId={me.data.id} />
      ) : (
        <LoadingPanel />
      )}
    </div>
  );
}
