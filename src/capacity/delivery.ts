import type { Day } from '../deal/day.ts';
import type { LineTerms } from './line-terms.ts';
import { receivedOn } from './receiving.ts';
import { addWorkingDays } from './working-calendar.ts';

/**
 * The day on which the customer receives what ships on a day: transit calendar days, by air where that is sooner, then
 * the next receiving day (S9, S15); null when there is none for years.
 */
export const arrivalOf = ({ leadTimes, flight, receiving }: LineTerms, ship: Day): Day | null => {
  const byLand = ship + leadTimes.transit;
  return receivedOn(receiving, flight ? Math.min(byLand, Math.max(ship, flight.from) + flight.transit) : byLand);
};

/** The day on which what is finished on a day is with the customer: quality working days, then transit (S9). */
export const promiseAfter = (terms: LineTerms, finish: Day): Day | null =>
  arrivalOf(terms, addWorkingDays(terms.plan.calendar, finish, terms.leadTimes.quality));
