/**
 * What an outside system promises of the calls that have an effect. A promise is written in its source page (docs/sources);
 * what nobody has promised is `false`.
 */
export interface Capabilities {
  /** The same call with our same reference a second time changes nothing. */
  readonly idempotent: boolean;
  /** It can be asked by our reference whether a call had its effect. */
  readonly lookupByReference: boolean;
}

/**
 * What follows a call whose effect is unknown (RL-5), whichever system it went to: the only place that decides.
 * `leave-to-staff`: a second call could double the effect and nobody can be asked, so a person does it.
 */
export function onDoubt({ idempotent, lookupByReference }: Capabilities): 'send-again' | 'ask' | 'leave-to-staff' {
  if (idempotent) return 'send-again';
  return lookupByReference ? 'ask' : 'leave-to-staff';
}
