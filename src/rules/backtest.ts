import type { CheckResult } from '../checks/check-result.ts';
import type { Deal } from '../deal/deal.ts';
import { parseIsoDate } from '../deal/day.ts';
import { factColumns } from './fact-columns.ts';
import type { Rule, RuleSet } from './rule-set.ts';
import { ROLE_OF_FINDING } from './rule-set.ts';
import { FALSE, TRUE, UNKNOWN } from './three-valued.ts';

/** A past deal with the answer of the checks at the time. */
export type PastDeal = { deal: Deal; result: CheckResult };

/** What one rule would have done. Counts are of deals. */
export type RuleBacktest = {
  rule: string;
  title: string;
  state: Rule['state'];
  fires: number;
  undecided: number;
  /** Of the deals it fires on: how many have an outcome, and how many of those were delivered late. */
  withOutcome: number;
  deliveredLate: number;
  /** Tasks a week by role. */
  tasksPerWeek: { role: string; tasks: number }[];
  /** Ids of five deals it fires on. */
  examples: string[];
};

/** What a set of rules would have done with past deals. */
export type Backtest = {
  deals: number;
  /** Deals on which at least one rule (on or shadow) fires. */
  warned: number;
  withOutcome: number;
  deliveredLate: number;
  /** Late deliveries that some rule had warned of, and those that none had. */
  caught: number;
  missed: number;
  missedExamples: string[];
  weeks: number;
  rules: RuleBacktest[];
};

/** How two sets differ on the same deals. */
export type BacktestDifference = { newlyWarned: string[]; noLongerWarned: string[]; newly: number; noLonger: number };

const EXAMPLES = 5;
const NOT_LATE = 0;
const LATE = 1;
const NO_OUTCOME = 2;

const requestedOf = ({ deal, result }: PastDeal): string | null => {
  const dates = result.lines.flatMap(({ requested }) => requested ?? []);
  return dates.length > 0 ? (dates.sort().at(-1) ?? null) : (deal.requestedDate ?? null);
};

const outcomeOf = (past: PastDeal): number => {
  const delivered = past.deal.outcome?.deliveredDate;
  const requested = requestedOf(past);
  if (!delivered || requested === null) return NO_OUTCOME;
  return delivered > requested ? LATE : NOT_LATE;
};

const weeksOf = (deals: readonly PastDeal[]): number => {
  let [first, last] = [Infinity, -Infinity];
  for (const { result } of deals) {
    const day = parseIsoDate(result.orderDate);
    if (day === null) continue;
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  return last < first ? 1 : Math.max(1, Math.ceil((last - first + 1) / 7));
};

const rolesAsked = (rule: Rule, result: CheckResult): string[] => {
  const { signoffs } = rule.then;
  if (!signoffs) return [];
  const { causes } = signoffs;
  return signoffs.roles.flatMap((role) =>
    role === ROLE_OF_FINDING
      ? result.signoffs.filter(({ why }) => causes === undefined || causes.includes(why)).map((ask) => ask.role)
      : [role],
  );
};

type Measured = { column: Uint8Array; report: Omit<RuleBacktest, 'rule' | 'title' | 'state'> };

/** A backtest that is ready to be asked again and again: deals are read once, and only what was edited is worked out anew. */
export type PreparedBacktest = {
  run: (set: RuleSet) => Backtest;
  difference: (active: RuleSet, edited: RuleSet) => BacktestDifference;
};

/** Reads past deals into columns, so that a set of rules is run over all of them at once. */
export const prepareBacktest = (deals: readonly PastDeal[]): PreparedBacktest => {
  const columns = factColumns(deals);
  const outcomes = Uint8Array.from(deals, outcomeOf);
  const weeks = weeksOf(deals);
  const known = new Map<string, Measured>();

  const measure = (rule: Rule): Measured => {
    const key = JSON.stringify([rule.when, rule.then.signoffs ?? null]);
    const before = known.get(key);
    if (before) return before;
    const measured = measureRule(rule, { deals, outcomes, weeks, column: columns.truth(rule.when) });
    known.set(key, measured);
    return measured;
  };

  const used = (set: RuleSet): { rule: Rule; measured: Measured }[] =>
    set.rules.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => ({ rule, measured: measure(rule) }));

  const warnedBy = (set: RuleSet): Uint8Array =>
    anyFires(
      used(set)
        .filter(({ rule }) => rule.state !== 'draft')
        .map(({ measured }) => measured.column),
      deals.length,
    );

  return {
    run: (set) => {
      const each = used(set);
      const totals = sumUp(warnedBy(set), outcomes, (place) => deals[place]?.deal.id ?? '');
      const rules = each.map(({ rule, measured }) => ({
        rule: rule.id,
        title: rule.title,
        state: rule.state,
        ...measured.report,
      }));
      return { deals: deals.length, ...totals, weeks, rules };
    },
    difference: (active, edited) => {
      const [before, after] = [warnedBy(active), warnedBy(edited)];
      const places = deals.map((_deal, place) => place).filter((place) => before[place] !== after[place]);
      const newly = places.filter((place) => after[place] === TRUE);
      const noLonger = places.filter((place) => after[place] !== TRUE);
      const ids = (of: number[]): string[] => of.slice(0, EXAMPLES).map((place) => deals[place]?.deal.id ?? '');
      return { newlyWarned: ids(newly), noLongerWarned: ids(noLonger), newly: newly.length, noLonger: noLonger.length };
    },
  };
};

