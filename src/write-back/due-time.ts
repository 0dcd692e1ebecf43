import { Temporal } from 'temporal-polyfill';
import { addWorkingDays } from '../capacity/working-calendar.ts';
import type { WorkingCalendar } from '../capacity/working-calendar.ts';
import { parseIsoDate, toIsoDate } from '../deal/day.ts';

/** Where and when the plant works. A compiled sheet is one. */
export type PlantHours = { readonly timeZone: string; readonly calendar: WorkingCalendar };

/** The time of day, in the plant's zone, at which answers are due. */
const DUE_AT = '15:30';

/** When an answer is due: 15:30 in the plant's zone on its next working day after the question (S3), as an ISO instant. */
export const dueTime = (askedAt: string, { timeZone, calendar }: PlantHours): string => {
  const asked = Temporal.Instant.from(askedAt).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const due = Temporal.PlainDate.from(toIsoDate(addWorkingDays(calendar, parseIsoDate(asked) ?? 0, 1)));
  return due.toZonedDateTime({ timeZone, plainTime: DUE_AT }).toInstant().toString();
};
