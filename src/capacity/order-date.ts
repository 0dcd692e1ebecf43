import type { Day } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { toPlantTime } from '../deal/plant-time.ts';
import type { Plan } from './plan.ts';
import { addWorkingDays, isWorkingDay, rollToWorkingDay } from './working-calendar.ts';

/** The civil date of the event in the plant's zone, and the order date that follows from it. */
export type OrderDate = { eventDay: Day; orderDate: Day };

/**
 * An event at or after the cut-off, or on a day without work, has the next working day as its order date (S2). Without an
 * event the given day counts (ruling).
 */
export const orderDateOf = (plan: Plan, deal: Pick<Deal, 'eventAt'>, today: Day): OrderDate => {
  const event = deal.eventAt ? toPlantTime(deal.eventAt, plan.timeZone) : null;
  if (event === null) return { eventDay: today, orderDate: rollToWorkingDay(plan.calendar, today) };
  const inTime = event.minutes < plan.sheet.settings.cutoffMinutes && isWorkingDay(plan.calendar, event.day);
  return { eventDay: event.day, orderDate: inTime ? event.day : addWorkingDays(plan.calendar, event.day, 1) };
};
