/** Why no date is promised. `index` is the place of the pause in the input. */
export type PromiseDateRefusal =
  | { readonly reason: 'calendar-missing'; readonly year: number }
  | { readonly reason: 'pause-without-length' | 'pause-before-receipt' | 'pauses-overlap'; readonly index: number };

/** No date can be promised; a guess would be worse than none. */
export class PromiseDateError extends Error {
  override name = 'PromiseDateError';
  readonly refusal: PromiseDateRefusal;

  constructor(refusal: PromiseDateRefusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}
