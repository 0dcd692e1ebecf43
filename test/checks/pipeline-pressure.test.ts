import { describe, expect, it } from '@jest/globals';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { planPipeline } from '../../src/capacity/pipeline-levels.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aSheet } from '../support/a-sheet.ts';
import { check, wantedOn } from '../support/check.ts';

const pressure = ({ findings }: CheckResult) => findings.filter((found) => found.check === 'pipeline-pressure');

const open = (id: string, quantity: number, probability: number): Deal =>
  aDeal({ id, name: `Deal ${id}`, probability, lines: [aLine({ quantity })] });

const checked = (wanted: string | null, others: Deal[], line = {}) =>
  check({
    deal: wantedOn(wanted, line),
    pipeline: planPipeline(compileSheet(aSheet()), others, parseIsoDate('2026-03-02') ?? 0),
  });

/**
 * 100 BRK take 1320 of 960 minutes a day and arrive on 13 Mar. A deal of 160 takes 2040 alone, backward from 11 Mar: 960, 960,
 * 120. All of it leaves 840 on 9 Mar and 960 on 12 Mar: quality on 13 Mar, transit to Sunday, received on 16 Mar.
 */
const big = open('D-2', 160, 0.5);

describe('pipeline-pressure', () => {
  it('warns when the date is lost once every other open deal is won, and names the deal that takes most', () => {
    const small = open('D-3', 10, 0.1);
    expect(pressure(checked('2026-03-13', [small, big]))).toEqual([
      {
        check: 'pipeline-pressure',
        severity: 'warn',
        code: 'PIPELINE_PRESSURE',
        rootCause: 'capacity',
        message:
          'BRK can be delivered on 13 Mar 2026 as of today, in time for 13 Mar 2026; it becomes 16 Mar 2026 when every other open deal is won. The most comes from Deal D-2.',
        evidence: [
          { what: 'Confirmed: what is committed', value: '13 Mar 2026' },
          { what: 'Forecast: open deals by their probability', value: '13 Mar 2026' },
          { what: 'Exposure: every open deal is won', value: '16 Mar 2026' },
          { what: 'Deal D-2', value: '34 h on LINE1' },
          { what: 'Deal D-3', value: '4 h on LINE1' },
        ],
        fix: 'Close this deal or ask operations for a hold before the others close, or agree a date that holds in any case.',
        line: 'L1',
      },
    ]);
  });

  it('says so when the likely deals alone are enough to lose the date', () => {
    expect(pressure(checked('2026-03-13', [{ ...big, probability: 1 }]))[0]?.message).toContain(
      'it becomes 16 Mar 2026 as the other open deals stand by their probability',
    );
  });

  it('passes on the exposure date itself, and fires one day earlier', () => {
    expect(pressure(checked('2026-03-16', [big]))).toMatchObject([
      { severity: 'pass', message: 'BRK stays on time even when every other open deal is won: 16 Mar 2026.' },
    ]);
    expect(pressure(checked('2026-03-15', [big]))).toMatchObject([{ code: 'PIPELINE_PRESSURE' }]);
  });

  it('passes when the others do not change the date, or there are none', () => {
    expect(pressure(checked('2026-03-20', [open('D-3', 10, 0.1)]))).toMatchObject([
      { severity: 'pass', message: 'The other open deals do not change the date of BRK.' },
    ]);
    expect(pressure(checked('2026-03-20', [aDeal({ id: 'D-1' })]))).toMatchObject([{ severity: 'pass' }]);
  });

  it('tells that a late line becomes later', () => {
    expect(pressure(checked('2026-03-12', [big]))[0]?.message).toMatch(
      /^BRK can be delivered on 13 Mar 2026 as of today; it becomes 16 Mar 2026/,
    );
  });

  it('names the first three deals and adds up the others', () => {
    const many = [1, 2, 3, 4, 5].map((each) => open(`D-${each + 1}`, 100 - each * 10, 1));
    const [found] = pressure(checked('2026-03-13', many));
    expect(found?.evidence.slice(3).map(({ what }) => what)).toEqual([
      'Deal D-2',
      'Deal D-3',
      'Deal D-4',
      '2 more open deals',
    ]);
  });

  it('changes neither the verdict nor who is asked', () => {
    const alone = check({ deal: wantedOn('2026-03-13') });
    const pressed = checked('2026-03-13', [big]);
    expect(pressed.verdict).toBe(alone.verdict);
    expect(pressed.signoffs).toEqual(alone.signoffs);
    expect(pressed.sentence).toBe(alone.sentence);
  });

  it('is not checked without the other deals, without a date, and for a line that cannot be planned', () => {
    expect(pressure(check())).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message: 'What other open deals would do to the date was not checked: the other open deals are not known here.',
      },
    ]);
    expect(pressure(checked(null, [big]))).toMatchObject([
      { severity: 'not_checked', message: expect.stringContaining('there is no date that could be kept') },
    ]);
    expect(pressure(checked('2026-03-13', [big], { product: 'BRX' }))).toMatchObject([
      { severity: 'not_checked', message: expect.stringContaining('the line cannot be planned yet') },
    ]);
  });
});
