import { pickupDays } from '@tayninh/shared/features/pickups/pickup-days';
import type { Pickup } from '@tayninh/shared/features/pickups/pickups.contract';
import type { OfficeProfile, WorkCalendar } from '@tayninh/shared/features/promise-dates/work-calendar';
import type { Capabilities } from '../../connectors/capabilities.ts';
import type { CounterNumbers } from '../../connectors/one-gate/counter-numbers.ts';
import { UpstreamError } from '../../connectors/upstream.ts';
import type { CitizenScope } from '../../platform/access.ts';
import { AppError } from '../../platform/app-error.ts';
import { createExactlyOnce, type SendingTimes } from '../../platform/exactly-once.ts';
import { type PickupRepository, type PickupRow, READY } from './pickups.repository.ts';

interface Office {
  readonly name: string;
  readonly address: string | null;
  readonly hours: OfficeProfile;
}
const NOT_OFFERED: Omit<Pickup, 'asOf'> = { isOffered: false, office: null, days: [], number: null, wasRefused: false };
const OVER: readonly PickupRow['state'][] = ['rejected', 'returned', 'over'];

/** A number for the counter where a result waits: the province hands them out, our calendar says for which hours. */
export function createPickupService({
  repository,
  numbers,
  capabilities,
  officeOf,
  calendar,
  takesActs,
  times,
  now = () => new Date(),
}: {
  repository: PickupRepository;
  numbers: CounterNumbers;
  /** What the province promises of taking a number. */
  capabilities: Capabilities;
  /** Null for an office that we do not know. */
  officeOf: (id: string) => Promise<Office | null>;
  calendar: () => Promise<WorkCalendar>;
  /** Whether the dossier went to the system that hands numbers out. */
  takesActs: (row: { procedureCode: string; procedureVersionNo: number }) => Promise<boolean>;
  times: SendingTimes;
  now?: () => Date;
}) {
  const sending = createExactlyOnce({
    store: repository.store,
    checkFile: async () => 'clean', // it carries no files
    times,
    destination: {
      capabilities: async () => capabilities,
      async prepare({ dossierId }) {
        const { provinceCode } = await repository.dossierOf(dossierId);
        if (provinceCode === null) throw new UpstreamError('one-gate', 'the province has not named the dossier', { wasSent: false });
        return provinceCode;
      },
      async send(row, code) {
        const taken = await numbers.take({ reference: row.id, code, day: row.day, from: row.fromClock });
        if (taken === 'refused') return 'refused';
        await repository.noteNumber(row, taken.number);
        return 'accepted';
      },
      async findAndConfirm(row) {
        const found = await numbers.find(row.id);
        if (found) await repository.confirm(row, found.number);
        return found !== null;
      },
    },
  });

  /** @throws AppError `dossier-not-found`, alike for somebody else's; `upstream-unavailable` when the counter does not answer */
  async function lookAt(scope: CitizenScope, dossierId: string): Promise<{ view: Pickup; officeId: string | null }> {
    const found = await repository.find(scope, dossierId);
    if (!found) throw new AppError('dossier-not-found', 'missing or not owned');
    const { status, way, provinceCode, row } = found;
    const asOf = now().toISOString();
    const none = { view: { ...NOT_OFFERED, asOf }, officeId: null };
    if (status !== READY || way !== 'counter' || provinceCode === null) return none;
    if (row && !OVER.includes(row.state)) {
      const office = await officeOf(row.officeId);
      return {
        view: { ...NOT_OFFERED, isOffered: true, office: office && shown(office), number: numberOf(row), asOf },
        officeId: row.officeId,
      };
    }
    const counter = (await takesActs(found)) ? await atCounter(provinceCode) : null;
    const office = counter && (await officeOf(counter.officeId));
    if (!counter || !office) return none;
    const days = pickupDays(office.hours, await calendar(), now()).map(({ day, slots }) => ({
      day,
      slots: slots.map(({ from, to }) => ({ from, to, isFull: counter.full.some((slot) => slot.day === day && slot.from === from) })),
    }));
    return {
      view: { isOffered: true, office: shown(office), days, number: null, wasRefused: row?.state === 'rejected', asOf },
      officeId: counter.officeId,
    };
  }
  async function atCounter(code: string) {
    try {
      return await numbers.counterOf(code);
    } catch (cause) {
      if (!(cause instanceof UpstreamError)) throw cause;
      throw new AppError('upstream-unavailable', 'no answer about the counter', { cause });
    }
  }

  const get = async (scope: CitizenScope, dossierId: string) => (await lookAt(scope, dossierId)).view;

  return {
    get,
    /** @throws AppError as `get`; `invalid-request` for an hour that is not offered, `slot-full`, `not-possible-now` */
    async take(scope: CitizenScope, dossierId: string, { day, from }: { day: string; from: string }, requestId: string): Promise<Pickup> {
      const { view, officeId } = await lookAt(scope, dossierId);
      if (view.number?.day === day && view.number.from === from) return view;
      if (officeId === null || view.number) throw new AppError('not-possible-now', 'not offered, or there is a number already');
      const slot = view.days.find((each) => each.day === day)?.slots.find((each) => each.from === from);
      if (!slot)
        throw new AppError('invalid-request', 'no such hour', {
          parts: [{ pointer: '/from', detail: 'Nơi trả kết quả không nhận vào giờ này.' }],
        });
      if (slot.isFull) throw new AppError('slot-full', 'full');
      const wish = { dossierId, officeId, day, fromClock: from, toClock: slot.to };
      if (!(await repository.take(scope, wish, requestId))) throw new AppError('not-possible-now', 'the dossier has moved on');
      return get(scope, dossierId);
    },
    /** @throws AppError as `get`; `not-possible-now` when there is no number */
    async giveBack(scope: CitizenScope, dossierId: string, requestId: string): Promise<Pickup> {
      const { view } = await lookAt(scope, dossierId);
      if (view.number?.state === 'giving-back') return view;
      if (!(await repository.giveBack(scope, dossierId, requestId))) throw new AppError('not-possible-now', 'no number to give back');
      return get(scope, dossierId);
    },

    /** One step with one number; safe at any time, also twice at once. */
    async advance(id: string): Promise<void> {
      await sending.advance(id);
      const row = await repository.claimReturning(id, times.leaseMs);
      if (!row) return;
      try {
        await numbers.giveBack(row.id);
        await repository.returned(row);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        await repository.returnLater(row, times.retryMaxMs); // by our reference, so whatever became of it, it is said again
      }
    },
    /** Reminds of tomorrow's numbers; each once, however often it runs. */
    remind: () => repository.remindOf(new Date(now().getTime() + (24 + 7) * 3_600_000).toISOString().slice(0, 10)),
    sweep: () => repository.sweep(),
  };
}
export type PickupService = ReturnType<typeof createPickupService>;

const shown = ({ name, address }: Office) => ({ name, address });

function numberOf({ day, fromClock, toClock, number, state }: PickupRow): NonNullable<Pickup['number']> {
  const shownState = state === 'confirmed' ? 'taken' : state === 'returning' ? 'giving-back' : state === 'needs_staff' ? 'staff' : 'asking';
  return { day, from: fromClock, to: toClock, number: shownState === 'asking' ? null : number, state: shownState };
}
