import { describe, expect, it } from '@jest/globals';
import { compareRevisions, revisionOf } from '../../src/signoff/revision.ts';
import { aCheckResult, aLineResult } from '../support/a-check-result.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aRevision } from '../support/an-ask.ts';

const line = (facts: object) => aRevision({ lines: [{ product: 'BRK', quantity: 100, date: '2026-03-17', ...facts }] });
const load = (minutes: number) => aRevision({ loads: [{ resource: 'LINE1', week: '2026-03-09', minutes }] });

describe('whether a decision still covers a deal', () => {
  it.each([
    ['nothing changed', aRevision(), 'same', []],
    ['less is wanted', line({ quantity: 90 }), 'better', ['90 instead of 100 of BRK']],
    ['it is wanted later', line({ date: '2026-03-18' }), 'better', ['BRK only by 18 Mar 2026']],
    ['it is wanted at no date', line({ date: null }), 'better', ['BRK without a date']],
    ['a product is gone', aRevision({ lines: [] }), 'better', ['BRK is no longer in the deal']],
    ['one more is wanted', line({ quantity: 101 }), 'worse', ['101 instead of 100 of BRK']],
    ['a day earlier', line({ date: '2026-03-16' }), 'worse', ['BRK by 16 Mar 2026 instead of 17 Mar 2026']],
    ['the quantity is lost', line({ quantity: null }), 'worse', ['the quantity of BRK is not known any more']],
    ['another product', line({ product: 'PNL' }), 'worse', ['PNL is new']],
    ['another scope', aRevision({ scope: '["x"]' }), 'worse', ['the scope has changed']],
    [
      'less but earlier',
      line({ quantity: 50, date: '2026-03-16' }),
      'worse',
      ['BRK by 16 Mar 2026 instead of 17 Mar 2026'],
    ],
  ])('%s', (_name, after, is, because) => {
    expect(compareRevisions(aRevision(), after)).toEqual({ is, because });
  });

  it('allows as much more as the rules tolerate, and not one more', () => {
    const within = (quantity: number) => compareRevisions(aRevision(), line({ quantity }), { quantityPercent: 10 }).is;
    expect([within(110), within(111)]).toEqual(['same', 'worse']);
  });

  it('looks at the load of the weeks that decide', () => {
    const within = (minutes: number) => compareRevisions(load(1000), load(minutes), { loadPercent: 10 }).is;
    expect([within(1100), within(1101)]).toEqual(['same', 'worse']);
  });

  it('adds lines of one product up, takes the earliest date, and knows attributes by name whatever their order', () => {
    const deal = (attributes: Record<string, number>) => aDeal({ lines: [aLine({ attributes })] });
    const result = aCheckResult({
      lines: [aLineResult(), aLineResult({ id: 'L2', quantity: 20, requested: '2026-03-12' })],
    });
    const revision = revisionOf(deal({ a: 1, b: 2 }), result);
    expect(revision.lines).toEqual([{ product: 'BRK', quantity: 120, date: '2026-03-12' }]);
    expect(revisionOf(deal({ b: 2, A: 1 }), result)).toEqual(revision);
    expect(revisionOf(deal({ a: 1, b: 3 }), result).scope).not.toBe(revision.scope);
  });
});
