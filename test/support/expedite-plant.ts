import type { CapacitySheet, ExpediteOption } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import type { PromiseResult } from '../../src/capacity/promise-deal.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from './a-deal.ts';
import { aSheet, twoBusyWeeks } from './a-sheet.ts';

/** Monday 2 Mar 2026. */
export const TODAY = parseIsoDate('2026-03-02') ?? 0;
/** Checks a deal on a sheet on that day. */
export const checkOn = (sheet: CapacitySheet, deal: Deal): PromiseResult =>
  promiseDeal(compileSheet(sheet), deal, { today: TODAY });
/** The default deal, wanted on a date. */
export const wanted = (date: string, quantity = 100): Deal =>
  aDeal({ lines: [aLine({ requestedDate: date, quantity })] });

/** An expedite option; only what differs is named. */
export const option = (facts: Partial<ExpediteOption>): ExpediteOption => ({
  option: 'Rush material',
  appliesTo: '*',
  lever: 'rush_material',
  savesDays: null,
  addsHoursPerWeek: null,
  onWeekdays: [],
  maxWeeks: null,
  noticeDays: 0,
  fixedCost: 0,
  costPerHour: 0,
  costPerUnit: 0,
  needsSignoffRole: null,
  validFrom: null,
  validTo: null,
  row: 'Expedite options!2',
  ...facts,
});

/** Material 2 days sooner for 300. */
export const rush = option({ savesDays: 2, fixedCost: 300, needsSignoffRole: 'Buyer' });
/** 8 hours on two Saturdays at 60. */
export const saturday = option({
  option: 'Saturday shift',
  appliesTo: 'LINE1',
  lever: 'overtime',
  addsHoursPerWeek: 8,
  onWeekdays: [5],
  maxWeeks: 2,
  costPerHour: 60,
  row: 'Expedite options!3',
});
/** Transit 1 day shorter for 450. */
export const air = option({
  option: 'Air freight',
  lever: 'air_freight',
  savesDays: 1,
  fixedCost: 450,
  row: 'Expedite options!4',
});
/** The default plant with two busy weeks and two levers. */
export const busy = (facts: Partial<CapacitySheet> = {}): CapacitySheet =>
  aSheet({ commitments: twoBusyWeeks(), expediteOptions: [rush, saturday], ...facts });
