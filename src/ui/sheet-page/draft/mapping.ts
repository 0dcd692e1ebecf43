import type { Draft } from '../sheet-api.ts';

export type Mapping = NonNullable<Draft['mapping']>;
type Table = Draft['tables'][number];
type Use = Mapping['tables'][number]['use'];

/** What a table can be told to be about; "other" leaves it out. */
export const USES: readonly Use[] = [
  'Products',
  'Routing',
  'Resources',
  'Capacity',
  'Commitments',
  'Lead times',
  'Stock and receipts',
  'Demand',
  'Calendar',
  'Settings',
  'Bill of materials',
  'other',
];

const isMeant = (mapped: Mapping['tables'][number], { sheet, at }: Table): boolean =>
  mapped.sheet === sheet && mapped.at === at;

/** What the mapping says that a table is about; "other" when it leaves it out. */
export const useOf = (mapping: Mapping, table: Table): Use =>
  mapping.tables.find((mapped) => isMeant(mapped, table))?.use ?? 'other';

/** What the mapping says that a column is; null = not used. */
export const fieldOf = (mapping: Mapping, table: Table, { key, field }: Table['columns'][number]): string | null => {
  const said = mapping.tables.find((mapped) => isMeant(mapped, table))?.columns[key];
  return said === undefined ? field : said;
};

/** The mapping with another field for one column; null = not used. */
export const withField = (
  mapping: Mapping,
  table: Table,
  { key, field }: { key: string; field: string | null },
): Mapping => ({
  ...mapping,
  tables: mapping.tables.map((mapped) =>
    isMeant(mapped, table) ? { ...mapped, columns: { ...mapped.columns, [key]: field } } : mapped,
  ),
});

/** The mapping with another use for a table; one that it left out comes in with the columns as they were understood. */
export const withUse = (mapping: Mapping, table: Table, use: Use): Mapping => {
  const known = mapping.tables.some((mapped) => isMeant(mapped, table));
  const columns = Object.fromEntries(table.columns.map(({ key, field }) => [key, field]));
  const entry = { sheet: table.sheet, at: table.at, use, columns };
  return {
    ...mapping,
    tables: known
      ? mapping.tables.map((mapped) => (isMeant(mapped, table) ? { ...mapped, use } : mapped))
      : [...mapping.tables, entry],
  };
};
