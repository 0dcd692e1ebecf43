import { compileSheet } from '../capacity/compile-sheet.ts';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import type { CheckResult } from '../checks/check-result.ts';
import { runChecks } from '../checks/run-checks.ts';
import { formatIsoDate, toIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { Deal } from '../deal/deal.ts';
import { toCivilDate } from '../deal/plant-time.ts';
import { AppError } from '../errors.ts';
import { diffSheets } from '../sheet/diff-sheets.ts';
import { readSheetFile } from '../sheet/read-sheet-file.ts';
import { EXIT } from './exit-code.ts';
import { readDeals } from './read-deals.ts';
import type { Terminal } from './terminal.ts';

export type DiffOptions = { deals?: string; today?: string; json?: true };

/** A deal whose answer is another one under the new sheet. */
type MovedPromise = {
  deal: string;
  verdict: { before: string; after: string };
  lines: { id: string; before: IsoDate | null; after: IsoDate | null }[];
};

type Version = { sheet: CapacitySheet; version: string };

const readVersion = async (path: string): Promise<Version> => {
  const { sheet, version } = await readSheetFile(path);
  if (sheet !== null) return { sheet, version };
  throw new AppError(
    'SHEET_UNREADABLE',
    `${path} cannot be used as a capacity sheet: see keepable sheet validate ${path}.`,
  );
};

const checker = ({ sheet, version }: Version, today: IsoDate): ((deal: Deal) => CheckResult) => {
  const facts = {
    plan: compileSheet(sheet),
    today,
    sheetVersion: version,
    sheetPublishedOn: today,
    rulesVersion: 'none',
  };
  return (deal) => runChecks({ deal, ...facts });
};

const moved = (before: CheckResult, after: CheckResult): MovedPromise[] => {
  const lines = after.lines.flatMap((line, index) => {
    const earlier = before.lines[index]?.promise ?? null;
    return earlier === line.promise ? [] : [{ id: line.id, before: earlier, after: line.promise }];
  });
  if (lines.length === 0 && before.verdict === after.verdict) return [];
  return [{ deal: after.deal, verdict: { before: before.verdict, after: after.verdict }, lines }];
};

const movedPromises = async (path: string, versions: { before: Version; after: Version }, today: IsoDate) => {
  const [before, after] = [checker(versions.before, today), checker(versions.after, today)];
  const readings = await readDeals(path);
  return readings.flatMap((reading) => ('deal' in reading ? moved(before(reading.deal), after(reading.deal)) : []));
};

const dateWords = (date: IsoDate | null): string => (date === null ? 'no date' : formatIsoDate(date));

const describeMove = ({ deal, verdict, lines }: MovedPromise): string =>
  `${deal}: ${verdict.before} -> ${verdict.after}${lines.map(({ id, before, after }) => `, ${id} ${dateWords(before)} -> ${dateWords(after)}`).join('')}`;

const clockOf = (today: string | undefined, timeZone: string): IsoDate => {
  const day = toCivilDate(today ?? new Date().toISOString(), timeZone);
  if (day === null) throw new AppError('USAGE', `--today ${today ?? ''} is not a date. Write it as 2026-03-02.`);
  return toIsoDate(day);
};

/** `keepable sheet diff`: what changed between two workbooks, and which of the deals get another answer. */
export const diffSheetFiles = async (
  [oldPath, newPath]: [string, string],
  options: DiffOptions,
  terminal: Terminal,
): Promise<number> => {
  const versions = { before: await readVersion(oldPath), after: await readVersion(newPath) };
  const changes = diffSheets(versions.before.sheet, versions.after.sheet);
  const today = clockOf(options.today, versions.after.sheet.settings.timeZone);
  const promises = options.deals === undefined ? [] : await movedPromises(options.deals, versions, today);
  if (options.json) {
    const { before, after } = versions;
    terminal.out(JSON.stringify({ before: before.version, after: after.version, changes, promises }));
    return EXIT.done;
  }
  const lines = [...changes.map(({ tab, words }) => `${tab}: ${words}`), ...promises.map(describeMove)];
  terminal.out(lines.length === 0 ? 'Nothing changed.' : lines.join('\n'));
  if (options.deals !== undefined)
    terminal.out(`This publication moves ${promises.length} promise${promises.length === 1 ? '' : 's'}.`);
  return EXIT.done;
};
