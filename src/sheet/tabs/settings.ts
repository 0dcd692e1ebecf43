import type { Settings } from '../../capacity/capacity-sheet.ts';
import type { Cell } from '../cell.ts';
import { cellText, headerKey } from '../cell.ts';
import { aside, bad, good, maybe, orElse, readCell, required, shown } from '../column.ts';
import type { BadCell, CellContext, CellReader, Column } from '../column.ts';
import { date, timeOfDay, weekdays } from '../date-columns.ts';
import { amount, share, whole } from '../number-columns.ts';
import type { TabFormat, TabReading } from '../read-tab.ts';
import { tabProblem } from '../sheet-problem.ts';
import type { SheetProblem } from '../sheet-problem.ts';
import { text } from '../text-columns.ts';

const MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4];

const timeZone: CellReader<string> = (cell) => {
  try {
    return good(new Intl.DateTimeFormat('en', { timeZone: cellText(cell) }).resolvedOptions().timeZone);
  } catch {
    return bad('a time zone such as Europe/Berlin or America/Chicago', 'Write the IANA name of the plant’s time zone.');
  }
};

/** The keys of the Settings tab with their defaults (capacity-sheet, "Settings"). */
const KEYS = {
  plant: orElse(text, 'Plant'),
  time_zone: orElse(timeZone, 'UTC'),
  cutoff_time: orElse(timeOfDay, 15 * 60),
  working_days: orElse(weekdays, MONDAY_TO_FRIDAY),
  buffer_days: orElse(whole(), 2),
  tight_utilisation: orElse(share(2), 0.9),
  frozen_fence_days: orElse(whole(), 0),
  horizon_end: maybe(date),
  horizon_weeks: orElse(whole(), 26),
  stale_after_days: orElse(whole(), 14),
  currency: aside(text),
  default_liaison: aside(text),
  coordination_cost: aside(amount()),
  margin_floor: aside(share(1)),
};

type Key = keyof typeof KEYS;
type Values = { [K in Key]: (typeof KEYS)[K] extends Column<infer T> ? T : never };

const anyCell: CellReader<Cell> = (cell) => good(cell);

/** Settings is a list of keys and values. */
export const settingsTab = {
  tab: 'Settings',
  columns: { key: required(text), value: maybe(anyCell) },
} satisfies TabFormat<Record<string, Column<unknown>>>;

type SettingsReading = TabReading<(typeof settingsTab)['columns']>;

const defaults = (): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(KEYS).map(([key, column]) => [key, column.blank.required ? null : column.blank.value]),
  );

const KEY_NAMES = new Map(Object.keys(KEYS).map((key) => [headerKey(key), key as Key]));

const toSettings = (values: Values): Settings => ({
  plant: values.plant,
  timeZone: values.time_zone,
  cutoffMinutes: values.cutoff_time,
  workingWeekdays: values.working_days,
  bufferDays: values.buffer_days,
  tightUtilisation: values.tight_utilisation,
  frozenFenceDays: values.frozen_fence_days,
  horizonEnd: values.horizon_end,
  horizonWeeks: values.horizon_weeks,
  staleAfterDays: values.stale_after_days,
  currency: values.currency,
  defaultLiaison: values.default_liaison,
  coordinationCost: values.coordination_cost,
  ...(values.margin_floor === null ? {} : { marginFloor: values.margin_floor }),
});

const unknownKey = (sheet: string, row: string, key: string): SheetProblem =>
  tabProblem(sheet, {
    row,
    column: 'key',
    value: key,
    expected: `one of the keys ${Object.keys(KEYS).join(', ')}`,
    howToFix: 'Nothing to do: the key is kept in your workbook but not used.',
    severity: 'info',
  });

const missingKey = (sheet: string, key: string, meanwhile: string): SheetProblem =>
  tabProblem(sheet, {
    column: key,
    expected: `a row with the key ${key}`,
    howToFix: `Add it; until then ${meanwhile} is used.`,
    severity: 'warn',
  });

type SettingsRow = SettingsReading['rows'][number];
type Draft = { values: Record<string, unknown>; found: Set<string>; problems: SheetProblem[]; rejected: string[] };

const badValue = (
  sheet: string,
  { ref, values }: SettingsRow & { values: { value: Cell } },
  bad: BadCell & { key: Key; cell: string },
) => ({
  sheet,
  cell: bad.cell,
  row: ref,
  column: bad.key,
  value: shown(values.value),
  expected: bad.expected,
  howToFix: bad.howToFix,
});

type Place = { sheet: string; letter: string; context: CellContext };

const takeSetting = (draft: Draft, row: SettingsRow, place: Place): void => {
  const key = KEY_NAMES.get(headerKey(row.values.key));
  if (key === undefined) return void draft.problems.push(unknownKey(place.sheet, row.ref, row.values.key));
  const { value: cell } = row.values;
  if (cell === null) return;
  draft.found.add(key);
  const column: Column<unknown> = KEYS[key];
  const value = readCell(column, cell, place.context);
  if (value.ok) return void (draft.values[key] = value.value);
  const problem = badValue(
    place.sheet,
    { ...row, values: { ...row.values, value: cell } },
    { ...value, key, cell: row.ref.replace(/!(\d+)$/, `!${place.letter}$1`) },
  );
  draft.problems.push({ ...problem, severity: column.matters ? 'error' : 'warn' });
  if (column.matters) draft.rejected.push(row.ref);
};

/** The settings with the format's defaults, and the rows whose value cannot be used. */
export const readSettings = (
  reading: SettingsReading,
  context: CellContext,
): { settings: Settings; problems: SheetProblem[]; rejected: string[] } => {
  const rejected = reading.rejected.map((row) => row.ref);
  const draft: Draft = { values: defaults(), found: new Set(), problems: [], rejected };
  const sheet = reading.sheet ?? settingsTab.tab;
  reading.rows.forEach((row) => takeSetting(draft, row, { sheet, letter: reading.letters['value'] ?? '', context }));
  if (!draft.found.has('time_zone')) draft.problems.push(missingKey(sheet, 'time_zone', 'UTC'));
  if (!draft.found.has('plant')) draft.problems.push(missingKey(sheet, 'plant', '"Plant"'));
  return { settings: toSettings(draft.values as Values), problems: draft.problems, rejected: draft.rejected };
};
