import { parseIsoDate, weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { CapacitySheet } from './capacity-sheet.ts';
import { nameKey } from './plan.ts';
import { isWorkingDay } from './working-calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** True on the days on which the customer takes deliveries (S9). */
export type ReceivingDays = (day: Day) => boolean;

/** A customer who takes nothing for three years will not take this delivery either. */
const LONGEST_WAIT = 1_100;

/** The customer's receiving days, else the plant's working days (ruling). Closed ranges are days without delivery. */
export const receivingDays = (
  sheet: CapacitySheet,
  customer: readonly string[],
  plant: WorkingCalendar,
): ReceivingDays => {
  const names = customer.map(nameKey).filter((name) => name !== '');
  const rows = sheet.receiving.filter((row) => names.includes(nameKey(row.customer)));
  if (rows.length === 0) return (day) => isWorkingDay(plant, day);
  const weekdays = new Set(rows.flatMap((row) => row.weekdays));
  const closed = rows.flatMap(({ closedFrom, closedTo }) => {
    const from = closedFrom === null ? null : parseIsoDate(closedFrom);
    const to = closedTo === null ? from : parseIsoDate(closedTo);
    return from === null || to === null ? [] : [{ from, to }];
  });
  const isOpen: ReceivingDays = (day) =>
    weekdays.size === 0 ? isWorkingDay(plant, day) : weekdays.has(weekdayOf(day));
  return (day) => isOpen(day) && !closed.some(({ from, to }) => from <= day && day <= to);
};

/** The arrival rolled forward to a day on which the customer receives (S9); null when there is none for years. */
export const receivedOn = (isReceiving: ReceivingDays, arrival: Day): Day | null => {
  for (let day = arrival; day <= arrival + LONGEST_WAIT; day += 1) if (isReceiving(day)) return day;
  return null;
};
