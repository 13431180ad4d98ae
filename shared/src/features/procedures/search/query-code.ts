/**
 * `1.001193`, `1001193`, `1-001193`, with or without the tail of the place (`1.001193.000.00.00.H53`, `1.001193.H53`).
 * A look-behind would say the first part shorter; web views of older iPhones do not know it.
 */
const WHOLE = /(?:^|[^\d.])([1-6])[.,\-\s]?(\d{6})(?!\d)/u;
const BEGUN = /^\s*([1-6])\.(\d{1,5})\s*$/u;

/** The procedure code in a query, if one is written or begun there. Longer runs of digits (phones, identity numbers) are none. */
export function codeIn(query: string): string | undefined {
  const found = WHOLE.exec(query) ?? BEGUN.exec(query);
  return found ? `${found[1]}.${found[2]}` : undefined;
}