type Measurable = { deals: readonly PastDeal[]; outcomes: Uint8Array; weeks: number; column: Uint8Array };

const measureRule = (rule: Rule, { deals, outcomes, weeks, column }: Measurable): Measured => {
  const report = { fires: 0, undecided: 0, withOutcome: 0, deliveredLate: 0, examples: [] as string[] };
  const tasks = new Map<string, number>();
  for (let place = 0; place < column.length; place += 1) {
    const truth = column[place];
    if (truth === FALSE) continue;
    if (truth === UNKNOWN) {
      report.undecided += 1;
      continue;
    }
    report.fires += 1;
    if (outcomes[place] !== NO_OUTCOME) report.withOutcome += 1;
    if (outcomes[place] === LATE) report.deliveredLate += 1;
    const past = deals[place];
    if (!past) continue;
    if (report.examples.length < EXAMPLES) report.examples.push(past.deal.id);
    for (const role of rolesAsked(rule, past.result)) tasks.set(role, (tasks.get(role) ?? 0) + 1);
  }
  const tasksPerWeek = [...tasks]
    .map(([role, count]) => ({ role, tasks: Math.round((count / weeks) * 10) / 10 }))
    .sort((a, b) => (a.role < b.role ? -1 : 1));
  return { column, report: { ...report, tasksPerWeek } };
};

/** One byte a deal, four deals a step: the lowest bit of each byte says that the rule fires. */
const FIRES = 0x01010101;

const anyFires = (columns: readonly Uint8Array[], length: number): Uint8Array => {
  const words = new Uint32Array(Math.ceil(length / 4));
  for (const column of columns) {
    const other = new Uint32Array(column.buffer, 0, words.length);
    for (let place = 0; place < words.length; place += 1) words[place]! |= other[place]! & FIRES;
  }
  return new Uint8Array(words.buffer, 0, length);
};

type Totals = Pick<Backtest, 'warned' | 'withOutcome' | 'deliveredLate' | 'caught' | 'missed' | 'missedExamples'>;

const sumUp = (warned: Uint8Array, outcomes: Uint8Array, idAt: (place: number) => string): Totals => {
  const totals: Totals = { warned: 0, withOutcome: 0, deliveredLate: 0, caught: 0, missed: 0, missedExamples: [] };
  for (let place = 0; place < warned.length; place += 1) {
    const isWarned = warned[place] === TRUE;
    if (isWarned) totals.warned += 1;
    if (outcomes[place] !== NO_OUTCOME) totals.withOutcome += 1;
    if (outcomes[place] !== LATE) continue;
    totals.deliveredLate += 1;
    if (isWarned) totals.caught += 1;
    else {
      totals.missed += 1;
      if (totals.missedExamples.length < EXAMPLES) totals.missedExamples.push(idAt(place));
    }
  }
  return totals;
};
