import { compileSheet } from '../capacity/compile-sheet.ts';
import type { Plan } from '../capacity/plan.ts';
import { runChecks } from '../checks/run-checks.ts';
import { toIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { toCivilDate } from '../deal/plant-time.ts';
import { AppError } from '../errors.ts';
import { toActiveRules } from '../inbox/active-rules.ts';
import type { Backtest, BacktestDifference, PastDeal, RuleBacktest } from '../rules/backtest.ts';
import { prepareBacktest } from '../rules/backtest.ts';
import { DEFAULT_RULES } from '../rules/default-rules.ts';
import { readSheetFile } from '../sheet/read-sheet-file.ts';
import { describeProblem } from '../sheet/sheet-problem.ts';
import { versionOf } from '../sheet/sheet-version.ts';
import { EXIT } from './exit-code.ts';
import { readDeals } from './read-deals.ts';
import { usableRules } from './read-rules.ts';
import type { Terminal } from './terminal.ts';

export type ReplayOptions = { deals?: string; sheet?: string; rules?: string; today?: string; json?: true };

type Replayed = Backtest & {
  sheetVersion: string;
  rulesVersion: string;
  /** Deals of the file that could not be read. */
  unreadable: string[];
  /** Against the rules of a new account. */
  difference: BacktestDifference;
};

const needed = (value: string | undefined, what: string): string => {
  if (value === undefined) throw new AppError('USAGE', `Name ${what}.`);
  return value;
};

const planOf = async (path: string): Promise<{ plan: Plan; version: string }> => {
  const { sheet, problems, version } = await readSheetFile(path);
  if (sheet !== null) return { plan: compileSheet(sheet), version };
  const lines = problems.map((problem) => `${path}: ${describeProblem(problem)}`);
  throw new AppError('SHEET_UNREADABLE', [`${path} cannot be used as a capacity sheet.`, ...lines].join('\n'));
};

const clockOf = (day: string, timeZone: string): IsoDate => {
  const civil = toCivilDate(day, timeZone);
  if (civil === null) throw new AppError('USAGE', `--today ${day} is not a date. Write it as 2026-03-02.`);
  return toIsoDate(civil);
};

/** A past deal is checked on the day on which it was asked, as it would have been then. */
const checkPast = (deal: Deal, on: { plan: Plan; version: string; today: string }): PastDeal => {
  const { plan, version, today } = on;
  const asked = deal.eventAt ? toCivilDate(deal.eventAt, plan.timeZone) : null;
  const day = asked === null ? clockOf(today, plan.timeZone) : toIsoDate(asked);
  const result = runChecks({
    deal,
    plan,
    today: day,
    sheetVersion: version,
    sheetPublishedOn: day,
    rulesVersion: 'none',
  });
  return { deal, result };
};

const percent = (part: number, whole: number): string =>
  whole === 0 ? 'no outcome is known' : `${part} of ${whole} were delivered late`;

const describeRule = (rule: RuleBacktest): string[] => {
  const tasks = rule.tasksPerWeek.map(({ role, tasks: count }) => `${count} a week for ${role}`);
  return [
    `${rule.title} (${rule.rule}, ${rule.state})`,
    `  fires on ${rule.fires}${rule.undecided > 0 ? `, undecided on ${rule.undecided}` : ''}; ${percent(rule.deliveredLate, rule.withOutcome)}.`,
    ...(tasks.length > 0 ? [`  tasks: ${tasks.join('; ')}`] : []),
    ...(rule.examples.length > 0 ? [`  for example: ${rule.examples.join(', ')}`] : []),
  ];
};

const describe = (replayed: Replayed): string =>
  [
    `${replayed.warned} of ${replayed.deals} deals would have been warned of; ${replayed.caught} of ${replayed.deliveredLate} late deliveries were among them.`,
    ...(replayed.missed > 0 ? [`Late without a warning: ${replayed.missedExamples.join(', ')}.`] : []),
    '',
    ...replayed.rules.flatMap(describeRule),
    '',
    `Against the rules of a new account: ${replayed.difference.newly} newly warned, ${replayed.difference.noLonger} no longer.`,
    ...replayed.unreadable,
  ].join('\n');

/** `keepable replay --deals ...`: checks each past deal as of its day and tells what the rules would have done with all of them. */
export const replayDeals = async (options: ReplayOptions, terminal: Terminal): Promise<number> => {
  const path = needed(options.deals, 'past deals with --deals');
  const { plan, version } = await planOf(needed(options.sheet, 'the capacity sheet with --sheet'));
  const rules = options.rules === undefined ? DEFAULT_RULES : await usableRules(options.rules);
  const readings = await readDeals(path);
  const today = options.today ?? new Date().toISOString();
  const past = readings.flatMap((reading) =>
    'deal' in reading ? [checkPast(reading.deal, { plan, version, today })] : [],
  );
  const unreadable = readings.flatMap((reading) => ('problem' in reading ? [reading.problem] : []));
  if (past.length === 0) throw new AppError('INPUT_UNREADABLE', unreadable[0] ?? `${path}: there is no deal in it.`);
  const backtest = prepareBacktest(past);
  const replayed: Replayed = {
    sheetVersion: version,
    rulesVersion: options.rules === undefined ? toActiveRules(null).version : versionOf(rules),
    ...backtest.run(rules),
    difference: backtest.difference(DEFAULT_RULES, rules),
    unreadable,
  };
  terminal.out(options.json ? JSON.stringify(replayed) : describe(replayed));
  return unreadable.length > 0 ? EXIT.findings : EXIT.done;
};
