import { type ConvertedAddress, createAddressConverter } from '@tayninh/shared/features/places/convert-address';
import { createUnitFinder, type UnitFinder } from '@tayninh/shared/features/places/find-units';
import { type Area, boxOf, distanceMetres, locate, type Position, rounded } from '@tayninh/shared/features/places/geometry';
import { LEGAL_BASIS } from '@tayninh/shared/features/places/legal-basis';
import type { MyLocation, OfficeItem, UnitItem } from '@tayninh/shared/features/places/places.contract';
import { formerName } from '@tayninh/shared/features/places/unit-names';
import type { Commune, FormerCommune, Units } from '@tayninh/shared/features/places/units';
import { hoursInWords, openingState } from '@tayninh/shared/features/promise-dates/opening-hours';
import type { OfficeProfile, WorkCalendar } from '@tayninh/shared/features/promise-dates/work-calendar';
import { pageOf } from '../../platform/cursor.ts';
import { keptCopy } from '../../platform/kept-copy.ts';
import type { PlaceRepository } from './places.repository.ts';

type Office = Awaited<ReturnType<PlaceRepository['offices']>>[number];
interface Places {
  readonly communes: ReadonlyMap<string, Commune>;
  readonly formerNames: ReadonlyMap<string, string[]>;
  readonly units: Units;
  readonly finder: UnitFinder;
  readonly convert: (address: string) => ConvertedAddress;
  readonly offices: readonly Office[];
  readonly areas: readonly Area[];
  readonly areasVersion: string;
}

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
interface OfficeQuery extends Page {
  readonly unit?: string | undefined;
  readonly procedure?: string | undefined;
  readonly position: Position | null;
}

interface WorkingTime {
  readonly calendar: WorkCalendar;
  readonly offices: ReadonlyMap<string, OfficeProfile>;
}

/** No place of the province is farther from the nearest commune's point (15.1 km by the published borders). */
const FARTHEST_METRES = 16_000;

/**
 * @param levelsOf levels at which a procedure is decided. @throws AppError `procedure-not-found`
 * @param workingTime calendars, and hours by the profile that an office names
 */
