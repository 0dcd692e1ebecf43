import { describe, expect, it } from '@jest/globals';
import type { Commitment } from '../../src/capacity/capacity-sheet.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { aCommitment, aSheet } from '../support/a-sheet.ts';
import { saturday } from '../support/expedite-plant.ts';
import { check, wantedOn } from '../support/check.ts';

const displacement = ({ findings }: CheckResult) => findings.filter((found) => found.check === 'displacement');

/** 80 h of promises fill LINE1 in the week of 9 Mar 2026, in which 100 BRK for 13 Mar would have to be made. */
const full = (first: Partial<Commitment>, second: Partial<Commitment> = first) =>
  aSheet({
    commitments: [
      aCommitment({ hours: 40, promisedDate: '2026-03-13', value: 5000, latePenaltyPerDay: 50, ...first }),
      aCommitment({ id: 'C-2', hours: 40, promisedDate: '2026-03-13', row: 'Commitments!3', ...second }),
    ],
  });

describe('displacement', () => {
  it('names the promise that would move, by how many days, at which price and who must agree, and asks nobody by itself', () => {
    const result = check({ deal: wantedOn('2026-03-13'), sheet: full({ canMove: 'sign-off' }) });
    expect(displacement(result)).toEqual([
      {
        check: 'displacement',
        severity: 'warn',
        code: 'DISPLACES',
        rootCause: 'capacity',
        message:
          'The date could be met only by moving what is promised to others: C-1 for Globex (4 days later). Nothing is moved unless its owner agrees.',
        evidence: [
          {
            what: 'C-1 for Globex',
            value:
              'moves by 4 days from 13 Mar 2026 to 17 Mar 2026, worth 5000 USD, penalty 200 USD, the Production planner (line1@example.com) must agree',
            row: 'Commitments!2',
          },
          {
            what: 'C-2 for Globex',
            value: 'is planned again and keeps its date, the Production planner (line1@example.com) must agree',
            row: 'Commitments!3',
          },
        ],
        fix: 'Agree another date or quantity with the customer. If this deal must come first, ask the Production planner (line1@example.com) to agree before you promise it.',
        line: null,
      },
    ]);
    expect(result.verdict).toBe('late');
    expect(result.signoffs.map(({ why }) => why)).not.toContain('DISPLACES');
    expect(result.alternatives.filter(({ meetsRequest }) => meetsRequest)).toEqual([]);
  });

  it('says so when every promise can be planned again and keeps its date', () => {
    const later = { canMove: 'y', promisedDate: '2026-03-20' } as const;
    expect(displacement(check({ deal: wantedOn('2026-03-13'), sheet: full(later) }))).toMatchObject([
      {
        severity: 'warn',
        code: 'DISPLACES',
        message:
          'The date could be met by planning C-1 for Globex and C-2 for Globex again; all of it keeps its date. Nothing is moved unless its owner agrees.',
      },
    ]);
  });

  it('passes when no promise may move, or moving would not help', () => {
    for (const sheet of [full({ canMove: 'n' }), full({ canMove: 'n' }, { canMove: 'y' })])
      expect(displacement(check({ deal: wantedOn('2026-03-13'), sheet }))).toMatchObject([
        {
          severity: 'pass',
          message: 'No promise to others is in question: moving those that may move would not help.',
        },
      ]);
  });

  it('moves nothing while an option of the sheet makes the date', () => {
    const sheet = {
      ...full({ canMove: 'y' }),
      expediteOptions: [{ ...saturday, addsHoursPerWeek: 24, noticeDays: 0 }],
    };
    const result = check({ deal: wantedOn('2026-03-16'), sheet });
    expect(result.alternatives.some(({ meetsRequest }) => meetsRequest)).toBe(true);
    expect(displacement(result)).toMatchObject([
      { severity: 'pass', message: 'No promise to others has to move: an option makes the date (Saturday shift).' },
    ]);
    expect(displacement(check({ deal: wantedOn('2026-03-16'), sheet: full({ canMove: 'y' }) }))).toMatchObject([
      { code: 'DISPLACES' },
    ]);
  });

  it('passes a deal that is on time on the promise date itself, and fires one day earlier', () => {
    const sheet = full({ canMove: 'y' }, { hours: 0 });
    const promise = check({ deal: wantedOn('2026-03-31'), sheet }).lines[0]?.promise ?? '';
    expect(promise).toBe('2026-03-16');
    expect(displacement(check({ deal: wantedOn('2026-03-16'), sheet }))).toMatchObject([
      { severity: 'pass', message: 'No promise to others has to move for this deal.' },
    ]);
    expect(displacement(check({ deal: wantedOn('2026-03-13'), sheet }))).toMatchObject([{ code: 'DISPLACES' }]);
  });

  it('is not checked for a line that cannot be planned, and says what is missing', () => {
    expect(displacement(check({ deal: wantedOn('2026-03-13', { product: 'BRX' }) }))).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message: 'Whether promises to others would have to move for BRX was not checked: it cannot be planned yet.',
        fix: 'Complete the product, quantity and unit of the line.',
      },
    ]);
  });
});
