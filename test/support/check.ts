import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import type { PipelineDeal } from '../../src/capacity/pipeline-deal.ts';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import type { Check } from '../../src/checks/check.ts';
import { checks as everyCheck } from '../../src/checks/index.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import type { Deal, LineItem } from '../../src/deal/deal.ts';
import { aDeal, aLine } from './a-deal.ts';
import { aSheet, twoBusyWeeks } from './a-sheet.ts';

type Asked = {
  deal?: Deal;
  sheet?: CapacitySheet;
  today?: string;
  sheetPublishedOn?: string | null;
  checks?: readonly Check[];
  pipeline?: readonly PipelineDeal[];
};

/** Runs every check on a deal and a sheet, on 2 Mar 2026 unless the test says otherwise. */
export const check = ({ deal, sheet, today, sheetPublishedOn, checks, pipeline }: Asked = {}): CheckResult =>
  runChecks(
    {
      deal: deal ?? aDeal(),
      plan: compileSheet(sheet ?? aSheet()),
      today: today ?? '2026-03-02',
      sheetVersion: 'sheet-1',
      sheetPublishedOn: sheetPublishedOn === undefined ? '2026-03-02' : sheetPublishedOn,
      rulesVersion: 'rules-1',
      pipeline: pipeline ?? null,
    },
    checks ?? everyCheck,
  );

/** A deal of one line that is wanted on a day. */
export const wantedOn = (requestedDate: string | null, line: Partial<LineItem> = {}): Deal =>
  aDeal({ requestedDate, lines: [aLine({ requestedDate, ...line })] });

/** The sheet on which 100 BRK arrive on 19 Mar 2026 and 70 of them on 17 Mar. */
export const busySheet = (facts: Partial<CapacitySheet> = {}): CapacitySheet =>
  aSheet({ commitments: twoBusyWeeks(), ...facts });
