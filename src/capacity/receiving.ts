import { parseIsoDate, weekdayOf } from '../deal/day.ts';
import type { Day } from '../deal/day.ts';
import type { CapacitySheet, Receiving } from './capacity-sheet.ts';
import { nameKey } from './plan.ts';
import { addWorkingDays, isWorkingDay } from './working-calendar.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** The days on which the customer takes deliveries (S9): the customer's own, else the plant's working days. */
export type ReceivingDays = { plant: WorkingCalendar; own: ((day: Day) => boolean) | null };

/** A customer who takes nothing for three years will not take this delivery either. */
const LONGEST_WAIT = 1_100;

/** The customer's receiving days, else the plant's working days (ruling). Closed ranges are days without delivery. */
export const receivingDays = (
  sheet: CapacitySheet,
  customer: readonly string[],
  plant: WorkingCalendar,
): ReceivingDays => {
  const names = customer.map(nameKey).filter((name) => name !== '');
  const rows = names.length === 0 ? [] : sheet.receiving.filter((row) => names.includes(nameKey(row.customer)));
  return { plant, own: rows.length === 0 ? null : ownDays(rows, plant) };
};

const ownDays = (rows: readonly Receiving[], plant: WorkingCalendar): ((day: Day) => boolean) => {
  const weekdays = new Set(rows.flatMap((row) => row.weekdays));
  const closed = rows.flatMap(({ closedFrom, closedTo }) => {
    const from = closedFrom === null ? null : parseIsoDate(closedFrom);
    const to = closedTo === null ? from : parseIsoDate(closedTo);
    return from === null || to === null ? [] : [{ from, to }];
  });
  const isOpen = (day: Day): boolean => (weekdays.size === 0 ? isWorkingDay(plant, day) : weekdays.has(weekdayOf(day)));
  return (day) => isOpen(day) && !closed.some(({ from, to }) => from <= day && day <= to);
};

/** The arrival rolled forward to a day on which the customer receives (S9); null when there is none for years. */
export const receivedOn = ({ plant, own }: ReceivingDays, arrival: Day): Day | null => {
  if (own === null) return addWorkingDays(plant, arrival, 0);
  for (let day = arrival; day <= arrival + LONGEST_WAIT; day += 1) if (own(day)) return day;
  return null;
};
