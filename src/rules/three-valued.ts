/** Kleene's three values: a missing fact is unknown, never false. Numbers, so that a column of them fits a byte array. */
export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;
export type Truth = typeof FALSE | typeof TRUE | typeof UNKNOWN;

const AND: readonly Truth[] = [FALSE, FALSE, FALSE, FALSE, TRUE, UNKNOWN, FALSE, UNKNOWN, UNKNOWN];
const OR: readonly Truth[] = [FALSE, TRUE, UNKNOWN, TRUE, TRUE, TRUE, UNKNOWN, TRUE, UNKNOWN];

/** False as soon as one is false; else unknown as soon as one is unknown. */
export const and = (a: Truth, b: Truth): Truth => AND[a * 3 + b] ?? UNKNOWN;

/** True as soon as one is true; else unknown as soon as one is unknown. */
export const or = (a: Truth, b: Truth): Truth => OR[a * 3 + b] ?? UNKNOWN;

/** The opposite; of unknown, unknown. */
export const not = (a: Truth): Truth => (a === UNKNOWN ? UNKNOWN : a === TRUE ? FALSE : TRUE);
