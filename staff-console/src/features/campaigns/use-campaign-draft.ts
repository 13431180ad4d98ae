import { useQueryClient } from '@tanstack/react-query';
import type { Campaign, CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { campaignKey, createCampaign, editCampaign } from './campaign-calls.ts';

export interface CampaignDraft {
  readonly name: string;
  readonly content: CampaignContent;
}
export const emptyContent = (kind: CampaignContent['kind']): CampaignContent => ({
  templateVersionId: null,
  values: {},
  audience: null,
  channels: ['inbox'],
  category: kind === 'emergency' ? 'emergency' : 'commune',
  kind,
  scheduledAt: null,
  expiresAt: null,
  cap: null,
});

const LEAST_NAME = 3;
const AUTOSAVE_MS = 2_000;

/**
 * What is being written, and where it is kept. A draft that exists already saves itself after two seconds of rest; what was planned,
 * handed in or approved only when somebody says so, because saving voids it. Two saves never overlap: each needs the hash that the one
 * before it gave.
 */
export function useCampaignDraft(campaign: Campaign | null, { unitCode, kind }: { unitCode: string; kind: CampaignContent['kind'] }) {
  const [draft, setDraft] = useState<CampaignDraft>(() => ({
    name: campaign?.name ?? '',
    content: campaign?.content ?? emptyContent(kind),
  }));
  const [saved, setSaved] = useState(campaign);
  const [error, setError] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const [creationKey] = useState(() => crypto.randomUUID());
  const client = useQueryClient();
  const latest = useRef({ draft, saved });
  latest.current.draft = draft;
  const queue = useRef<Promise<Campaign | null>>(Promise.resolve(campaign));
  const isDirty = saved === null || !isSame(draft, saved);

  /** @returns the campaign as it is kept now; null when it could not be kept, and `error` says why */
  const save = useCallback((): Promise<Campaign | null> => {
    const next = queue.current.then(async () => {
      const { draft: now, saved: before } = latest.current;
      if (now.name.trim().length < LEAST_NAME) return null;
      if (before && isSame(now, before)) return before;
      setSaving(true);
      try {
        const name = now.name.trim();
        const kept = before
          ? await editCampaign(before.id, { name, content: now.content, contentHash: before.contentHash })
          : await createCampaign({ name, unitCode, content: now.content }, creationKey);
        latest.current.saved = kept;
        setSaved(kept);
        setError(null);
        client.setQueryData(campaignKey(kept.id), kept);
        void client.invalidateQueries({ queryKey: ['campaigns', 'list'] });
        return kept;
      } catch (failure) {
        setError(failure);
        return null;
      } finally {
        setSaving(false);
      }
    });
    queue.current = next;
    return next;
  }, [client, creationKey, unitCode]);

  const savesItself = saved?.state === 'draft' && isDirty && !isSaving && error === null;
  useEffect(() => {
    if (!savesItself) return;
    const timer = setTimeout(() => void save(), AUTOSAVE_MS);
    return () => clearTimeout(timer);
  }, [savesItself, save, draft]);
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);

  return {
    draft,
    saved,
    error,
    isSaving,
    isDirty,
    save,
    /** The campaign as another call left it (planned, handed in). */
    took: (campaignNow: Campaign) => {
      latest.current.saved = campaignNow;
      setSaved(campaignNow);
    },
    change: (part: Partial<CampaignContent>) => {
      setError(null);
      setDraft((before) => ({ ...before, content: { ...before.content, ...part } }));
    },
    rename: (name: string) => {
      setError(null);
      setDraft((before) => ({ ...before, name }));
    },
  };
}
export type CampaignDraftState = ReturnType<typeof useCampaignDraft>;

const isSame = (draft: CampaignDraft, { name, content }: Campaign) =>
  draft.name.trim() === name && canonical(draft.content) === canonical(content);
/** Members in any order: the database gives them back in its own. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, each]) => each !== undefined)
            .sort(([a], [b]) => a.localeCompare(b)),
        )
      : part,
  );
