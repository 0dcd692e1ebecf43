import { read } from '@e965/xlsx';
import { describe, expect, it } from '@jest/globals';
import { markWorkbook } from '../../src/sheet/mapping/mark-mapped.ts';
import { openWorkbook } from '../../src/sheet/open-workbook.ts';
import { aWorkbook, dateCell } from '../support/a-workbook.ts';
import type { Tabs } from '../support/a-workbook.ts';

const BROKEN: Tabs = {
  Products: [
    ['product_code', 'name', 'active_from'],
    ['BRK', '=HYPERLINK("http://x")', dateCell('2026-03-09')],
  ],
  Resources: [
    ['resource', 'capacity_per_week'],
    ['LINE1', 'forty'],
    ['LINE2', 40],
  ],
};

const colourOf = (bytes: Uint8Array, sheet: string, row: number, column: number): string | undefined => {
  const workbook = read(bytes, { type: 'array', dense: true, cellStyles: true });
  // Styles have no type in the parser: a fill is { fgColor: { rgb } }.
  const cell = workbook.Sheets[sheet]?.['!data']?.[row]?.[column] as { s?: { fgColor?: { rgb?: string } } } | undefined;
  return cell?.s?.fgColor?.rgb;
};

describe('the planner’s workbook with its problems marked', () => {
  it('marks the cell, keeps the others and lists the problem by its fix', async () => {
    const bytes = await markWorkbook(aWorkbook(BROKEN), 'plan.xlsx', null);
    expect(colourOf(bytes, 'Resources', 1, 1)?.toLowerCase()).toMatch(/f4b6a6$/);
    expect(colourOf(bytes, 'Resources', 2, 1)).toBeUndefined();
    const tables = openWorkbook(bytes, 'marked.xlsx');
    expect(tables.map(({ name }) => name)).toEqual(['Problems to fix', 'Products', 'Resources']);
    expect(tables[0]?.rows.some((row) => row.includes('Resources!B2') && row.includes('forty'))).toBe(true);
    expect(tables[2]?.rows[2]).toMatchObject(['LINE2', { number: 40 }]);
    expect(tables[1]?.rows[1]?.[2]).toMatchObject({ look: 'date', number: 46_090 });
  });

  it('writes text that could start a formula as text', async () => {
    const bytes = await markWorkbook(aWorkbook(BROKEN), 'plan.xlsx', null);
    const cell = read(bytes, { type: 'array', dense: true, cellFormula: true }).Sheets['Products']?.['!data']?.[1]?.[1];
    expect(cell).toMatchObject({ t: 's', v: '=HYPERLINK("http://x")' });
    expect(cell?.f).toBeUndefined();
  });

  it('marks a workbook of another shape where its own cells stand', async () => {
    const tabs: Tabs = {
      Plan: [
        ['Maschine', 'Kapazität (h)'],
        ['Laser', { t: 'e', v: 23 }],
        ['Ofen', 40],
      ],
    };
    const bytes = await markWorkbook(aWorkbook(tabs), 'plan.xlsx', null);
    expect(colourOf(bytes, 'Plan', 1, 1)?.toLowerCase()).toMatch(/f4b6a6$/);
  });
});
