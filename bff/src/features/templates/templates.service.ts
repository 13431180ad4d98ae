import { randomBytes } from 'node:crypto';
import type { Language } from '@tayninh/shared/contract/values';
import type { Finding, ProviderParameter } from '@tayninh/shared/features/templates/findings';
import { canBeSent, lint } from '@tayninh/shared/features/templates/lint';
import { type Rendered, render } from '@tayninh/shared/features/templates/render';
import { type SampleSize, sampleValues } from '@tayninh/shared/features/templates/sample-values';
import type { TemplateContent, TemplateValues } from '@tayninh/shared/features/templates/template-content';
import type { NewTemplate, TemplateDetail, TemplateSummary, TemplateVersion } from '@tayninh/shared/features/templates/templates.contract';
import { UpstreamError } from '../../connectors/upstream.ts';
import {
  providerQuality,
  providerState,
  type ZaloTemplate,
  type ZaloTemplateLine,
  type ZaloTemplates,
} from '../../connectors/zalo/zalo-templates.ts';
import { AppError } from '../../platform/app-error.ts';
import { writeCursor } from '../../platform/cursor.ts';
import type { TemplateRepository, TemplateRow, TemplateScope, TemplateVersionRow } from './templates.repository.ts';

interface Wording {
  readonly content: TemplateContent;
  readonly zbsTemplateId: string | null;
}

/**
 * Templates, their versions, and what Zalo thinks of them.
 *
 * @param accessToken of the Official Account; null while it must be authorised again
 * @param alarm for operators: a template in use that Zalo no longer takes
 */
