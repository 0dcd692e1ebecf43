import { describe, expect, it } from '@jest/globals';
import { reviewIndependence } from '../../src/checks/review-independence.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal } from '../support/a-deal.ts';
import { checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';

type Estimate = NonNullable<Deal['estimate']>;

const sales = { id: '7', name: 'R. Rep', role: 'sales' };
const delivery = { id: '8', name: 'D. Designer', role: 'designer' };

const judged = (estimate: Estimate | null, kind: 'make' | 'service' = 'make') =>
  reviewIndependence(checkFacts({ deal: aDeal({ estimate }), sheet: aSheet({ products: [aProduct({ kind })] }) }));

describe('review-independence', () => {
  it('passes an estimate by sales that delivery has reviewed', () => {
    expect(judged({ hours: 300, author: sales, reviewer: delivery })).toMatchObject([
      { severity: 'pass', message: 'The estimate was reviewed by D. Designer.' },
    ]);
  });

  it('passes an estimate that delivery made', () => {
    expect(judged({ hours: 300, author: delivery })).toMatchObject([{ severity: 'pass' }]);
  });

  it('asks for a reviewer when sales estimated alone, or among themselves', () => {
    const colleague = { id: '9', name: 'S. Seller', team: 'Sales' };
    for (const reviewer of [null, colleague])
      expect(judged({ hours: 300, author: sales, reviewer })).toMatchObject([
        {
          severity: 'action',
          code: 'AUTHOR_IS_SALES',
          message: 'The estimate was made by sales, and nobody from delivery has reviewed it.',
          signoffRole: 'Delivery reviewer',
        },
      ]);
  });

  it('asks for another reviewer when the reviewer made the estimate', () => {
    const email = 'd@example.com';
    expect(
      judged({ author: { name: 'D.', email }, reviewer: { name: 'D. Designer', email: 'D@example.com' } }),
    ).toMatchObject([{ severity: 'action', message: 'The estimate was reviewed by the person who made it (D.).' }]);
  });

  it('does not take two people without id and e-mail for one', () => {
    expect(judged({ author: { role: 'designer' }, reviewer: { role: 'designer' } })).toMatchObject([
      { severity: 'pass' },
    ]);
  });

  it('says which fact is missing', () => {
    expect(judged({ hours: 300 })).toMatchObject([{ severity: 'not_checked', fix: 'Record who made the estimate.' }]);
    expect(judged({ author: { name: 'X' } })).toMatchObject([
      { severity: 'not_checked', fix: 'Record whether X works in sales or in delivery.' },
    ]);
    expect(judged({ author: sales, reviewer: { id: '8', name: 'Y' } })).toMatchObject([{ severity: 'not_checked' }]);
    expect(judged(null, 'service')).toMatchObject([
      { severity: 'not_checked', message: 'The deal sells project work, and it records no estimate to review.' },
    ]);
  });

  it('has nothing to ask where no line needs an estimate', () => {
    expect(judged(null)).toMatchObject([{ severity: 'pass', message: 'No line needs an estimate.' }]);
  });
});
