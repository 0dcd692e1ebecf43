import { compileSheet } from '../capacity/compile-sheet.ts';
import type { PipelineDeal } from '../capacity/pipeline-deal.ts';
import { planPipeline } from '../capacity/pipeline-levels.ts';
import type { Plan } from '../capacity/plan.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { runChecks } from '../checks/run-checks.ts';
import { parseIsoDate, toIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { toCivilDate } from '../deal/plant-time.ts';
import { AppError } from '../errors.ts';
import type { ActiveRules } from '../inbox/active-rules.ts';
import { applyRules } from '../rules/apply-rules.ts';
import { readMappingFile } from '../sheet/mapping/mapping-file.ts';
import { readMappedFile, readSheetFile } from '../sheet/read-sheet-file.ts';
import type { WorkbookReading } from '../sheet/read-workbook.ts';
import { describeProblem } from '../sheet/sheet-problem.ts';
import type { SheetProblem } from '../sheet/sheet-problem.ts';
import type { CheckOptions } from './check-options.ts';
import { EXIT } from './exit-code.ts';
import { describeResult, oneLine } from './print-check.ts';
import { readDeal, readDeals } from './read-deals.ts';
import type { DealReading } from './read-deals.ts';
import { rulesToApply } from './read-rules.ts';
import type { Terminal } from './terminal.ts';

type Bench = {
  plan: Plan;
  version: string;
  problems: SheetProblem[];
  today: IsoDate;
  pipeline: PipelineDeal[] | null;
  rules: ActiveRules;
};

const usage = (message: string): AppError => new AppError('USAGE', message);

const sheetOption = ({ deal, deals, sheet }: CheckOptions): string => {
  if ((deal === undefined) === (deals === undefined)) throw usage('Name one deal with --deal or many with --deals.');
  if (sheet === undefined) throw usage('Name the capacity sheet with --sheet.');
  return sheet;
};

/** The clock of the check: --today, else today on the plant's own calendar. */
const clockOf = (today: string | undefined, timeZone: string): IsoDate => {
  const day = toCivilDate(today ?? new Date().toISOString(), timeZone);
  if (day === null) throw usage(`--today ${today ?? ''} is not a date. Write it as 2026-03-02.`);
  return toIsoDate(day);
};

const isError = (problem: SheetProblem): boolean => problem.severity === 'error';

const unusable = (path: string, problems: SheetProblem[]): AppError => {
  const lines = problems.filter(isError).map((problem) => `${path}: ${describeProblem(problem)}`);
  return new AppError('SHEET_UNREADABLE', [`${path} cannot be used as a capacity sheet.`, ...lines].join('\n'));
};

const readBy = async (path: string, mapping: string | undefined): Promise<WorkbookReading> =>
  mapping === undefined ? readSheetFile(path) : readMappedFile(path, await readMappingFile(mapping));

const setUp = async (path: string, options: CheckOptions, terminal: Terminal): Promise<Bench> => {
  const { sheet, problems, version } = await readBy(path, options.mapping);
  if (sheet === null) throw unusable(path, problems);
  const today = clockOf(options.today, sheet.settings.timeZone);
  problems.filter(isError).forEach((problem) => terminal.err(`${path}: ${describeProblem(problem)}`));
  const plan = compileSheet(sheet);
  const pipeline = options.pipeline === undefined ? null : await readPipeline(options.pipeline, plan, today);
  return { plan, version, problems, today, pipeline, rules: await rulesToApply(options.rules) };
};

/** The other open deals, planned once. A line that cannot be read is refused: a level without it would be wrong. */
const readPipeline = async (path: string, plan: Plan, today: IsoDate): Promise<PipelineDeal[]> => {
  const deals = (await readDeals(path)).map((reading) => {
    if ('deal' in reading) return reading.deal;
    throw new AppError('INPUT_UNREADABLE', reading.problem);
  });
  return planPipeline(plan, deals, parseIsoDate(today) ?? 0);
};

/** A workbook given by hand is taken as of the day of the check. */
const check = (deal: Deal, { plan, version, today, pipeline, rules }: Bench): CheckResult => {
  const when = { today, sheetVersion: version, sheetPublishedOn: today, rulesVersion: rules.version };
  const result = runChecks({ deal, plan, pipeline, ...when });
  return applyRules(rules.compiled, { deal, result, sheet: plan.sheet });
};

const hasFailed = (result: CheckResult): boolean => result.findings.some(({ severity }) => severity === 'fail');

const checkOne = async (path: string, bench: Bench, { json, terminal }: Output): Promise<boolean> => {
  const result = check(await readDeal(path), bench);
  const sheetProblems = bench.problems.filter(({ severity }) => severity !== 'info');
  terminal.out(json ? JSON.stringify({ ...result, sheetProblems }) : describeResult(result));
  return hasFailed(result);
};

type Output = { json: boolean; terminal: Terminal };

const printReading = (reading: DealReading, bench: Bench, { json, terminal }: Output): boolean => {
  if ('deal' in reading) {
    const result = check(reading.deal, bench);
    terminal.out(json ? JSON.stringify(result) : oneLine(result));
    return hasFailed(result);
  }
  terminal.err(reading.problem);
  if (json)
    terminal.out(JSON.stringify({ error: { code: 'INPUT_UNREADABLE', message: reading.problem, line: reading.line } }));
  return true;
};

const checkMany = async (path: string, bench: Bench, output: Output): Promise<boolean> => {
  const readings = await readDeals(path);
  if (!readings.some((reading) => 'deal' in reading)) {
    const first = readings.find((reading) => 'problem' in reading);
    throw new AppError('INPUT_UNREADABLE', first?.problem ?? `${path}: there is no deal in it.`);
  }
  return readings.map((reading) => printReading(reading, bench, output)).includes(true);
};

/** `keepable check`: prints what the checks say and returns the exit code (cli-contract). */
export const checkDeals = async (options: CheckOptions, terminal: Terminal): Promise<number> => {
  const bench = await setUp(sheetOption(options), options, terminal);
  const output = { json: options.json === true, terminal };
  const failed =
    options.deal === undefined
      ? await checkMany(options.deals ?? '', bench, output)
      : await checkOne(options.deal, bench, output);
  return failed || bench.problems.some(isError) ? EXIT.findings : EXIT.done;
};
