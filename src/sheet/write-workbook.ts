import writeExcelFile from 'write-excel-file/node';
import type { SheetData } from 'write-excel-file/node';
import type { CapacitySheet } from '../capacity/capacity-sheet.ts';
import { parseIsoDate } from '../deal/day.ts';
import { columnLetters } from './cell.ts';
import { isDateText, settingRows, WRITTEN_TABS } from './tab-columns.ts';
import type { CellValue } from './tab-columns.ts';

const SERIAL_OF_EPOCH = 25_569;
const COLUMN_WIDTH = 18;
const DROP_DOWN_ROWS = 2_000;

/** Words to choose from, by tab and column. */
const CHOICES: Record<string, Record<string, string[]>> = {
  Products: {
    kind: ['make', 'stock', 'project', 'service'],
    fidelity: ['capacity', 'lead_time', 'infinite'],
    qa_expeditable: ['y', 'n'],
  },
  Resources: {
    kind: ['machine', 'line', 'role', 'person', 'subcontractor'],
    capacity_unit: ['hours', 'minutes', 'days'],
  },
  Calendar: { type: ['holiday', 'half', 'extra'] },
  'Stock and receipts': { kind: ['on_hand', 'purchase', 'production'], firm: ['y', 'n'] },
  Commitments: { kind: ['hard', 'soft', 'internal'], can_move: ['y', 'n', 'sign-off'] },
  'Scope limits': {
    type: ['number', 'choice', 'text', 'yes-no'],
    required: ['y', 'n'],
    severity: ['stop', 'sign-off', 'warn'],
  },
  Combinations: { severity: ['stop', 'sign-off', 'warn'] },
  'Expedite options': { lever: ['overtime', 'rush_material', 'air_freight', 'subcontract', 'extra_shift'] },
  'Project history': { in_full: ['y', 'n'], accepted: ['y', 'n'] },
  Quotas: { kind: ['revenue', 'units', 'contracts'] },
};

const READ_ME: string[] = [
  'Your capacity sheet for Keepable. Four tabs are enough: Products, Resources, Calendar and Commitments.',
  'One row is one fact. Keep the header row. Blank is not 0. Dates are real dates or written as 2026-03-17.',
  'Columns named "comments" are yours. Tabs and columns that Keepable does not know are left alone.',
  'Formulas are read by their stored result: let the workbook calculate before you save it.',
  'Publish it as a whole; rows that cannot be read are named with their cell, and nothing is guessed.',
];

type WrittenCell = { value: string | number; type: typeof String | typeof Number; format?: string } | null;

/** Text is written as text, so that nothing in it can start a formula; dates are written as serial numbers, free of time zones. */
const toCell = (value: CellValue): WrittenCell => {
  if (value === null) return null;
  if (isDateText(value))
    return { value: (parseIsoDate(value) ?? 0) + SERIAL_OF_EPOCH, type: Number, format: 'yyyy-mm-dd' };
  return typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };
};

const headerRow = (names: string[]) => names.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));

type WrittenSheet = { sheet: string; data: SheetData; columns: { width: number }[]; stickyRowsCount: number };

const toSheet = (sheet: string, header: string[], rows: CellValue[][]): WrittenSheet => ({
  sheet,
  data: [headerRow(header), ...rows.map((row) => row.map(toCell))],
  columns: header.map(() => ({ width: COLUMN_WIDTH })),
  stickyRowsCount: 1,
});

const dropDown = (column: number, words: string[]): string => {
  const letter = columnLetters(column);
  return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letter}2:${letter}${DROP_DOWN_ROWS}"><formula1>"${words.join(',')}"</formula1></dataValidation>`;
};

const dropDownsOf = (tab: string): string => {
  const names = WRITTEN_TABS.find((written) => written.tab === tab)?.columns.map(({ name }) => name) ?? [];
  const lists = Object.entries(CHOICES[tab] ?? {}).map(([name, words]) => dropDown(names.indexOf(name), words));
  return lists.length === 0 ? '' : `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`;
};

/** Drop-downs stand after the cells of a sheet; the library has none of its own. */
const dropDowns = (tabs: string[]) => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string, _options: unknown, { sheetIndex }: { sheetIndex: number }) => {
          const lists = dropDownsOf(tabs[sheetIndex] ?? '');
          return xml.replace('</sheetData>', `</sheetData>${lists}`);
        },
      },
    },
  },
});

const write = async (sheets: WrittenSheet[]): Promise<Uint8Array> => {
  const features = [dropDowns(sheets.map(({ sheet }) => sheet))];
  return new Uint8Array(await writeExcelFile(sheets, { features }).toBuffer());
};

const factSheets = (sheet: CapacitySheet): WrittenSheet[] => [
  toSheet('Settings', ['key', 'value'], settingRows(sheet.settings)),
  ...WRITTEN_TABS.map(({ tab, rows, columns }) =>
    toSheet(
      tab,
      columns.map(({ name }) => name),
      rows(sheet).map((fact) => columns.map(({ cell }) => cell(fact))),
    ),
  ),
];

/** A published sheet as a workbook that reads back as the same facts. */
export const writeWorkbook = (sheet: CapacitySheet): Promise<Uint8Array> => write(factSheets(sheet));

const EMPTY: CapacitySheet = {
  settings: {
    plant: 'My plant',
    timeZone: 'Europe/Berlin',
    cutoffMinutes: 15 * 60,
    workingWeekdays: [0, 1, 2, 3, 4],
    bufferDays: 2,
    tightUtilisation: 0.9,
    frozenFenceDays: 0,
    horizonEnd: null,
    horizonWeeks: 26,
    staleAfterDays: 14,
    currency: 'EUR',
    defaultLiaison: null,
    coordinationCost: null,
  },
  products: [],
  units: [],
  routing: [],
  resources: [],
  exceptions: [],
  calendar: [],
  stock: [],
  commitments: [],
  scopeLimits: [],
  combinations: [],
  expediteOptions: [],
  serviceTemplates: [],
  receiving: [],
  people: [],
};

/** An empty workbook to fill in, with instructions, frozen headers and drop-downs; the Calendar may be filled already. */
export const writeTemplate = (calendar: CapacitySheet['calendar'] = []): Promise<Uint8Array> => {
  const readMe = {
    sheet: 'Read me',
    data: READ_ME.map((value) => [{ value, type: String }]),
    columns: [{ width: 110 }],
    stickyRowsCount: 0,
  };
  return write([readMe, ...factSheets({ ...EMPTY, calendar })]);
};
