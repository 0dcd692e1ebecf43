/** Worst first (S11). */
export const VERDICTS = ['invalid', 'not_feasible', 'late', 'cannot_tell', 'tight', 'ok'] as const;

/** The answer for a line or a deal (S11). */
export type Verdict = (typeof VERDICTS)[number];

/** The deal's verdict is its worst line's (S11); a deal without lines cannot be told. */
export const worstVerdict = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? 'cannot_tell';
