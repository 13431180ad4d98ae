/** Longest that a variable of a kind may be set to, in characters as Zalo counts them. */
export const LONGEST = { text: 200, name: 60, code: 30, date: 20, amount: 20 } as const;
