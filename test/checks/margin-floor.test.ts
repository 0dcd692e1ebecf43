import { describe, expect, it } from '@jest/globals';
import { marginFloor } from '../../src/checks/margin-floor.ts';
import type { LineItem } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { checkFacts } from '../support/a-result.ts';
import { check } from '../support/check.ts';
import { aProduct, aSettings, aSheet } from '../support/a-sheet.ts';

const judged = (line: Partial<LineItem>, unitCost: number | null = 12, floor?: number) =>
  marginFloor(
    checkFacts({
      deal: aDeal({ lines: [aLine(line)] }),
      sheet: aSheet({
        settings: aSettings(floor === undefined ? {} : { marginFloor: floor }),
        products: [aProduct({ unitCost })],
        units: [{ product: 'BRK', fromUnit: 'BOX', toUnit: 'EA', factor: 10, row: 'Units!2' }],
      }),
    }),
  );

describe('margin-floor', () => {
  it('passes a line at its cost, and asks for agreement one cent below', () => {
    expect(judged({ unitPrice: 12 })).toMatchObject([
      { severity: 'pass', message: 'Every line is sold above its cost.' },
    ]);
    expect(judged({ unitPrice: 11.99 })).toMatchObject([
      {
        severity: 'action',
        code: 'MARGIN_FLOOR',
        message: 'BRK is sold at 11.99 USD a unit, below its cost of 12 USD.',
        evidence: [
          { what: 'Unit price', value: '11.99 USD' },
          { what: 'Unit cost', value: '12 USD', row: 'Products!2' },
        ],
        signoffRole: 'Product owner',
      },
    ]);
  });

  it('passes a line on the floor, asks for agreement one cent below, and still says when it is below cost', () => {
    expect(judged({ unitPrice: 16 }, 12, 0.25)).toMatchObject([
      { severity: 'pass', message: 'Every line keeps the margin floor of 25 %.' },
    ]);
    expect(judged({ unitPrice: 15.99 }, 12, 0.25)).toMatchObject([
      {
        severity: 'action',
        code: 'MARGIN_FLOOR',
        message: 'BRK leaves a margin of 24.9 %; the floor is 25 %.',
        evidence: [
          { what: 'Unit price', value: '15.99 USD' },
          { what: 'Unit cost', value: '12 USD', row: 'Products!2' },
          { what: 'Margin floor', value: '25 %', row: 'Settings!margin_floor' },
        ],
        fix: 'Raise the price, or ask for agreement to sell below the floor.',
        signoffRole: 'Product owner',
      },
    ]);
    expect(judged({ unitPrice: 11 }, 12, 0.25)).toMatchObject([
      { message: 'BRK is sold at 11 USD a unit, below its cost of 12 USD.' },
    ]);
    expect(judged({ unitPrice: 0 }, 0, 0.25)).toMatchObject([{ severity: 'pass' }]);
  });

  it('asks in the words of what is the matter: below cost, or below the floor', () => {
    const settings = aSettings({ marginFloor: 0.25 });
    const question = (unitCost: number) =>
      check({ sheet: aSheet({ settings, products: [aProduct({ unitCost })] }) }).signoffs.map((ask) => ask.question);
    expect(question(10)).toEqual(['May we sell 100 BRK to Acme below the margin floor?']);
    expect(question(13)).toEqual(['May we sell 100 BRK to Acme below cost?']);
  });

  it('compares in the unit of the line', () => {
    expect(judged({ unit: 'BOX', unitPrice: 120 })).toMatchObject([{ severity: 'pass' }]);
    expect(judged({ unit: 'BOX', unitPrice: 119 })).toMatchObject([{ severity: 'action' }]);
  });

  it('never compares two currencies', () => {
    const facts = checkFacts({
      deal: aDeal({ currency: 'EUR' }),
      sheet: aSheet({ products: [aProduct({ unitCost: 1 })] }),
    });
    expect(marginFloor(facts)).toMatchObject([{ severity: 'not_checked' }]);
  });

  it('is not checked without a price or a cost', () => {
    for (const found of [judged({ unitPrice: null }), judged({}, null), judged({ product: 'BRX' })])
      expect(found).toMatchObject([{ severity: 'not_checked', code: null }]);
  });
});
