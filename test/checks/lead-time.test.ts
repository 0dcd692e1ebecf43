import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { aProduct, aRoutingStep, aSettings, aSheet } from '../support/a-sheet.ts';
import { busySheet, check, wantedOn } from '../support/check.ts';

const leadTime = ({ findings }: CheckResult) => findings.filter((found) => found.check === 'lead-time');

describe('lead-time', () => {
  it('passes a line that is there before the requested date with the buffer in hand', () => {
    expect(leadTime(check({ deal: wantedOn('2026-03-17') }))).toMatchObject([
      {
        severity: 'pass',
        code: null,
        message: 'BRK can be delivered on 13 Mar 2026, 2 working days before the requested date.',
      },
    ]);
  });

  it('warns when one day of the buffer is used up', () => {
    expect(leadTime(check({ deal: wantedOn('2026-03-16') }))).toMatchObject([
      {
        severity: 'warn',
        code: 'CAPACITY_SHORT',
        message: 'BRK is on time with 1 working day to spare; the plant keeps 2 days in hand.',
      },
    ]);
  });

  it('only warns on the promise date itself, and fails one day earlier', () => {
    expect(leadTime(check({ deal: wantedOn('2026-03-13') }))).toMatchObject([{ severity: 'warn' }]);
    expect(leadTime(check({ deal: wantedOn('2026-03-12') }))).toMatchObject([
      {
        severity: 'fail',
        message: 'BRK can be delivered on 13 Mar 2026; the deal says 12 Mar 2026: 1 working day late.',
      },
    ]);
  });

  it('says what can be offered, with evidence that a planner can look up', () => {
    const [found] = leadTime(check({ deal: wantedOn('2026-03-17'), sheet: busySheet() }));
    expect(found).toMatchObject({
      severity: 'fail',
      code: 'CAPACITY_SHORT',
      message: 'BRK can be delivered on 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.',
      fix: 'Offer 70 EA by 17 Mar 2026, or 19 Mar 2026, or ask operations what it takes to make the date.',
      line: 'L1',
      signoffRole: 'Production planner',
    });
    expect(found?.evidence).toEqual([
      { what: 'Order date', value: '2 Mar 2026' },
      { what: 'Order entry', value: '1 working day', row: 'Products!2' },
      { what: 'Material', value: '3 working days', row: 'Products!2' },
      { what: 'Quality', value: '1 working day', row: 'Products!2' },
      { what: 'Transit', value: '2 calendar days', row: 'Products!2' },
      { what: 'Work finished', value: '16 Mar 2026' },
      { what: 'Can deliver', value: '19 Mar 2026' },
      { what: 'Requested', value: '17 Mar 2026' },
      { what: 'On time with', value: '6 h more (360 min) on LINE1 in the week of 9 Mar 2026', row: 'Resources!2' },
      { what: 'On time with', value: '1 working day less for order entry', row: 'Products!2' },
      { what: 'On time with', value: '1 working day less for material', row: 'Products!2' },
      { what: 'On time with', value: '2 calendar days less in transit', row: 'Products!2' },
      { what: 'On time with', value: '30 EA fewer' },
      { what: 'On time with', value: 'a date 2 calendar days later, 19 Mar 2026' },
    ]);
  });

  it('says what would need to be true only for a line that is late', () => {
    for (const wanted of ['2026-03-19', '2026-02-27'])
      expect(leadTime(check({ deal: wantedOn(wanted), sheet: busySheet() }))[0]?.evidence).not.toContainEqual(
        expect.objectContaining({ what: 'On time with' }),
      );
  });

  it('asks the owner of the product when its material is what takes long', () => {
    const sheet = aSheet({ products: [aProduct({ fidelity: 'infinite' })] });
    expect(leadTime(check({ deal: wantedOn('2026-03-06'), sheet }))).toMatchObject([
      { code: 'MATERIAL_LATE', signoffRole: 'Product owner' },
    ]);
  });

  it('asks for a new date when the requested one has passed, and asks nobody in operations', () => {
    const [found] = leadTime(check({ deal: wantedOn('2026-02-27') }));
    expect(found).toMatchObject({
      severity: 'fail',
      code: 'DATE_PAST',
      message: 'The requested date of BRK, 27 Feb 2026, has passed; the earliest delivery is 13 Mar 2026.',
      question: 'Which date from 13 Mar 2026 on works for you?',
    });
    expect(found?.signoffRole).toBeUndefined();
  });

  it('names the earliest date when none is requested', () => {
    expect(leadTime(check({ deal: wantedOn(null) }))).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message: 'BRK can be delivered on 13 Mar 2026 at the earliest; there is no requested date to compare it with.',
      },
    ]);
  });

  it('says that the date was not checked when the line cannot be planned', () => {
    expect(leadTime(check({ deal: wantedOn('2026-03-20', { product: 'BRX' }) }))).toMatchObject([
      {
        severity: 'not_checked',
        message: 'The date of BRX was not checked: there is no delivery date to compare with.',
      },
    ]);
  });

  it('names the frozen fence among its evidence', () => {
    const sheet = aSheet({
      settings: aSettings({ frozenFenceDays: 10 }),
      products: [aProduct()],
      routing: [aRoutingStep()],
    });
    const [found] = leadTime(check({ deal: wantedOn('2026-03-20'), sheet }));
    expect(found?.evidence).toContainEqual({
      what: 'No work starts for',
      value: '10 working days',
      row: 'Settings!frozen_fence_days',
    });
  });
});
