import { describe, expect, it } from '@jest/globals';
import { marginFloor } from '../../src/checks/margin-floor.ts';
import type { LineItem } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';

const judged = (line: Partial<LineItem>, unitCost: number | null = 12) =>
  marginFloor(
    checkFacts({
      deal: aDeal({ lines: [aLine(line)] }),
      sheet: aSheet({
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
