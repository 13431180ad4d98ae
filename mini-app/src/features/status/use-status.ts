import { useQuery } from '@tanstack/react-query';
import type { OutsideSystem, SystemState, SystemStatus } from '@tayninh/shared/features/status/status.contract';
import { api } from '../../api/bff.ts';

const CALM_MS = 60_000;
const TROUBLED_MS = 15_000;

/** Asked again sooner while something is wrong, so that a banner goes away by itself. */
export const useSystemStatus = () =>
  useQuery({
    queryKey: ['status'],
    queryFn: () => api('GET /v1/status'),
    staleTime: TROUBLED_MS,
    retry: false,
    refetchInterval: ({ state: { data } }) => (data && isTroubled(data) ? TROUBLED_MS : CALM_MS),
  });

export const isTroubled = ({ systems }: SystemStatus) => systems.some(({ state }) => state === 'slow' || state === 'down');

type Maintenance = SystemStatus['maintenance'][number];
export type Matter =
  | { readonly kind: 'trouble'; readonly system: OutsideSystem; readonly state: SystemState; readonly since: string | null }
  | { readonly kind: 'maintenance'; readonly notice: Maintenance };

/** Announced work is told from the day before. */
const AHEAD_MS = 86_400_000;

/**
 * The one thing that a person should know now about the systems their matter passes through: what is down, then work that is announced
 * or running, then what is slow. Null, and nothing is shown, when all is well or nothing is known.
 */
export function whatMatters(
  { systems, maintenance }: SystemStatus,
  passesThrough: readonly OutsideSystem[],
  now = Date.now(),
): Matter | null {
  const trouble = (wanted: SystemState) => {
    const found = systems.find(({ system, state }) => state === wanted && passesThrough.includes(system));
    return found ? ({ kind: 'trouble', ...found } as const) : null;
  };
  const notice = maintenance.find(
    ({ system, startsAt, endsAt }) =>
      (system === 'app' || passesThrough.includes(system)) && Date.parse(startsAt) - AHEAD_MS < now && now < Date.parse(endsAt),
  );
  return trouble('down') ?? (notice ? { kind: 'maintenance', notice } : null) ?? trouble('slow');
}
