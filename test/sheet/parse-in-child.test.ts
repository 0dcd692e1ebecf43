import { describe, expect, it } from '@jest/globals';
import { parseInChild } from '../../src/sheet/parse-in-child.ts';
import { readWorkbook } from '../../src/sheet/read-workbook.ts';
import { aWorkbook } from '../support/a-workbook.ts';

const SMALL = aWorkbook({
  Products: [
    ['product_code', 'unit'],
    ['BRK', 'EA'],
  ],
});

const wide = (rows: number): Uint8Array =>
  aWorkbook({
    Products: [
      ['product_code'],
      ...Array.from({ length: rows }, (_, i) => Array.from({ length: 40 }, (_, j) => i * j)),
    ],
  });

describe('parsing in a capped child', () => {
  it('reads what the parent would read', async () => {
    expect(await parseInChild(SMALL, 'plan.xlsx')).toEqual(readWorkbook(SMALL, 'plan.xlsx'));
    expect(await parseInChild(new Uint8Array([1, 2, 3]), 'plan.xlsx')).toMatchObject({ sheet: null });
  }, 30_000);

  it('says so when a workbook needs too much memory, and this process goes on', async () => {
    await expect(parseInChild(wide(3_000), 'bomb.xlsx', { timeMs: 30_000, heapMb: 16 })).rejects.toMatchObject({
      code: 'SHEET_UNREADABLE',
      message: expect.stringMatching(/^bomb\.xlsx needs more memory/),
    });
  }, 60_000);

  it('says so when a workbook takes too long', async () => {
    await expect(parseInChild(SMALL, 'slow.xlsx', { timeMs: 5, heapMb: 256 })).rejects.toMatchObject({
      code: 'SHEET_UNREADABLE',
      message: expect.stringMatching(/^slow\.xlsx took longer/),
    });
  });

  it('refuses a file that is too large before it reads it', async () => {
    await expect(parseInChild(new Uint8Array(51 * 1024 * 1024), 'huge.xlsx')).rejects.toMatchObject({
      message: expect.stringMatching(/larger than 50 MB/),
    });
  });
});
