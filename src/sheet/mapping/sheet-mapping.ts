import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InspectedTable } from '../understand/inspect-table.ts';

const MappedTable = z.strictObject({
  sheet: z.string(),
  /** The first cell of the table, such as "B4". */
  at: z.string(),
  /** What the table is about: a kind of table, or "other" to leave it out. */
  use: z.enum([
    'Settings',
    'Routing',
    'Capacity',
    'Commitments',
    'Resources',
    'Lead times',
    'Demand',
    'Stock and receipts',
    'Calendar',
    'Bill of materials',
    'Products',
    'other',
  ]),
  /** Their header -> our field; null = not used. */
  columns: z.record(z.string(), z.string().nullable()),
});

/**
 * How a workbook of another shape is read: small enough to be kept beside it, edited by hand and used again while the
 * layout is the same. `answers` has the answer to each question under the question's id.
 */
export const SheetMapping = z.strictObject({
  version: z.literal(1),
  /** Of the layout that it was made for. */
  fingerprint: z.string(),
  tables: z.array(MappedTable),
  answers: z.record(z.string(), z.string()),
  /** What amounts in days and per day are worth; change it where your plant differs. */
  hoursPerDay: z.number().positive().default(8),
  daysPerWeek: z.number().positive().default(5),
});

export type SheetMapping = z.infer<typeof SheetMapping>;

/** The first cell of a range. */
export const firstCell = (range: string): string => range.split(':')[0] ?? range;

const layoutOf = ({ sheet, range, columns, form }: InspectedTable): string =>
  [sheet, firstCell(range), form, ...columns.map(({ header }) => header)].join('|');

/** The name of a layout: where its tables start and what their headers say, not the rows and weeks below and beside them. */
export const fingerprintOf = (tables: readonly InspectedTable[]): string =>
  createHash('sha256')
    .update(
      tables
        .filter(({ kind }) => kind !== 'other')
        .map(layoutOf)
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16);

/** Headers of a table as keys: a header that stands twice carries its column. */
export const headerKeys = ({ columns }: Pick<InspectedTable, 'columns'>): string[] =>
  columns.map(({ header, letter }, index) =>
    columns.findIndex((other) => other.header === header) === index ? header : `${header} (${letter})`,
  );

/** The mapping that says what was understood, to be saved, edited and answered. */
export const suggestMapping = (tables: readonly InspectedTable[]): SheetMapping => ({
  version: 1,
  fingerprint: fingerprintOf(tables),
  tables: tables
    .filter(({ kind }) => kind !== 'other')
    .map((table) => {
      const keys = headerKeys(table);
      const columns = Object.fromEntries(table.columns.map(({ field }, index) => [keys[index] ?? '', field]));
      return { sheet: table.sheet, at: firstCell(table.range), use: table.kind, columns };
    }),
  answers: {},
  hoursPerDay: 8,
  daysPerWeek: 5,
});
