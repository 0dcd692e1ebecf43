import { answerDeal } from '../../src/capacity/answer-deal.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import type { CheckFacts } from '../../src/checks/check.ts';
import type { CheckResult, LineResult } from '../../src/checks/check-result.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { aDeal } from './a-deal.ts';
import { aSheet } from './a-sheet.ts';

/** What the engine says of 100 BRK wanted on 20 Mar 2026 on an empty line: on time, 5 working days to spare. */
export const aLineResult = (facts: Partial<LineResult> = {}): LineResult => ({
  id: 'L1',
  product: 'BRK',
  quantity: 100,
  unit: 'EA',
  verdict: 'ok',
  requested: '2026-03-20',
  promise: '2026-03-13',
  ready: '2026-03-06',
  finish: '2026-03-10',
  ship: '2026-03-11',
  needMinutes: [1320],
  quantityByRequested: 100,
  quantityByHorizon: null,
  slackDays: 5,
  binding: null,
  levels: { confirmed: '2026-03-13', forecast: null, exposure: null },
  reasons: [],
  ...facts,
});

/** The same line, wanted on 17 Mar 2026 while LINE1 is busy: two working days late, 70 possible in time. */
export const aLateLine = (facts: Partial<LineResult> = {}): LineResult =>
  aLineResult({
    verdict: 'late',
    requested: '2026-03-17',
    promise: '2026-03-19',
    finish: '2026-03-16',
    ship: '2026-03-17',
    quantityByRequested: 70,
    slackDays: -2,
    binding: { kind: 'capacity', resource: 'LINE1', weeks: ['2026-03-09'], rows: ['Commitments!2'] },
    levels: { confirmed: '2026-03-19', forecast: null, exposure: null },
    reasons: ['CAPACITY_SHORT'],
    ...facts,
  });

/** A finding of the lead-time check: late, the production planner must agree. */
export const aFinding = (facts: Partial<Finding> = {}): Finding => ({
  check: 'lead-time',
  severity: 'fail',
  code: 'CAPACITY_SHORT',
  message: 'BRK can be delivered on 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
  evidence: [{ what: 'Can deliver', value: '19 Mar 2026' }],
  fix: 'Offer 19 Mar 2026.',
  line: 'L1',
  signoffRole: 'Production planner',
  ...facts,
});

/** The whole answer for the late line: one finding, one ask. */
export const aLateResult = (facts: Partial<CheckResult> = {}): CheckResult => ({
  deal: 'D-1',
  verdict: 'late',
  sentence: 'Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
  orderDate: '2026-03-02',
  sheetVersion: 'sheet-1',
  rulesVersion: 'rules-1',
  planOrder: ['L1'],
  lines: [aLateLine()],
  findings: [aFinding()],
  alternatives: [],
  signoffs: [
    {
      role: 'Production planner',
      why: 'CAPACITY_SHORT',
      question: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
      email: 'line1@example.com',
    },
  ],
  ...facts,
});

/** The whole answer for the line that is on time: nothing to ask. */
export const anOkResult = (facts: Partial<CheckResult> = {}): CheckResult =>
  aLateResult({
    verdict: 'ok',
    sentence: 'Can deliver 13 Mar 2026; the deal says 20 Mar 2026: 5 working days to spare.',
    lines: [aLineResult()],
    findings: [aFinding({ severity: 'pass', code: null, message: 'BRK is on time.', evidence: [], fix: null })],
    signoffs: [],
    ...facts,
  });

type FactsOf = Partial<Omit<CheckFacts, 'plan'>> & { sheet?: CapacitySheet };

/** What a check is given: the default deal on the default sheet, checked on 2 Mar 2026, the sheet published that day. */
export const checkFacts = (facts: FactsOf = {}): CheckFacts => {
  const sheet = facts.sheet ?? aSheet();
  const plan = compileSheet(sheet);
  const deal = facts.deal ?? aDeal();
  return {
    deal,
    lines: [aLineResult()],
    answer: answerDeal(plan, deal, { today: parseIsoDate(facts.today ?? '2026-03-02') ?? 0 }),
    pipeline: null,
    weeks: [],
    alternatives: [],
    orderDate: '2026-03-02',
    horizonEnd: '2026-08-31',
    today: '2026-03-02',
    sheetPublishedOn: '2026-03-02',
    sheetFailingSince: null,
    ...facts,
    sheet,
    plan,
  };
};
