import { describe, expect, it } from '@jest/globals';
import { sheetFresh } from '../../src/checks/sheet-fresh.ts';
import { checkFacts } from '../support/a-result.ts';

const publishedOn = (sheetPublishedOn: string | null) =>
  sheetFresh(checkFacts({ today: '2026-03-20', sheetPublishedOn }));

describe('sheet-fresh', () => {
  it('passes a sheet that was published today', () => {
    expect(publishedOn('2026-03-20')).toMatchObject([
      { severity: 'pass', code: null, message: 'The capacity sheet is from today.' },
    ]);
  });

  it('passes a sheet on the last day before it counts as stale', () => {
    expect(publishedOn('2026-03-06')).toMatchObject([
      { severity: 'pass', message: 'The capacity sheet is 14 days old.' },
    ]);
  });

  it('warns on the first day after it, and says what to do', () => {
    expect(publishedOn('2026-03-05')).toMatchObject([
      {
        severity: 'warn',
        code: 'SHEET_STALE',
        message:
          'The capacity sheet is 15 days old (published 5 Mar 2026); after 14 days its dates are no longer sure.',
        fix: 'Ask operations to publish the current capacity sheet, then check again.',
      },
    ]);
  });

  it('says that the age was not checked when nobody knows the publication date', () => {
    expect(publishedOn(null)).toMatchObject([{ severity: 'not_checked', code: null }]);
  });

  it('tells of an address that gives no sheet any more before the sheet is old', () => {
    const facts = checkFacts({ today: '2026-03-20', sheetPublishedOn: '2026-03-19' });
    expect(sheetFresh(facts).map(({ severity }) => severity)).toEqual(['pass']);
    const findings = sheetFresh({ ...facts, sheetFailingSince: '2026-03-18' });
    expect(findings.map(({ severity }) => severity)).toEqual(['pass', 'warn']);
    expect(findings[1]?.message).toContain('no usable sheet since 18 Mar 2026');
  });
});
