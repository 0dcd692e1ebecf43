import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCommitment, aProduct, aRoutingStep, aSettings, aSheet } from '../support/a-sheet.ts';
import { busySheet, check, wantedOn } from '../support/check.ts';

const capacity = ({ findings }: CheckResult) => findings.filter((found) => found.check === 'capacity');

/** LINE1 has 80 h in the week of 9 Mar 2026, 100 BRK need 22 h. */
const loaded = (hours: number) => aSheet({ commitments: [aCommitment({ hours })] });

describe('capacity', () => {
  it('passes a line while the week stays below the tight mark', () => {
    expect(capacity(check({ sheet: loaded(49) }))).toMatchObject([
      { severity: 'pass', code: null, message: 'There is enough free capacity for BRK.' },
    ]);
  });

  it('warns from the tight mark on', () => {
    const result = check({ sheet: loaded(50) });
    expect(result.verdict).toBe('tight');
    expect(capacity(result)).toMatchObject([
      {
        severity: 'warn',
        code: 'CAPACITY_SHORT',
        message: 'BRK is on time, but LINE1 is 90 % taken in the week of 9 Mar 2026; the plant calls 90 % tight.',
      },
    ]);
    expect(capacity(result)[0]?.evidence).toContainEqual({
      what: 'LINE1, week of 9 Mar 2026',
      value: '72 h of 80 h taken',
    });
  });

  it('asks the planner when the line is late for want of room, and shows the rows that take it', () => {
    expect(capacity(check({ deal: wantedOn('2026-03-17'), sheet: busySheet() }))).toMatchObject([
      {
        severity: 'action',
        code: 'CAPACITY_SHORT',
        message: 'LINE1 has 20 h of 80 h free in the week of 9 Mar 2026; BRK needs 22 h of work.',
        fix: 'Look at the options, or ask the Production planner whether room can be made.',
        signoffRole: 'Production planner',
        evidence: [
          { what: 'Work needed', value: '22 h' },
          {
            what: 'Step 1 on LINE1',
            value:
              '22 h: 120 min on 10 Mar 2026, 240 min a day from 11 Mar 2026 to 13 Mar 2026 and 480 min on 16 Mar 2026',
            row: 'Routing!2',
          },
          { what: 'LINE1, week of 9 Mar 2026', value: '60 h of 80 h taken' },
          { what: 'Commitment C-1', value: '60 h', row: 'Commitments!2' },
        ],
      },
    ]);
  });

  it('says how long the work takes when the week has room but the days before the date do not', () => {
    expect(capacity(check({ deal: wantedOn('2026-03-12') }))).toMatchObject([
      {
        severity: 'action',
        message:
          'LINE1 has 80 h of 80 h free in the week of 9 Mar 2026, yet the 22 h of work for BRK take until 10 Mar 2026.',
      },
    ]);
  });

  it('asks nobody for room before a date that has passed', () => {
    const [found] = capacity(check({ deal: wantedOn('2026-02-27') }));
    expect(found).toMatchObject({ severity: 'not_checked', code: null });
    expect(found?.signoffRole).toBeUndefined();
  });

  it('says how much fits when the quantity does not fit before the last day of the sheet', () => {
    const sheet = aSheet({ settings: aSettings({ horizonEnd: '2026-03-13' }) });
    const result = check({ deal: wantedOn('2026-03-20', { quantity: 1000 }), sheet });
    expect(result.verdict).toBe('not_feasible');
    expect(capacity(result)).toMatchObject([
      {
        severity: 'fail',
        code: 'HORIZON',
        message: 'BRK does not fit into the capacity that is known until 13 Mar 2026; 390 EA can be made by then.',
        fix: 'Offer 390 EA, or ask operations for capacity beyond the sheet.',
      },
    ]);
    expect(capacity(result)[0]?.evidence).toContainEqual({ what: 'On time with', value: '610 EA fewer' });
  });

  it('says which line of a deal takes the room of another', () => {
    const lines = [
      aLine({ quantity: 150, requestedDate: '2026-03-16' }),
      aLine({ id: 'L2', product: 'PNL', quantity: 70, requestedDate: '2026-03-16' }),
    ];
    const sheet = aSheet({
      products: [aProduct(), aProduct({ code: 'PNL', lotMultiple: 1, minQuantity: 1, row: 'Products!3' })],
      routing: [
        aRoutingStep(),
        aRoutingStep({ product: 'PNL', setupHours: 4, runHoursPerUnit: 0.5, row: 'Routing!3' }),
      ],
      commitments: [aCommitment({ hours: 20 })],
    });
    const found = capacity(check({ deal: aDeal({ lines }), sheet })).filter(({ line }) => line === 'L2');
    expect(found).toMatchObject([
      { code: 'CAPACITY_SHORT', severity: 'action' },
      {
        code: 'SHARED_BOTTLENECK',
        severity: 'warn',
        message: 'PNL alone would be on time; other lines of this deal need LINE1 first.',
        question: 'Which of the lines do you need first?',
      },
    ]);
  });

  it('does not count a product without planned capacity as passed', () => {
    const sheet = aSheet({ products: [aProduct({ fidelity: 'lead_time', standardLeadDays: 5 })] });
    expect(capacity(check({ sheet }))).toMatchObject([
      {
        severity: 'not_checked',
        message: 'The sheet plans BRK by lead time only, so its capacity was not checked.',
      },
    ]);
  });

  it('says that capacity was not checked when the line cannot be planned', () => {
    expect(capacity(check({ deal: wantedOn('2026-03-20', { quantity: null }) }))).toMatchObject([
      { severity: 'not_checked', message: 'The capacity for BRK was not checked: the line cannot be planned yet.' },
    ]);
  });
});
