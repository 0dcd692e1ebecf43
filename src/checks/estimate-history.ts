import { nameKey } from '../capacity/plan.ts';
import type { HistoryRow } from '../capacity/sheet-lists.ts';
import type { Deal } from '../deal/deal.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Evidence } from './finding.ts';
import { countOf } from './line-name.ts';

type Estimate = NonNullable<Deal['estimate']>;

/** With fewer projects of a class a percentile says more about chance than about the class. */
const LEAST_PROJECTS = 5;

/** The value that so many percent of the sorted values reach at most (nearest rank): always one that was measured. */
const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;

const ofClass = ({ sheet }: CheckFacts, name: string): HistoryRow[] =>
  (sheet.history ?? []).filter((row) => nameKey(row.class) === nameKey(name));

const sorted = (values: number[]): number[] => values.toSorted((a, b) => a - b);

/** Actual hours as a whole percentage of the estimated ones, rounded up. */
const overrun = ({ actualHours, estimatedHours }: HistoryRow): number =>
  Math.ceil((actualHours * 100) / estimatedHours);

type Measured = { name: string; rows: HistoryRow[]; p50: number; p80: number };

const measured = (name: string, rows: HistoryRow[]): Measured => {
  const hours = sorted(rows.map(({ actualHours }) => actualHours));
  return { name, rows, p50: percentile(hours, 50), p80: percentile(hours, 80) };
};

const evidenceOf = ({ hours }: Estimate, { name, rows, p50, p80 }: Measured): Evidence[] => [
  { what: 'Estimate', value: `${hours} h` },
  {
    what: `Half of the ${countOf(rows.length, 'project')} of class ${name} took at most`,
    value: `${p50} h`,
    ...(rows[0] ? { row: rows[0].row } : {}),
  },
  { what: '8 of 10 took at most', value: `${p80} h` },
  { what: 'Half of them took at most', value: `${percentile(sorted(rows.map(overrun)), 50)} % of their own estimate` },
];

const below = (estimate: Estimate, past: Measured, hours: number): Note => {
  const { name, rows, p50, p80 } = past;
  const evidence = evidenceOf(estimate, past);
  if (hours >= p80)
    return {
      severity: 'pass',
      message: `The estimate of ${hours} h covers what 8 of 10 past projects of class ${name} took (P80 ${p80} h).`,
      evidence,
    };
  const half = hours < p50;
  return {
    severity: half ? 'action' : 'warn',
    code: 'UNDER_SCOPED',
    message: `The estimate is ${hours} h; more than ${half ? 'half' : '2 of 10'} of the ${rows.length} past projects of class ${name} took longer (P50 ${p50} h, P80 ${p80} h).`,
    evidence,
    fix: half
      ? 'Go through the phases with delivery, and correct the estimate or say what makes this project smaller.'
      : `Plan for up to ${p80} h, or tell the customer what is not included.`,
  };
};

const notChecked = (message: string, fix: string): Note => ({ severity: 'not_checked', message, fix });

/** The estimate against what projects of its class took (P50, P80): at least 5 projects, else there is not enough history. */
export const historyNote = (facts: CheckFacts, estimate: Estimate): Note => {
  const what = 'The estimate was not compared with past projects';
  if ((facts.sheet.history ?? []).length === 0)
    return notChecked(`${what}: the sheet has no history.`, 'Ask operations to fill in the history tab.');
  const name = estimate.class?.trim();
  if (!name) return notChecked(`${what}: it names no class.`, 'Say which class of project it is, e.g. retrofit.');
  if (typeof estimate.hours !== 'number')
    return notChecked(`${what}: it names no hours.`, 'Add the hours of the estimate.');
  const rows = ofClass(facts, name);
  if (rows.length < LEAST_PROJECTS)
    return notChecked(
      `${what}: not enough history, ${countOf(rows.length, 'project')} of class ${name}; ${LEAST_PROJECTS} are needed.`,
      'Ask operations to add finished projects of this class to the history.',
    );
  return below(estimate, measured(name, rows), estimate.hours);
};
