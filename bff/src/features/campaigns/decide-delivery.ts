import type { CampaignContent } from '@tayninh/shared/features/campaigns/campaigns.contract';
import { firstLoudMoment, type QuietSpan } from '@tayninh/shared/features/campaigns/quiet-hours';
import type { Channel } from '@tayninh/shared/features/notifications/channels';
import { type Rendered, render } from '@tayninh/shared/features/templates/render';
import type { TemplateContent } from '@tayninh/shared/features/templates/template-content';
import type { Decision, Due } from './dispatch.repository.ts';

const INBOX_ONLY = { channel: 'inbox', state: 'delivered' } as const;

/**
 * What becomes of one row at the moment of sending: conditions are looked at again, because hours have passed since it was written.
 * Whoever is not pushed to still finds the message in the inbox.
 *
 * @param isUrgent an emergency: nobody's quiet hours count, nor what they turned off.
 */
export function decideDelivery(
  due: Due,
  { channel, now, isUrgent, renderFor }: { channel: Channel; now: Date; isUrgent: boolean; renderFor: (due: Due) => Rendered },
): { decision: Decision; rendered: (Rendered & { ok: true }) | null } {
  const rendered = renderFor(due);
  const { citizenId } = due;
  if (!rendered.ok) return { decision: { citizenId, channel, state: 'suppressed', reason: 'value-missing' }, rendered: null };
  const inbox = { title: rendered.title, body: rendered.body };
  if (channel === 'inbox') return { decision: { ...INBOX_ONLY, citizenId, reason: due.reason, inbox }, rendered };
  if (due.isMuted && !isUrgent) return { decision: { ...INBOX_ONLY, citizenId, reason: 'muted-zalo', inbox }, rendered };
  if (channel === 'zbs-uid' && due.followsOa === false && due.phoneSealed === null)
    return { decision: { ...INBOX_ONLY, citizenId, reason: 'unfollowed', inbox }, rendered };
  const own: QuietSpan[] =
    due.quietFrom !== null && due.quietTo !== null && !isUrgent ? [{ fromMinute: due.quietFrom, toMinute: due.quietTo }] : [];
  const loudAt = firstLoudMoment(now, own);
  if (loudAt === null) return { decision: { ...INBOX_ONLY, citizenId, reason: 'muted-zalo', inbox }, rendered };
  if (loudAt > now) return { decision: { citizenId, channel, state: 'queued', reason: null, notBefore: loudAt }, rendered };
  return { decision: { citizenId, channel, state: 'dispatching', reason: null, inbox }, rendered };
}

/** Renders for each person; the same text for all is made once. */
export function createRenderer(content: TemplateContent, { values }: CampaignContent, open: (due: Due) => string | null) {
  const personal = content.variables.filter(({ source }) => source !== 'fixed');
  const fixed = Object.fromEntries(
    Object.entries(values).filter(([name]) => content.variables.some((one) => one.name === name && one.source === 'fixed')),
  );
  const same = new Map<'vi' | 'en', Rendered>();
  return (due: Due): Rendered => {
    if (personal.length === 0) {
      const made = same.get(due.language) ?? render(content, fixed, due.language);
      same.set(due.language, made);
      return made;
    }
    const own = personal.map(({ name, source }): [string, string | null] => [
      name,
      source === 'recipient-name' ? open(due) : source === 'commune-name' ? due.communeName : null,
    ]);
    return render(content, { ...fixed, ...Object.fromEntries(own) }, due.language);
  };
}
