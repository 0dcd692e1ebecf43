import { utils, write } from '@e965/xlsx';
import type { CellObject, WorkSheet } from '@e965/xlsx';
import { mondayOf, parseIsoDate } from '../../deal/day.ts';
import type { Day, IsoDate } from '../../deal/day.ts';
import { plantHolidays } from './plant-holidays.ts';
import { COMMITMENTS, EXCEPTIONS, EXPEDITE_OPTIONS, SCOPE_LIMITS } from './sample-load.ts';
import type { SampleCell } from './sample-plant.ts';
import { COMBINATIONS, HISTORY, PORTFOLIO_FIT, SERVICE_LEVELS, quotas } from './sample-practice.ts';
import { PEOPLE, PRODUCTS, RECEIVING, RESOURCES, ROUTING, SERVICE_TEMPLATES, SETTINGS, UNITS } from './sample-plant.ts';

/** The plan shows four weeks back and a little more than its 26 weeks ahead. */
const WEEKS_BACK = 4;
const WEEKS_AHEAD = 32;
const DAYS_PER_WEEK = 7;
const SERIAL_OF_EPOCH = 25_569;
const COLUMN_WIDTH = 18;

const toCell = (cell: SampleCell, monday: Day): CellObject | string | number | null =>
  cell !== null && typeof cell === 'object'
    ? { t: 'n', v: monday + cell.day + SERIAL_OF_EPOCH, z: 'yyyy-mm-dd' }
    : cell;

const toSheet = (rows: SampleCell[][], monday: Day): WorkSheet => {
  const sheet = utils.aoa_to_sheet(rows.map((row) => row.map((cell) => toCell(cell, monday))));
  sheet['!cols'] = (rows[0] ?? []).map(() => ({ wch: COLUMN_WIDTH }));
  return sheet;
};

const calendarRows = (monday: Day): SampleCell[][] => [
  ['date', 'type', 'note'],
  ...plantHolidays(monday - WEEKS_BACK * DAYS_PER_WEEK, monday + WEEKS_AHEAD * DAYS_PER_WEEK).map(({ date, name }) => [
    { day: (parseIsoDate(date) ?? monday) - monday },
    'holiday',
    name,
  ]),
];

/** The capacity sheet of the sample plant as an .xlsx file, with every date relative to the week of `today`. */
export const sampleWorkbook = (today: IsoDate): Uint8Array => {
  const monday = mondayOf(parseIsoDate(today) ?? 0);
  const tabs: Record<string, SampleCell[][]> = {
    Settings: SETTINGS,
    Products: PRODUCTS,
    Units: UNITS,
    Routing: ROUTING,
    Resources: RESOURCES,
    'Capacity exceptions': EXCEPTIONS,
    Calendar: calendarRows(monday),
    Commitments: COMMITMENTS,
    'Scope limits': SCOPE_LIMITS,
    Combinations: COMBINATIONS,
    'Expedite options': EXPEDITE_OPTIONS,
    'Service templates': SERVICE_TEMPLATES,
    Receiving: RECEIVING,
    People: PEOPLE,
    'Project history': HISTORY,
    'Service levels': SERVICE_LEVELS,
    'Portfolio fit': PORTFOLIO_FIT,
    Quotas: quotas(today),
  };
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(tabs)) utils.book_append_sheet(workbook, toSheet(rows, monday), name);
  return new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
};
