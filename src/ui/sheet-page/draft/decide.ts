import type { Draft } from '../sheet-api.ts';

/** Sends what the planner decided, on top of what was decided before. */
export type Decide = (change: Partial<Draft['choices']>) => void;
