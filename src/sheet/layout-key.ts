import { createHash } from 'node:crypto';
import { headerKey } from './cell.ts';
import type { Inspection } from './understand/inspect-workbook.ts';

/**
 * The name of a workbook's layout: its tabs, where their tables begin, and their headers. More rows or more weeks are the same
 * layout; another, a moved or a renamed column is another one. Our own format is one layout, whichever tabs are filled.
 */
export const layoutKey = ({ layout, tables }: Inspection): string => {
  if (layout === 'v1') return layout;
  const told = tables.map(({ sheet, range, form, columns }) => [
    sheet,
    range.split(':')[0],
    form,
    columns.map(({ letter, header }) => [letter, headerKey(header)]),
  ]);
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 32);
};
