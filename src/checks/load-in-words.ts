import type { CapacitySheet, RowRef } from '../capacity/capacity-sheet.ts';
import { formatIsoDate } from '../deal/day.ts';
import type { Evidence } from './finding.ts';
import { listed } from './line-name.ts';
import type { LineWeek } from './line-weeks.ts';

/** Minutes as hours with at most one decimal: "22 h", "7.5 h". */
export const hoursInWords = (minutes: number): string => `${Math.round(minutes / 6) / 10} h`;

/** An amount with the sheet's currency, as far as it names one: "300 USD". */
export const amountInWords = (amount: number, currency: string | null): string =>
  currency === null ? String(amount) : `${amount} ${currency}`;

/** The work of all steps of a line. */
export const needInWords = (needMinutes: readonly number[]): string =>
  hoursInWords(needMinutes.reduce((sum, minutes) => sum + minutes, 0));

/** How full a week is, in whole percent, never rounded up: "95 %". */
export const percentUsed = ({ capacity, load, reserved }: LineWeek): string =>
  capacity === 0 ? 'more than fully' : `${Math.floor(((load + reserved) * 100) / capacity)} %`;

/** Free minutes over all these weeks. */
export const freeMinutes = (weeks: readonly LineWeek[]): number =>
  weeks.reduce((sum, week) => sum + Math.max(0, week.capacity - week.load - week.reserved), 0);

/** "20 h of 80 h free", over all these weeks. */
export const freeInWords = (weeks: readonly LineWeek[]): string => {
  if (weeks.length === 0) return 'too little free capacity';
  const capacity = weeks.reduce((sum, week) => sum + week.capacity, 0);
  return `${hoursInWords(freeMinutes(weeks))} of ${hoursInWords(capacity)} free`;
};

/** " in the week of 9 Mar 2026", for more than three weeks " from the week of 2 Mar 2026 to the week of 6 Apr 2026". */
export const spanInWords = (weeks: readonly LineWeek[]): string => {
  const mondays = [...new Set(weeks.map(({ monday }) => monday))].sort().map(formatIsoDate);
  const [first] = mondays;
  if (first === undefined) return '';
  if (mondays.length > 3) return ` from the week of ${first} to the week of ${mondays.at(-1) ?? first}`;
  return ` in the week${mondays.length === 1 ? '' : 's'} of ${listed(mondays)}`;
};

/** What a row of the sheet says about load or capacity, for people who look it up. */
export const rowInWords = (sheet: CapacitySheet, row: RowRef): Evidence => {
  const commitment = sheet.commitments.find((candidate) => candidate.row === row);
  if (commitment) return { what: `Commitment ${commitment.id}`, value: `${commitment.hours} h`, row };
  const exception = sheet.exceptions.find((candidate) => candidate.row === row);
  if (exception) return { what: 'Capacity exception', value: exception.reason ?? 'no reason given', row };
  const resource = sheet.resources.find((candidate) => candidate.row === row);
  if (resource)
    return {
      what: `Capacity of ${resource.name}`,
      value: `${resource.capacityPerWeek} ${resource.capacityUnit} a week`,
      row,
    };
  return { what: 'Sheet', value: row, row };
};
