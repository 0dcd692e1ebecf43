import { Temporal } from 'temporal-polyfill';
import type { Settings } from '../capacity/capacity-sheet.ts';

/** Where and when the plant works: its zone and its working weekdays (0 = Monday). */
export type PlantHours = Pick<Settings, 'timeZone' | 'workingWeekdays'>;

/** The time of day, in the plant's zone, at which answers are due. */
const DUE_AT = '15:30';

const isWorkingWeekday = (date: Temporal.PlainDate, weekdays: readonly number[]): boolean =>
  weekdays.length === 0 || weekdays.includes(date.dayOfWeek - 1);

/** When an answer is due: 15:30 in the plant's zone on the next working weekday after the question, as an ISO instant. */
export const dueTime = (askedAt: string, { timeZone, workingWeekdays }: PlantHours): string => {
  const asked = Temporal.Instant.from(askedAt).toZonedDateTimeISO(timeZone);
  let date = asked.toPlainDate().add({ days: 1 });
  while (!isWorkingWeekday(date, workingWeekdays)) date = date.add({ days: 1 });
  return date.toZonedDateTime({ timeZone, plainTime: DUE_AT }).toInstant().toString();
};
