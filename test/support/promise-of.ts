import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { promiseDeal } from '../../src/capacity/promise-deal.ts';
import type { CheckedAt, PromiseResult } from '../../src/capacity/promise-deal.ts';
import type { LineResult } from '../../src/capacity/promise.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from './a-deal.ts';
import { aSheet } from './a-sheet.ts';

const TODAY = parseIsoDate('2026-03-02') ?? 0;

/** Checks a deal on the default sheet without commitments, on 2 Mar 2026; only what differs is named. */
export const check = (
  sheet: Partial<CapacitySheet>,
  deal: Partial<Deal> = {},
  at: Partial<CheckedAt> = {},
): PromiseResult =>
  promiseDeal(compileSheet(aSheet({ commitments: [], ...sheet })), aDeal(deal), { today: TODAY, ...at });

/** The answer for a deal of one line. */
export const lineOf = (
  sheet: Partial<CapacitySheet>,
  line: Parameters<typeof aLine>[0] = {},
  deal: Partial<Deal> = {},
): LineResult => {
  const [result] = check(sheet, { lines: [aLine(line)], ...deal }).lines;
  if (!result) throw new Error('The deal has no line.');
  return result;
};
