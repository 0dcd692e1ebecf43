import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { plantCalendar } from '../capacity/compile-resources.ts';
import type { Plan } from '../capacity/plan.ts';
import { toIsoDate } from '../deal/day.ts';
import { isSamePerson } from './ask.ts';
import type { Offices } from './ask-event.ts';
import type { OfficeHours } from './business-clock.ts';

/** Where and when the plant works. A compiled sheet is one. */
export type Plant = Pick<Plan, 'timeZone' | 'calendar'> & { sheet: Pick<Plan['sheet'], 'people'> };

/** Where and when the plant of a sheet works, without compiling all of it. */
export const plantOf = (sheet: CapacitySheet): Plant => ({
  timeZone: sheet.settings.timeZone,
  calendar: plantCalendar(sheet),
  sheet,
});

const OPENS_AT = 9 * 60;
const CLOSES_AT = 17 * 60;

/**
 * The office hours of both sides: 09:00 to 17:00 in the plant's zone on the plant's working days; the days on which the
 * asked person is away do not count for operations.
 */
export const officesOf = ({ timeZone, calendar, sheet }: Plant, assignee: string | null): Offices => {
  const hours: OfficeHours = { timeZone, calendar, fromMinutes: OPENS_AT, toMinutes: CLOSES_AT };
  const absences = sheet.people.filter(({ email, awayFrom }) => awayFrom !== null && isSamePerson(email, assignee));
  if (absences.length === 0) return { operations: hours, sales: hours };
  const isAway: OfficeHours['isAway'] = (day) =>
    absences.some(
      ({ awayFrom, awayTo }) =>
        awayFrom !== null && awayFrom <= toIsoDate(day) && (awayTo === null || toIsoDate(day) <= awayTo),
    );
  return { operations: { ...hours, isAway }, sales: hours };
};
