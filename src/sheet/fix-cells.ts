import type { Cell, Table } from './cell.ts';
import { columnLetters } from './cell.ts';

/** What a planner typed on the page in place of a cell: "Commitments!D14" -> "12"; the empty text clears the cell. */
export type CellFixes = Record<string, string>;

const positionOf = (address: string, table: Table): { row: number; column: number } | null => {
  const [, letters = '', number = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(address) ?? [];
  const row = Number(number) - 1;
  const width = Math.max(...table.rows.slice(0, 50).map((cells) => cells.length), 1);
  const column = Array.from({ length: width }, (_, index) => columnLetters(index)).indexOf(letters);
  return column < 0 || row < 0 || row >= table.rows.length ? null : { row, column };
};

/**
 * The tables with the planner's fixes in place of what stands in the file; the file stays as it came. A fix outside the used
 * cells of a tab has no effect.
 */
export const fixCells = (tables: readonly Table[], fixes: CellFixes): Table[] =>
  tables.map((table) => {
    const prefix = `${table.name}!`;
    const own = Object.entries(fixes).filter(([where]) => where.startsWith(prefix));
    if (own.length === 0) return table;
    const rows: (Cell | null)[][] = table.rows.map((cells) => [...cells]);
    for (const [where, text] of own) {
      const at = positionOf(where.slice(prefix.length), table);
      const cells = at && rows[at.row];
      if (at && cells) cells[at.column] = text.trim() || null;
    }
    return { ...table, rows };
  });
