import type { Ask, AskEntry, Clock } from './ask.ts';
import { addBusinessMinutes, businessMinutesBetween } from './business-clock.ts';
import type { OfficeHours } from './business-clock.ts';

/** The whole service time, in percent. */
export const FULL = 100;

/** The history with one entry more. */
export const note = (ask: Ask, entry: AskEntry): AskEntry[] => [...ask.history, entry];

/** Starts a clock; one that runs goes on. */
export const run = (clock: Clock, at: string): Clock => ({ ...clock, runningSince: clock.runningSince ?? at });

/** Stops a clock and keeps what was used. */
export const halt = (clock: Clock, at: string, hours: OfficeHours): Clock => ({
  usedMinutes: usedMinutes(clock, at, hours),
  runningSince: null,
});

/** Office minutes that a side has used up by a moment. */
export const usedMinutes = (clock: Clock, at: string, hours: OfficeHours): number =>
  clock.usedMinutes + (clock.runningSince === null ? 0 : businessMinutesBetween(hours, clock.runningSince, at));

/** When so many percent of the service time of operations are over; null while its clock stands. */
export const dueAt = (ask: Ask, hours: OfficeHours, percent = FULL): string | null => {
  const { runningSince, usedMinutes: used } = ask.operations;
  if (runningSince === null) return null;
  const left = (ask.serviceMinutes * percent) / FULL - used;
  return left <= 0 ? runningSince : addBusinessMinutes(hours, runningSince, left);
};
