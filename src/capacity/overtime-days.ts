import type { Day } from '../deal/day.ts';

/** Minutes that overtime would add to named dates of one resource (S5). */
export type OvertimeDays = ReadonlyMap<Day, number>;
