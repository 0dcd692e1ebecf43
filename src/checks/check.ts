import type { DealAnswer } from '../capacity/answer-deal.ts';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { PipelineDeal } from '../capacity/pipeline-deal.ts';
import type { Plan } from '../capacity/plan.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import type { Alternative, LineResult } from './check-result.ts';
import type { Finding } from './finding.ts';
import type { LineWeek } from './line-weeks.ts';

/** Everything a check may look at: the deal, the sheet, what the engine promises, and the dates. */
export type CheckFacts = {
  deal: Deal;
  sheet: CapacitySheet;
  /** The same sheet, compiled. */
  plan: Plan;
  /** What the engine says of each line, in the deal's order. */
  lines: readonly LineResult[];
  /** The same before it is explained: what is derived from the plan starts here. */
  answer: DealAnswer;
  /** Other open deals that hold nothing, planned (S12); null when nobody gave them. */
  pipeline: readonly PipelineDeal[] | null;
  /** The weeks that decide the lines: at the tight mark, or short. */
  weeks: readonly LineWeek[];
  /** What could be promised instead, best first; empty when nothing else is needed. */
  alternatives: readonly Alternative[];
  orderDate: IsoDate;
  /** Last day with capacity data (S16). */
  horizonEnd: IsoDate;
  /** Today in the plant's zone. */
  today: IsoDate;
  /** The civil date on which the sheet was published; null when nobody knows. */
  sheetPublishedOn: IsoDate | null;
  /** Since when the address that the sheet comes from gives no sheet; null: it does, or there is none. */
  sheetFailingSince: IsoDate | null;
};

/** A rule of the linter: an id that stays stable forever, a title for the list of checks, and what it finds. */
export type Check = { id: string; title: string; run: (facts: CheckFacts) => Finding[] };

/** A finding without the id of its check, with the usual blanks filled in. */
export type Note = Pick<Finding, 'severity' | 'message'> & Partial<Omit<Finding, 'check'>>;

/** Completes a finding: no code, no evidence, no fix and no line unless the check says so. */
export const finding = (check: string, { severity, code, message, evidence, fix, line, ...rest }: Note): Finding => ({
  check,
  severity,
  code: code ?? null,
  message,
  evidence: evidence ?? [],
  fix: fix ?? null,
  line: line ?? null,
  ...rest,
});
