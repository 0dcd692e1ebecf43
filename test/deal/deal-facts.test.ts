import { describe, expect, it } from '@jest/globals';
import { readDealFacts } from '../../src/deal/deal-facts.ts';

describe('the facts that the card keeps', () => {
  it('are read as the deal knows them', () => {
    const facts = {
      needs: { environment: 'outdoor', load_kg: 200 },
      requirements: [{ product: 'BRK', quantity: 120, date: '2026-03-20' }],
      estimate: { class: 'retrofit', hours: 300, byRole: { Developer: 180 } },
    };
    expect(readDealFacts(JSON.stringify(facts))).toEqual(facts);
  });

  it('are left out one by one where they are not usable, and never refuse the deal', () => {
    const text = JSON.stringify({ needs: 'outdoor', estimate: { hours: 'many' }, bid: [{ quantity: 1 }], other: 1 });
    expect(readDealFacts(text)).toEqual({ bid: [{ quantity: 1 }] });
  });

  it.each([null, '', '{', '[]', '7', 'null', '{"__proto__": {"needs": {"a": 1}}}'])('are none in %s', (text) => {
    expect(readDealFacts(text)).toEqual({});
  });
});
