import { describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { lineFrontier } from '../../src/checks/line-frontier.ts';
import { busySheet, check, wantedOn } from '../support/check.ts';

const asked = (deal = wantedOn('2026-03-17')) => ({ deal, plan: compileSheet(busySheet()), today: '2026-03-02' });

describe('the quantity-date frontier of a line', () => {
  it('agrees with the check: the quantity by the requested date, and the full quantity on the promise date', () => {
    const line = check({ deal: wantedOn('2026-03-17'), sheet: busySheet() }).lines[0];
    const points = lineFrontier(asked(), 'L1');
    const byRequested = points.filter(({ date }) => date <= '2026-03-17').at(-1);
    expect(byRequested?.quantity).toBe(line?.quantityByRequested);
    expect(points.at(-1)).toEqual({ date: line?.promise, quantity: 100, expedite: null });
  });

  it('offers more on every later date', () => {
    const points = lineFrontier(asked(), 'L1');
    expect(points.length).toBeGreaterThan(2);
    points.slice(1).forEach((point, index) => {
      expect(point.quantity).toBeGreaterThan(points[index]?.quantity ?? 0);
      expect(point.date > (points[index]?.date ?? '')).toBe(true);
    });
  });

  it('is empty for a line that cannot be planned, and for one that is not there', () => {
    expect(lineFrontier(asked(wantedOn('2026-03-17', { product: 'BRX' })), 'L1')).toEqual([]);
    expect(lineFrontier(asked(), 'L9')).toEqual([]);
  });
});
