import { read } from '@e965/xlsx';
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx';
import { AppError, hasCode } from '../errors.ts';
import { tidyText } from './cell.ts';
import type { Cell, NumberLook, Table } from './cell.ts';
import { guardZip } from './guard-zip.ts';
import { openCsv } from './open-csv.ts';

/** More than this is no capacity sheet: it is refused, never cut off in silence. */
const MAX_ROWS = 250_000;
const MAX_COLUMNS = 2_000;

const ERROR_NAMES: Record<number, string> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

/** How a number format shows its number; text in quotes and colours do not count. */
const lookOf = (format: string): NumberLook => {
  const bare = format.replace(/"[^"]*"|\\./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (bare.includes('%')) return 'percent';
  if (/[yd]/i.test(bare)) return 'date';
  if (/h/i.test(bare) || /m+:s|\[m|\[s/i.test(bare)) return 'time';
  return /(^|[^a-z])m{3,}/i.test(bare) ? 'date' : 'plain';
};

type Format = { look: NumberLook; digits?: number; unit?: string };

/** A unit that the format writes behind the number, such as 0.0 "h". */
const unitInFormat = (format: string): string | undefined =>
  /[0#]\s*(?:\\\s)?"\s*([a-zA-Z%/.\u00c0-\u017f]{1,12})\s*"/.exec(format)?.[1];

const formatOf = (format: string): Format => {
  const zeros = /^0{2,}$/.exec(format);
  const unit = unitInFormat(format);
  return { look: lookOf(format), ...(zeros && { digits: zeros[0].length }), ...(unit && { unit }) };
};

/** A workbook has few formats and many cells. */
const formats = (): ((format: string | number | undefined) => Format) => {
  const known = new Map<string, Format>();
  return (format) => {
    const key = String(format ?? '');
    const found = known.get(key) ?? formatOf(key);
    known.set(key, found);
    return found;
  };
};

type FormatReader = ReturnType<typeof formats>;

const toCell = (raw: CellObject | undefined, formatFor: FormatReader): Cell | null => {
  if (raw === undefined) return null;
  if (raw.t === 'n') return { kind: 'number', number: Number(raw.v), ...formatFor(raw.z) };
  if (raw.t === 'z') return raw.f ? { kind: 'uncached', formula: raw.f } : null;
  if (raw.t === 'e') return { kind: 'error', text: ERROR_NAMES[Number(raw.v)] ?? '#ERROR' };
  if (raw.t === 'b') return { kind: 'boolean', boolean: raw.v === true };
  return tidyText(String(raw.v ?? '')) || null;
};

const isZip = ([a, b]: Uint8Array): boolean => a === 0x50 && b === 0x4b;

const refuseSize = (name: string, what: string): AppError =>
  new AppError('SHEET_UNREADABLE', `the tab ${name} has more than ${what}; a capacity sheet has far fewer`);

const toRow = (row: CellObject[] | undefined, formatFor: FormatReader): (Cell | null)[] =>
  Array.from(row ?? [], (cell: CellObject | undefined) => toCell(cell, formatFor));

/** Rows up to the last with anything in it: formats alone make workbooks look a million rows long. */
const toRows = (name: string, data: (CellObject[] | undefined)[]): (Cell | null)[][] => {
  const isFilled = (row: CellObject[] | undefined): boolean =>
    row?.some((cell) => cell.t !== 'z' || cell.f !== undefined) ?? false;
  const last = data.findLastIndex(isFilled);
  if (last >= MAX_ROWS) throw refuseSize(name, '250,000 rows');
  const used = data.slice(0, last + 1);
  if (used.some((row) => (row?.length ?? 0) > MAX_COLUMNS && isFilled(row?.slice(MAX_COLUMNS))))
    throw refuseSize(name, '2,000 columns');
  const formatFor = formats();
  return Array.from(used, (row) => toRow(row && row.length > MAX_COLUMNS ? row.slice(0, MAX_COLUMNS) : row, formatFor));
};

const toTable = (name: string, sheet: WorkSheet, date1904: boolean): Table => {
  const rows = toRows(name, sheet['!data'] ?? []);
  const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({
    fromRow: s.r,
    toRow: e.r,
    fromColumn: s.c,
    toColumn: e.c,
  }));
  const hiddenRows = (sheet['!rows'] ?? []).flatMap((row, index) => (row.hidden === true ? [index] : []));
  return { name, rows, date1904, ...(merges.length > 0 && { merges }), ...(hiddenRows.length > 0 && { hiddenRows }) };
};

const isTextFile = (fileName: string): boolean => /\.(csv|tsv|txt)$/i.test(fileName);

const parse = (bytes: Uint8Array): WorkBook =>
  read(bytes, {
    type: 'array',
    dense: true,
    cellNF: true,
    cellText: false,
    cellHTML: false,
    sheetStubs: true,
    cellStyles: true,
  });

/** Old workbooks, and new ones behind a password, are compound files. */
const isCompoundFile = ([a, b]: Uint8Array): boolean => a === 0xd0 && b === 0xcf;

/** Our words for what the parser says of files that people really send. */
const reasonOf = (cause: unknown): string => {
  if (hasCode(cause, 'SHEET_UNREADABLE')) return cause.message;
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/password|encrypt/i.test(message)) return 'it is protected by a password; save a copy without one';
  return /zip|unexpected|bad|invalid|offset|range/i.test(message) ? 'it is damaged or cut off' : message;
};

/**
 * The tabs of a workbook (.xlsx .xlsm .xlsb .xls .ods .csv) with every cell as it stands in the file.
 * Throws SHEET_UNREADABLE when the bytes are no workbook.
 */
export const openWorkbook = (bytes: Uint8Array, fileName: string): Table[] => {
  const stem = fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  if (isTextFile(fileName)) return [openCsv(bytes, stem)];
  if (!isZip(bytes) && !isCompoundFile(bytes)) {
    throw new AppError('SHEET_UNREADABLE', `${fileName} is not a workbook. Save it as .xlsx or .csv and try again.`);
  }
  try {
    if (isZip(bytes)) guardZip(bytes);
    const workbook = parse(bytes);
    const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
    return workbook.SheetNames.map((name) => {
      const table = toTable(name, workbook.Sheets[name] ?? {}, date1904);
      // What the parser made of the tab is not needed any more: the next one can have its memory.
      workbook.Sheets[name] = {};
      return table;
    });
  } catch (cause) {
    throw new AppError('SHEET_UNREADABLE', `${fileName} cannot be read as a workbook: ${reasonOf(cause)}.`, { cause });
  }
};
