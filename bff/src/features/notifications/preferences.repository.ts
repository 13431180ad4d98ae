import {
  CATEGORIES,
  CATEGORY_KEYS,
  type Category,
  isConsentCategory,
  muteKey,
  PUSH_CHANNELS,
  type PushChannel,
} from '@tayninh/shared/features/notifications/categories';
import { eq, sql } from 'drizzle-orm';
import type { CitizenScope } from '../../platform/access.ts';
import type { Database, Transaction } from '../../platform/database.ts';
import { reach } from '../channels/channels.table.ts';
import { consentEntry } from '../consents/consents.table.ts';
import { preference } from './notifications.table.ts';

export type ConsentAct = 'given' | 'refused' | 'withdrawn';

/** How an act of consent came about: which words were shown, where, in which session. */
export interface ConsentProof {
  readonly textVersion: string;
  readonly channel: 'mini-app' | 'zalo-chat';
  readonly sessionId: string | null;
}

/** The purpose under which the ledger keeps consent to a category, or to the notices of the Mini App. */
export const purposeOf = (what: Category | 'mini-app') => `notices-${what}`;

const NOTHING_CHOSEN: Omit<typeof preference.$inferSelect, 'citizenId' | 'updatedAt'> = {
  muted: [],
  wants: [],
  quietFrom: null,
  quietTo: null,
  homeUnitCode: null,
  language: null,
};

export function createPreferenceRepository({ drizzle: db }: Database) {
  /** The set after taking away and adding, sorted, in one statement: two phones at once lose nothing. */
  async function change(
    at: Transaction | typeof db,
    citizenId: string,
    column: 'muted' | 'wants',
    { add, remove }: { add: string[]; remove: string[] },
  ) {
    const list = (words: string[]) => sql`array[${sql.join([sql`null::text`, ...words.map((word) => sql`${word}`)], sql`, `)}]::text[]`;
    await at
      .insert(preference)
      .values({ citizenId, [column]: [...add].sort() })
      .onConflictDoUpdate({
        target: preference.citizenId,
        set: {
          [column]: sql`(select coalesce(array_agg(distinct word order by word), '{}') from unnest(${preference[column]} || ${list(add)}) word where word is not null and word <> all(array_remove(${list(remove)}, null)))`,
          updatedAt: sql`now()`,
        },
      });
  }

  return {
    /** What this person chose; the defaults for who never did. */
    async find(citizenId: string) {
      const row = (await db.select().from(preference).where(eq(preference.citizenId, citizenId)))[0];
      return row ?? { ...NOTHING_CHOSEN, citizenId };
    },

    /** Consent categories with any act in the ledger: these are not asked about again by themselves. */
    async answered({ citizenId }: CitizenScope): Promise<string[]> {
      const rows = await db
        .selectDistinct({ purpose: consentEntry.purpose })
        .from(consentEntry)
        .where(eq(consentEntry.citizenId, citizenId));
      return rows.map(({ purpose }) => purpose);
    },

    /**
     * No more pushes of this category there; the inbox stays. Repeating it changes nothing.
     * @returns false, and nothing changed, when the category cannot be muted
     */
    async mute(citizenId: string, category: Category, channel: PushChannel): Promise<boolean> {
      if (!CATEGORIES[category].canMute) return false;
      await change(db, citizenId, 'muted', { add: [muteKey(category, channel)], remove: [] });
      return true;
    },
    async unmute(citizenId: string, category: Category, channel: PushChannel): Promise<void> {
      await change(db, citizenId, 'muted', { add: [], remove: [muteKey(category, channel)] });
    },

    /** Exactly these channels of one category are muted from now on. @returns false when the category cannot be muted */
    async muteOnly(citizenId: string, category: Category, muted: readonly PushChannel[]): Promise<boolean> {
      if (!CATEGORIES[category].canMute && muted.length > 0) return false;
      const keys = (channels: readonly PushChannel[]) => channels.map((channel) => muteKey(category, channel));
      await change(db, citizenId, 'muted', { add: keys(muted), remove: keys(PUSH_CHANNELS.filter((one) => !muted.includes(one))) });
      return true;
    },

    /** Everything that can be muted in Zalo, or its opposite. */
    async muteAll(citizenId: string, channel: PushChannel): Promise<void> {
      const keys = CATEGORY_KEYS.filter((category) => CATEGORIES[category].canMute).map((category) => muteKey(category, channel));
      await change(db, citizenId, 'muted', { add: keys, remove: [] });
    },
    async unmuteAll(citizenId: string, channel: PushChannel): Promise<void> {
      await change(db, citizenId, 'muted', { add: [], remove: CATEGORY_KEYS.map((category) => muteKey(category, channel)) });
    },

    /**
     * An explicit act about categories that need consent: the ledger's entries and what is sent from now on are one transaction
     * (PD-7, PD-8).
     * @throws RangeError for a category that needs none
     */
    async consentTo(citizenId: string, categories: readonly Category[], act: ConsentAct, proof: ConsentProof): Promise<void> {
      const other = categories.find((category) => !isConsentCategory(category));
      if (other) throw new RangeError(`${other} needs no consent`);
      await db.transaction(async (tx) => {
        await tx.insert(consentEntry).values(categories.map((category) => ({ citizenId, purpose: purposeOf(category), act, ...proof })));
        const words = [...categories];
        await change(tx, citizenId, 'wants', act === 'given' ? { add: words, remove: [] } : { add: [], remove: words });
      });
    },

    /** The person withdrew the app's permission at Zalo: every push that may be left out stops, and consent ends (WH-9). */
    async stopEverything(citizenId: string): Promise<void> {
      for (const channel of PUSH_CHANNELS) await this.muteAll(citizenId, channel);
      const { wants } = await this.find(citizenId);
      const withdrawn = CATEGORY_KEYS.filter((category) => (wants as string[]).includes(category));
      const proof = { textVersion: 'zalo-revoked/2026-11', channel: 'zalo-chat', sessionId: null } as const;
      if (withdrawn.length > 0) await this.consentTo(citizenId, withdrawn, 'withdrawn', proof);
    },

    /** What Zalo's own sheet was answered with: the ledger's entry, and whether that channel may be used. */
    async noteMiniAppNotices(citizenId: string, act: ConsentAct, proof: ConsentProof): Promise<void> {
      const miniAppNotices = act === 'given';
      await db.transaction(async (tx) => {
        await tx.insert(consentEntry).values({ citizenId, purpose: purposeOf('mini-app'), act, ...proof });
        await tx
          .insert(reach)
          .values({ citizenId, miniAppNotices })
          .onConflictDoUpdate({
            target: reach.citizenId,
            set: { miniAppNotices, updatedAt: sql`now()`, ...(miniAppNotices && { miniAppBlockedUntil: null }) },
          });
      });
    },

    /** Hours, commune, language. What is left out stays. */
    async save(
      { citizenId }: CitizenScope,
      chosen: Partial<Pick<typeof preference.$inferSelect, 'quietFrom' | 'quietTo' | 'homeUnitCode' | 'language'>>,
    ): Promise<void> {
      await db
        .insert(preference)
        .values({ citizenId, ...chosen })
        .onConflictDoUpdate({ target: preference.citizenId, set: { ...chosen, updatedAt: sql`now()` } });
    },
  };
}
export type PreferenceRepository = ReturnType<typeof createPreferenceRepository>;
