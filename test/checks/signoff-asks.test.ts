import { describe, expect, it } from '@jest/globals';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aProduct, aResource, aScopeLimit, aSheet } from '../support/a-sheet.ts';
import { busySheet, check, wantedOn } from '../support/check.ts';

const questions = (asked: Parameters<typeof check>[0]) => check(asked).signoffs.map(({ question }) => question);

describe('who is asked what', () => {
  it('asks the liaison of the resource under the role that the People tab gives', () => {
    const person = { crmUser: null, backup: null, maxOpen: null, awayFrom: null, awayTo: null, pool: null };
    const people = [{ ...person, name: 'L.', role: 'Line lead', email: 'LINE1@example.com', row: 'People!2' }];
    expect(check({ deal: wantedOn('2026-03-17'), sheet: busySheet({ people }) }).signoffs).toMatchObject([
      { role: 'Line lead', email: 'line1@example.com' },
    ]);
  });

  it('falls back to the default liaison', () => {
    const sheet = busySheet({ resources: [aResource({ liaison: null })] });
    expect(check({ deal: wantedOn('2026-03-17'), sheet }).signoffs).toMatchObject([
      { role: 'Production planner', email: 'planning@example.com' },
    ]);
  });

  it('names what is special when the question is about scope', () => {
    const deal = aDeal({ lines: [aLine({ attributes: { length_mm: 900 } })] });
    const scopeLimits = [aScopeLimit({ severity: 'sign-off', reviewerRole: 'Tooling engineer' })];
    expect(questions({ deal, sheet: aSheet({ scopeLimits }) })).toEqual([
      'Can we deliver 100 BRK with length_mm 900 mm to Acme by 20 Mar 2026?',
    ]);
  });

  it('asks about price and estimate in their own words', () => {
    const deal = aDeal({ estimate: { hours: 10, author: { name: 'R. Rep', role: 'sales' } } });
    expect(questions({ deal, sheet: aSheet({ products: [aProduct({ unitCost: 20 })] }) })).toEqual([
      'Is the estimate for Acme brackets right?',
      'May we sell 100 BRK to Acme below cost?',
    ]);
  });

  it('names each date when the lines have different ones', () => {
    const lines = [
      aLine({ requestedDate: '2026-03-17' }),
      aLine({ id: 'L2', quantity: 50, requestedDate: '2026-03-18' }),
    ];
    expect(questions({ deal: aDeal({ lines }), sheet: busySheet() })).toEqual([
      'Can we deliver to Acme 100 BRK by 17 Mar 2026 and 50 BRK by 18 Mar 2026?',
    ]);
  });
});
