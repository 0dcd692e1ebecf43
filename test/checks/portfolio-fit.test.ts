import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { isForAll } from '../../src/checks/finding.ts';
import { portfolioFit } from '../../src/checks/portfolio-fit.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aPortfolioFit } from '../support/a-list-row.ts';
import { checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';

const products = [
  aProduct(),
  aProduct({ code: 'PNL', name: 'Panel', row: 'Products!3' }),
  aProduct({ code: 'RAIL', row: 'Products!4' }),
];

const judged = (deal: Partial<Deal>, sheet: Partial<CapacitySheet> = { portfolioFit: [aPortfolioFit()] }) =>
  portfolioFit(checkFacts({ deal: aDeal(deal), sheet: aSheet({ products, ...sheet }) }));

const outdoor = { corrosion: 'Outdoor' };

describe('portfolio-fit', () => {
  it('tells owner and manager alone that another product serves the need best', () => {
    const found = judged({ needs: outdoor });
    expect(found).toEqual([
      {
        check: 'portfolio-fit',
        severity: 'warn',
        code: 'REQ_SCOPE_BID',
        rootCause: 'training',
        audience: 'rep and manager',
        message: 'The customer needs corrosion outdoor; PNL serves that best, and the deal sells BRK.',
        evidence: [
          { what: 'corrosion', value: 'outdoor' },
          { what: 'Serves it best', value: 'Panel', row: 'Portfolio fit!2' },
          { what: 'Serves it less well', value: 'Bracket', row: 'Portfolio fit!2' },
        ],
        fix: 'Offer PNL, or note why BRK serves this customer better.',
        line: 'L1',
        question: 'Would Panel serve you better, as you need corrosion outdoor?',
      },
    ]);
    expect(found.every(isForAll)).toBe(false);
  });

  it('passes when the best product is sold, alone or beside the weaker one', () => {
    const best = aLine({ id: 'L2', product: 'pnl' });
    for (const lines of [[best], [aLine(), best]])
      expect(judged({ needs: outdoor, lines })).toMatchObject([
        { severity: 'pass', message: 'What is sold fits the stated needs: corrosion outdoor.' },
      ]);
  });

  it('says nothing of products that the row does not compare, and of needs that no row names', () => {
    expect(judged({ needs: outdoor, lines: [aLine({ product: 'RAIL' })] })).toMatchObject([{ severity: 'pass' }]);
    expect(judged({ needs: { corrosion: 'indoor' } })).toMatchObject([
      { severity: 'pass', message: 'No stated need speaks for another product.' },
    ]);
  });

  it('compares a need that is a number as a number', () => {
    const rows = { portfolioFit: [aPortfolioFit({ needAttribute: 'load_kg', value: '200' })] };
    expect(judged({ needs: { load_kg: 200 } }, rows)).toMatchObject([{ severity: 'warn' }]);
    expect(judged({ needs: { load_kg: 201 } }, rows)).toMatchObject([{ severity: 'pass' }]);
  });

  it('says which fact it needs', () => {
    expect(judged({ needs: outdoor }, {})).toMatchObject([
      { severity: 'not_checked', code: null, fix: 'Ask operations to fill in the Portfolio fit tab.' },
    ]);
    for (const needs of [null, {}, { corrosion: ' ' }])
      expect(judged({ needs })).toMatchObject([
        {
          severity: 'not_checked',
          message:
            'Whether another product would serve the customer better was not checked: the deal records no needs of the customer.',
        },
      ]);
  });
});