export function createPlaceService({
  repository,
  levelsOf,
  workingTime,
  now = Date.now,
}: {
  repository: PlaceRepository;
  levelsOf: (procedureCode: string) => Promise<readonly string[]>;
  workingTime: () => Promise<WorkingTime>;
  now?: () => number;
}) {
  const { current } = keptCopy<Places>((held) => load(repository, held), { now });

  /**
   * Any office of the province takes a dossier in, wherever its owner lives (Decree 118/2025/NĐ-CP): the order says which one
   * is natural. First the office of the commune asked for or stood in; the province's centres when neither is known or the procedure
   * is theirs; then by distance. A procedure that neither province nor commune handles has none.
   */
  async function offices({ unit, procedure, position, ...page }: OfficeQuery) {
    const { communes, offices, areas } = await current();
    const levels = procedure === undefined ? undefined : await levelsOf(procedure);
    const isHandled = !levels || levels.includes('commune') || levels.includes('province');
    const located = position ? locate(areas, position) : null;
    const home = unit ?? located;
    const from = position ?? positionOf(communes.get(unit ?? ''));
    const isCentreFirst = levels ? !levels.includes('commune') : home === null;
    const rank = (office: Office) =>
      isCentreFirst ? (office.level === 'province' ? 0 : 1) : office.unitCode === home && office.level === 'commune' ? 0 : 1;
    const ranked = offices
      .filter((office) => isHandled && (unit === undefined || office.unitCode === unit || office.level === 'province'))
      .map((office) => ({ office, rank: rank(office), distance: from ? distanceMetres(from, [office.lng, office.lat]) : 0 }))
      .sort((a, b) => a.rank - b.rank || a.distance - b.distance);
    const at = new Date(now());
    const time = await workingTime();
    const items = ranked.map(({ office, distance }) => itemOf(office, communes, at, time, position ? Math.round(distance) : null));
    return { ...pageOf(items, page), located: nameOf(communes.get(located ?? '')), asOf: at.toISOString() };
  }

  return {
    warmUp: async () => {
      await current();
    },

    async units({ q, ...page }: Page & { q?: string | undefined }) {
      const { communes, formerNames, finder } = await current();
      const found = q ? finder.find(q) : { matches: [...communes.keys()].map((code) => ({ code, matchedOn: null, matchedBy: null })) };
      const items = found.matches.flatMap(({ code, matchedOn, matchedBy }): UnitItem[] => {
        const commune = communes.get(code);
        if (!commune) return [];
        return [{ code, name: commune.name, kind: commune.kind, formerNames: formerNames.get(code) ?? [], matchedOn, matchedBy }];
      });
      const clarify = 'clarify' in found ? found.clarify : undefined;
      return { ...pageOf(items, page), ...(clarify && { clarify: { question: clarify.question, options: [...clarify.options] } }) };
    },

    table: async () => (await current()).units,

    /** An address as people write it, with its commune of today. */
    read: async (address: string): Promise<ConvertedAddress> => (await current()).convert(address),
    async convert(address: string) {
      const { outcome, ...found } = (await current()).convert(address);
      const candidates = 'candidates' in found ? found.candidates : 'unit' in found ? [found] : [];
      const { province, communes } = LEGAL_BASIS;
      return {
        outcome,
        candidates: candidates.map(({ address, unit: { code, name, kind } }) => ({ address, unit: { code, name, kind } })),
        basis: [province, communes],
      };
    },

    offices,

    /**
     * The commune of a position and the position itself, rounded to some 100 m. With all borders at hand it is outside when it lies in
     * none of them; without, when no commune is near. What is not sure is not said.
     */
    async whereIs({ latitude, longitude }: { latitude: number; longitude: number }): Promise<MyLocation> {
      const { communes, areas } = await current();
      const position: Position = [longitude, latitude];
      const unit = nameOf(communes.get(locate(areas, position) ?? ''));
      const isOutside =
        areas.length === communes.size
          ? unit === null
          : [...communes.values()].every(({ lat, lng }) => distanceMetres(position, [lng, lat]) > FARTHEST_METRES);
      return { latitude: rounded(latitude, 3), longitude: rounded(longitude, 3), isOutside, ...(unit && { unit }) };
    },

    /** One office with its hours, for those who know its id. */
    async office(id: string) {
      const office = (await current()).offices.find((each) => each.id === id);
      if (!office) return null;
      const hours = (await workingTime()).offices.get(office.hoursProfile) as OfficeProfile; // a foreign key
      return { name: office.name, address: office.address, hours };
    },
    isCommune: async (code: string) => (await current()).communes.has(code),

    /** Where to go, for those kinds of office that we know: the commune's own, the province's centres. */
    async receptions({ kinds, unit }: { kinds: readonly string[]; unit: string | undefined }) {
      if (!kinds.includes('province') && !(unit && kinds.includes('commune'))) return [];
      const { items } = await offices({ unit, position: null, limit: 3 });
      return items.filter(({ level }) => kinds.includes(level)).map(({ id, name, address }) => ({ id, name, address }));
    },
  };

  function itemOf(
    office: Office,
    communes: Places['communes'],
    at: Date,
    { calendar, offices }: WorkingTime,
    distanceM: number | null,
  ): OfficeItem {
    const profile = offices.get(office.hoursProfile) as OfficeProfile; // a foreign key
    const { isOpen, text, changesAt } = openingState(profile, calendar, at);
    const { id, name, level, address, phone, flags } = office;
    const unit = nameOf(communes.get(office.unitCode)) as OfficeItem['unit']; // a foreign key: every office stands in a commune
    return {
      id,
      name,
      level,
      unit,
      address,
      phone,
      hours: hoursInWords(profile),
      openNow: isOpen,
      openText: text,
      changesAt,
      distanceM,
      flags,
    };
  }
}
export type PlaceService = ReturnType<typeof createPlaceService>;

const positionOf = (commune: Commune | undefined): Position | null => (commune ? [commune.lng, commune.lat] : null);
const nameOf = (commune: Commune | undefined) => (commune ? { code: commune.code, name: commune.name, kind: commune.kind } : null);

async function load(repository: PlaceRepository, before: Places | undefined): Promise<Places> {
  const [province, unitRows, rows, offices, areasVersion] = await Promise.all([
    repository.province(),
    repository.communes(),
    repository.formerNames(),
    repository.offices(),
    repository.polygonVersion(),
  ]);
  const communes = unitRows.map(
    ({ code, kind, name, lat, lng }): Commune => ({ code, kind: kind as Commune['kind'], name, lat: lat ?? 0, lng: lng ?? 0 }),
  );
  const former = [
    ...Map.groupBy(rows, ({ province: was, district, kind, name }) => [was, district, kind, name].join('/')).values(),
  ].flatMap((parts): FormerCommune[] => {
    const [first] = parts;
    if (!first) return [];
    const { unitCode: _, ...was } = first;
    return [{ ...was, into: parts.map(({ unitCode }) => unitCode) }];
  });
  const units: Units = { province: province ?? { code: '', name: '' }, communes, former };
  const finder = createUnitFinder(units);
  return {
    units,
    communes: new Map(communes.map((commune) => [commune.code, commune])),
    formerNames: new Map(communes.map(({ code }) => [code, former.filter(({ into }) => into.includes(code)).map(formerName)])),
    finder,
    convert: createAddressConverter(finder, units),
    offices,
    areas: before?.areasVersion === areasVersion ? before.areas : await readAreas(repository),
    areasVersion,
  };
}

const readAreas = async (repository: PlaceRepository): Promise<Area[]> =>
  (await repository.polygons()).map(({ code, polygons }) => ({ code, polygons, box: boxOf(polygons) }));
