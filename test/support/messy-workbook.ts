import { utils, write } from '@e965/xlsx';
import type { CellInput } from './a-workbook.ts';

const WEEKS = ['W10', 'W11', 'W12', 'W13', 'W14', 'W15', 'W16', 'W17', 'W18', 'W19', 'W20', 'W21'];

type Messy = {
  /** Hours that are booked on LINE1 in the first weeks; a text is what somebody typed instead of a number. */
  booked?: CellInput[];
};

const across = (first: CellInput[], rest: CellInput): CellInput[] =>
  WEEKS.map((_, index) => (index < first.length ? (first[index] ?? null) : rest));

/**
 * The workbook of a planner who never heard of our format: titles above the tables, weeks across the top without a year in
 * them, capacity and load below each other, minutes beside hours, notes at the side.
 */
export const messyWorkbook = ({ booked = [10, 20, 12] }: Messy = {}): Uint8Array => {
  const plan: CellInput[][] = [
    ['Plant North: weekly plan 2026'],
    ['as of 27 Feb, all figures in hours', null, null, null, null, null, null, null, null, null, null, null, null, null, null, 'ask Kim about LASER'],
    [],
    ['Machine', 'Figure', ...WEEKS],
    ['LINE1', 'Capacity (h)', ...across([], 80)],
    ['LINE1', 'Booked (h)', ...across(booked, 0)],
    ['LASER', 'Capacity (h)', ...across([], 40)],
    ['LASER', 'Booked (h)', ...across([30, 32, 16], 8)],
  ]; // prettier-ignore
  const items: CellInput[][] = [
    ['Items we make'],
    [],
    ['Item no', 'Description', 'Batch size', 'Min qty'],
    ['BRK', 'Bracket', 10, 10],
    ['PLT', 'Base plate', 5, 5],
  ];
  const routing: CellInput[][] = [
    ['How we make them'],
    [],
    ['Item no', 'Op no', 'Work centre', 'Setup', 'Cycle time'],
    ['BRK', 10, 'LINE1', 120, 12],
    ['PLT', 10, 'LASER', 30, 6],
    ['PLT', 20, 'LINE1', 15, 4],
  ];
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries({ 'Plan 2026': plan, Items: items, Routing: routing }))
    utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows), name);
  return new Uint8Array(write(workbook, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer);
};
