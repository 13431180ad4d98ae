/** How far sending something to the province got (RL-4); the same for a dossier and for what follows it. */
export const SENDING_STATES = [
  'accepted',
  'scanning',
  'ready',
  'sending',
  'confirmed',
  'rejected',
  'uncertain',
  'needs_citizen',
  'needs_staff',
] as const;

/** Of a dossier. `withdrawn`: taken back before anything went out, so the province never sees it. */
export const SUBMISSION_STATES = [...SENDING_STATES, 'withdrawn'] as const;

/** Of what is sent after filing. `kept`: the province's system does not take it. */
export const ACT_STATES = [...SENDING_STATES, 'kept'] as const;