export function createTemplateService({
  repository,
  zalo,
  accessToken,
  alarm,
}: {
  repository: TemplateRepository;
  zalo: ZaloTemplates;
  accessToken: () => Promise<string | null>;
  alarm: (what: string, fields: { templateId: string }) => void;
}) {
  async function detail(scope: TemplateScope, id: string): Promise<TemplateDetail> {
    const found = await repository.find(scope, id);
    if (!found) throw new AppError('template-not-found', 'missing or out of reach');
    const { versions, ...row } = found;
    return { ...rowView(row), versions: versions.map((version) => ({ ...versionView(version), content: version.content })) };
  }

  /** @returns null when Zalo gives no clear answer; `unknown` when it does not know the id. */
  async function ask(zbsTemplateId: string): Promise<ZaloTemplate | 'unknown' | null> {
    const UNKNOWN = -109;
    try {
      const token = await accessToken();
      const answer = token === null ? null : await zalo.info(token, zbsTemplateId);
      if (answer === null) return null;
      if ('refused' in answer) return answer.refused === UNKNOWN ? 'unknown' : null;
      return answer;
    } catch (error) {
      if (error instanceof UpstreamError) return null;
      throw error;
    }
  }

  /** The state is asked for at once, so that who chose an approved template need not wait for the sweep. */
  async function checkedAtZalo({ zbsTemplateId }: Wording): Promise<(() => Promise<void>) | undefined> {
    if (zbsTemplateId === null) return;
    const askedAt = new Date();
    const known = await ask(zbsTemplateId);
    if (known === 'unknown')
      throw new AppError('invalid-request', 'no such template at Zalo', {
        parts: [{ pointer: '/zbsTemplateId', detail: 'Zalo không có mẫu tin mang mã này.' }],
      });
    return known ? () => apply(zbsTemplateId, known, askedAt) : undefined;
  }

  async function apply(zbsTemplateId: string, facts: Parameters<TemplateRepository['applyProvider']>[1], at: Date): Promise<void> {
    const changed = await repository.applyProvider(zbsTemplateId, facts, at);
    const isLost = facts.state === 'disabled' || facts.state === 'rejected';
    if (isLost && changed.some(({ isFrozen }) => isFrozen)) alarm('Zalo no longer takes a template in use', { templateId: zbsTemplateId });
  }

  return {
    async list(
      scope: TemplateScope,
      { q, archived, limit, cursor }: { q?: string | undefined; archived: 'true' | 'false'; limit: number; cursor?: string | undefined },
    ): Promise<{ items: TemplateSummary[]; nextCursor: string | null }> {
      const found = await repository.list(scope, { q: q || undefined, isArchived: archived === 'true', limit, cursor });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map(({ latest, ...row }) => ({ ...rowView(row), latest: versionView(latest) })),
        nextCursor: last ? writeCursor(last.createdAt, last.id) : null,
      };
    },
    detail,
    async create(scope: TemplateScope, wanted: NewTemplate): Promise<TemplateDetail> {
      if (!scope.unitCodes.includes(wanted.unitCode))
        throw new AppError('invalid-request', 'unit out of reach', {
          parts: [{ pointer: '/unitCode', detail: 'Đơn vị này ngoài phạm vi của bạn.' }],
        });
      const heard = await checkedAtZalo(wanted);
      const id = await repository.create(scope, { ...wanted, key: wanted.key ?? `mau-${randomBytes(5).toString('hex')}` });
      if (id === null) throw new AppError('template-key-taken', 'key exists');
      await heard?.();
      return detail(scope, id);
    },
    async addVersion(scope: TemplateScope, id: string, wording: Wording): Promise<TemplateDetail> {
      const heard = await checkedAtZalo(wording);
      if ((await repository.addVersion(scope, id, wording)) === null)
        throw new AppError('template-not-found', 'missing, archived or out of reach');
      await heard?.();
      return detail(scope, id);
    },
    async changeVersion(scope: TemplateScope, id: string, no: number, wording: Wording & { contentHash: string }): Promise<TemplateDetail> {
      const heard = await checkedAtZalo(wording);
      if (!(await repository.changeVersion(scope, { id, no, ...wording }))) {
        const known = (await detail(scope, id)).versions.find((version) => version.no === no);
        if (!known) throw new AppError('template-not-found', 'no such version');
        throw new AppError(known.frozenAt ? 'template-version-frozen' : 'template-changed', 'not written');
      }
      await heard?.();
      return detail(scope, id);
    },
    async archive(scope: TemplateScope, id: string): Promise<void> {
      if (!(await repository.archive(scope, id))) throw new AppError('template-not-found', 'missing or out of reach');
    },

    /** Zalo's side is compared when it answers; without it the rest is said all the same. */
    async lint({ content, zbsTemplateId }: Wording): Promise<{ findings: Finding[]; canBeSent: boolean; isComparedWithZalo: boolean }> {
      const known = zbsTemplateId === null ? null : await ask(zbsTemplateId);
      const provider: readonly ProviderParameter[] | undefined = known !== null && known !== 'unknown' ? known.params : undefined;
      const findings = lint(content, { provider });
      return { findings, canBeSent: canBeSent(findings), isComparedWithZalo: provider !== undefined };
    },
    preview: ({
      content,
      language,
      size,
      values,
    }: {
      content: TemplateContent;
      language: Language;
      size: SampleSize;
      values: TemplateValues;
    }): Rendered => render(content, { ...sampleValues(content, size), ...values }, language),

    /** @throws AppError `zalo-unavailable` when Zalo does not answer or does not let us in. */
    async atZalo(): Promise<readonly ZaloTemplateLine[]> {
      const token = await accessToken().catch((cause: unknown) => {
        throw new AppError('zalo-unavailable', 'no access token', { cause });
      });
      const answer = token === null ? null : await zalo.list(token).catch(() => null);
      if (answer === null || 'refused' in answer) throw new AppError('zalo-unavailable', 'the list of templates was not given');
      return answer;
    },

    /** For whoever sends. @returns null when there is none. */
    version: repository.version,
    /** Inside the transaction that begins to use a version: what it says never changes from then on. */
    freeze: repository.freeze,

    /** An event `change_template_status` of Zalo's, already proven and parsed. Late and repeated ones change nothing. */
    applyTemplateStatus: ({
      zbsTemplateId,
      status,
      reason,
      at,
    }: {
      zbsTemplateId: string;
      status: string;
      reason: string | null;
      at: Date;
    }) => apply(zbsTemplateId, { state: providerState(status), reason }, at),
    /** An event `change_template_quality`. */
    applyTemplateQuality: ({ zbsTemplateId, quality, at }: { zbsTemplateId: string; quality: string; at: Date }) =>
      apply(zbsTemplateId, { quality: providerQuality(quality) }, at),

    /**
     * Once a day: what Zalo says of each template in use, for events that never came. One that Zalo no longer lists is disabled.
     *
     * @throws UpstreamError when Zalo does not answer; nothing is then taken for gone.
     */
    async sync(): Promise<void> {
      const ours = await repository.providerIds();
      const token = ours.length === 0 ? null : await accessToken();
      if (token === null) return;
      const askedAt = new Date();
      const listed = await zalo.list(token);
      if ('refused' in listed) return;
      const known = new Set(listed.map(({ id }) => id));
      for (const id of ours) {
        if (!known.has(id)) {
          await apply(id, { state: 'disabled', reason: 'Zalo không còn mẫu tin này.' }, askedAt);
          continue;
        }
        const seenAt = new Date();
        const info = await zalo.info(token, id);
        if (!('refused' in info)) await apply(id, info, seenAt);
      }
    },
  };
}
export type TemplateService = ReturnType<typeof createTemplateService>;

const rowView = ({ archivedAt, createdAt, ...row }: TemplateRow) => ({
  ...row,
  archivedAt: archivedAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

function versionView({ id, no, contentHash, zbsTemplateId, ...row }: TemplateVersionRow): TemplateVersion {
  return {
    id,
    no,
    contentHash,
    zbsTemplateId,
    providerState: row.providerState,
    providerReason: row.providerReason,
    quality: row.quality,
    priceByUserVnd: row.priceByUserVnd,
    priceByPhoneVnd: row.priceByPhoneVnd,
    providerSeenAt: row.providerSeenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    frozenAt: row.frozenAt?.toISOString() ?? null,
  };
}
