import type { DossierSummary } from '@tayninh/shared/features/dossiers/dossiers.contract';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/rows.tsx';
import type { Texts } from '../../texts/vi.ts';

export interface StateLook {
  readonly text: keyof Texts['state'];
  readonly tone: Tone;
  readonly icon: IconName;
}

const STATUS: Record<number, StateLook> = {
  1: { text: 's1', tone: 'wait', icon: 'clock' },
  2: { text: 's2', tone: 'go', icon: 'check' },
  3: { text: 's3', tone: 'no', icon: 'alert' },
  4: { text: 's4', tone: 'go', icon: 'user' },
  5: { text: 's5sent', tone: 'wait', icon: 'clock' }, // asked and not answered is `needsAction`
  6: { text: 's6', tone: 'you', icon: 'money' },
  7: { text: 's7', tone: '', icon: 'undo' },
  8: { text: 's8', tone: 'no', icon: 'alert' },
  9: { text: 's9', tone: 'go', icon: 'check' },
  10: { text: 's10', tone: 'go', icon: 'check' },
};

/** Where a dossier is: what needs the citizen first, then how far filing got, then the national status. */
export function stateLook({ needsAction, state, status }: Pick<DossierSummary, 'needsAction' | 'state' | 'status'>): StateLook {
  if (needsAction)
    return {
      text: needsAction.kind,
      tone: 'you',
      icon: needsAction.kind === 'payment' ? 'money' : needsAction.kind === 'resend' ? 'camera' : 'paper',
    };
  if (state === 'withdrawn') return { text: 's7', tone: '', icon: 'undo' };
  if (state === 'rejected') return { text: 'rejected', tone: 'no', icon: 'alert' };
  if (state === 'uncertain') return { text: 'uncertain', tone: 'wait', icon: 'clock' };
  if (state === 'needs_staff') return { text: 'staff', tone: 'wait', icon: 'clock' };
  if (state === 'needs_citizen') return { text: 'resend', tone: 'you', icon: 'camera' };
  if (state !== 'confirmed') return { text: 'keeping', tone: 'wait', icon: 'clock' };
  return STATUS[status] ?? { text: 's4', tone: 'go', icon: 'user' };
}
