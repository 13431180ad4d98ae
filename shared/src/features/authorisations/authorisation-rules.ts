/** The longest that anybody may act for another (docs/adr/0021). */
export const LONGEST_MONTHS = 12;
/** The paper that stands for an authorisation when the person has no Zalo: one more paper of the form. */
export const AUTHORISATION_PAPER = { id: 'giay-uy-quyen', name: 'Giấy ủy quyền', required: true } as const;
