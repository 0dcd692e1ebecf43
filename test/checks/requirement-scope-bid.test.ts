import { describe, expect, it } from '@jest/globals';
import { requirementScopeBid } from '../../src/checks/requirement-scope-bid.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';

type Deliverable = NonNullable<Deal['requirements']>[number];

const wanted = (facts: Partial<Deliverable> = {}): Deliverable => ({
  product: 'BRK',
  quantity: 100,
  date: '2026-03-20',
  attributes: {},
  ...facts,
});
const offered = (facts: Partial<Deliverable> = {}): Deliverable => wanted({ unitPrice: 12, ...facts });

/** The deliverable on which they agree is told beside the one on which they do not. */
const brkAgrees = { severity: 'pass', message: 'Requirement, scope and bid agree on 1 deliverable: BRK.' };

const judged = (deal: Partial<Deal>) =>
  requirementScopeBid(
    checkFacts({ deal: aDeal(deal), sheet: aSheet({ products: [aProduct({ aliases: ['Bracket'] })] }) }),
  );

describe('requirement-scope-bid', () => {
  it('passes when all three documents agree, whatever name they use for the product', () => {
    expect(judged({ requirements: [wanted({ product: 'bracket' })], bid: [offered()] })).toMatchObject([
      {
        severity: 'pass',
        message: 'Requirement, scope and bid agree on 1 deliverable: BRK.',
        evidence: [{ what: 'BRK', value: '100 by 20 Mar 2026' }],
      },
    ]);
  });

  it.each([
    ['quantity', wanted({ quantity: 120 }), 'BRK differs in quantity (required 120, scoped 100, bid 100).'],
    [
      'date',
      wanted({ date: '2026-03-13' }),
      'BRK differs in date (required 13 Mar 2026, scoped 20 Mar 2026, bid 20 Mar 2026).',
    ],
    ['attribute', wanted({ attributes: { finish: 'Zinc' } }), 'BRK differs in finish (required zinc, scoped black).'],
  ])('tells a different %s', (_what, requirement, message) => {
    const lines = [aLine({ attributes: { finish: 'Black' } })];
    expect(judged({ lines, requirements: [requirement], bid: [offered()] })).toMatchObject([
      { severity: 'warn', code: 'REQ_SCOPE_BID', message },
    ]);
  });

  it('tells a bid at another price', () => {
    const [found] = judged({ requirements: [wanted()], bid: [offered({ unitPrice: 11 })] });
    expect(found).toMatchObject({ message: 'BRK differs in price (scoped 12, bid 11).' });
    expect(found?.evidence).toEqual([
      { what: 'price, scoped', value: '12' },
      { what: 'price, bid', value: '11' },
    ]);
  });

  it('asks about what is required or bid and not in the deal', () => {
    expect(
      judged({ requirements: [wanted(), wanted({ product: 'PNL', quantity: 5 })], bid: [offered()] }),
    ).toMatchObject([
      { severity: 'action', message: '5 PNL is required, but no line of the deal delivers it.' },
      brkAgrees,
    ]);
    expect(
      judged({ requirements: [wanted()], bid: [offered(), offered({ product: 'PNL', quantity: 5 })] }),
    ).toMatchObject([
      { severity: 'action', message: '5 PNL is in the bid, but no line of the deal delivers it.' },
      brkAgrees,
    ]);
  });

  it('warns of what is in the deal and in no other document', () => {
    const lines = [aLine(), aLine({ id: 'L2', product: 'PNL', quantity: 5 })];
    expect(judged({ lines, requirements: [wanted()], bid: [offered()] })).toMatchObject([
      { severity: 'warn', message: '5 PNL is in the deal, but not in the bid.' },
      brkAgrees,
    ]);
    expect(
      judged({ lines, requirements: [wanted()], bid: [offered(), offered({ product: 'PNL', quantity: 5 })] }),
    ).toMatchObject([{ severity: 'warn', message: '5 PNL is in the deal, but nobody required it.' }, brkAgrees]);
  });

  it('pairs several deliverables of one product by date, in whatever order they are written', () => {
    const early = { quantity: 50, date: '2026-03-20' };
    const later = { quantity: 80, date: '2026-04-20' };
    const lines = [
      aLine({ quantity: 80, requestedDate: '2026-04-20' }),
      aLine({ id: 'L2', quantity: 50, requestedDate: '2026-03-20' }),
    ];
    const found = judged({
      lines,
      requirements: [wanted(early), wanted(later)],
      bid: [offered(later), offered(early)],
    });
    expect(found).toMatchObject([
      { severity: 'pass', message: 'Requirement, scope and bid agree on 2 deliverables: BRK.' },
    ]);
  });

  it('names the document that is missing, and still compares the other two', () => {
    expect(judged({})).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message: 'The deal records neither requirements nor a bid, so they were not compared with its lines.',
      },
    ]);
    expect(judged({ requirements: [wanted({ quantity: 120 })] })).toMatchObject([
      { severity: 'warn', message: 'BRK differs in quantity (required 120, scoped 100).' },
      { severity: 'not_checked', message: 'The deal records no bid, so that side was not compared.' },
    ]);
  });
});
