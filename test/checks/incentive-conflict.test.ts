import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import type { Quota } from '../../src/capacity/sheet-lists.ts';
import { incentiveConflict } from '../../src/checks/incentive-conflict.ts';
import { isInPeriod } from '../../src/checks/quota-period.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { applyRules } from '../../src/rules/apply-rules.ts';
import { compileRules } from '../../src/rules/compile-rules.ts';
import type { RuleSignoffs } from '../../src/rules/rule-set.ts';
import { planWriteBacks } from '../../src/write-back/plan-write-backs.ts';
import { NOTHING_SHOWN } from '../../src/write-back/previously-shown.ts';
import { aDeal } from '../support/a-deal.ts';
import { aPortfolioFit, aQuota } from '../support/a-list-row.ts';
import { checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';
import { check } from '../support/check.ts';

const products = [aProduct(), aProduct({ code: 'PNL', name: 'Panel', row: 'Products!3' })];
const pnlQuota = (facts: Partial<Quota>) => aQuota({ product: 'PNL', row: 'Quotas!3', ...facts });

const sheetWith = (quotas: Quota[] | undefined, facts: Partial<CapacitySheet> = {}): CapacitySheet =>
  aSheet({ products, portfolioFit: [aPortfolioFit()], ...(quotas ? { quotas } : {}), ...facts });

const dealWith = (facts: Partial<Deal>) => aDeal({ needs: { corrosion: 'outdoor' }, ...facts });

const judged = (quotas: Quota[] | undefined, deal: Partial<Deal> = {}, today = '2026-03-02') =>
  incentiveConflict(checkFacts({ deal: dealWith(deal), sheet: sheetWith(quotas), today }));

describe('incentive-conflict', () => {
  it('tells owner and manager alone when need and open quota pull in different directions', () => {
    expect(judged([aQuota()])).toEqual([
      {
        check: 'incentive-conflict',
        severity: 'warn',
        code: 'INCENTIVE',
        audience: 'rep and manager',
        message:
          'PNL serves the stated need (corrosion outdoor) best, and the open quota of BRK (40 of 100 units in 2026-Q1) speaks for BRK.',
        evidence: [
          { what: 'Serves the need best', value: 'PNL', row: 'Portfolio fit!2' },
          { what: 'Quota of BRK', value: '40 of 100 units in 2026-Q1', row: 'Quotas!2' },
          { what: 'Quota of PNL', value: 'none in this period' },
        ],
        fix: 'Look at it together with your manager: offer PNL, or note why BRK serves this customer better.',
        line: 'L1',
      },
    ]);
  });

  it('fires while more of the weaker product’s quota is open, and not from equal shares on', () => {
    expect(judged([aQuota(), pnlQuota({ target: 1000, attained: 401 })])).toMatchObject([{ code: 'INCENTIVE' }]);
    expect(judged([aQuota(), pnlQuota({ target: 1000, attained: 400 })])).toMatchObject([{ severity: 'pass' }]);
    expect(judged([aQuota({ attained: 99 })])).toMatchObject([{ code: 'INCENTIVE' }]);
    expect(judged([aQuota({ attained: 100 })])).toMatchObject([
      { severity: 'pass', message: 'No quota speaks against the customer’s needs.' },
    ]);
  });

  it('looks at the owner’s quotas of the period in which the deal is', () => {
    expect(judged([aQuota({ person: 'Somebody else' }), pnlQuota({ person: 'REP@example.com' })])).toMatchObject([
      { severity: 'pass' },
    ]);
    expect(judged([aQuota()], {}, '2026-03-31')).toMatchObject([{ code: 'INCENTIVE' }]);
    expect(judged([aQuota()], {}, '2026-04-01')).toMatchObject([
      { severity: 'not_checked', message: expect.stringContaining('no quota of the deal’s owner for this period') },
    ]);
  });

  it('passes without a fit gap, whatever is open', () => {
    expect(judged([aQuota()], { needs: { corrosion: 'indoor' } })).toMatchObject([{ severity: 'pass' }]);
  });

  it('says which fact it needs, to the same few eyes', () => {
    const open = [
      ...judged(undefined),
      ...judged([aQuota()], { needs: null }),
      ...judged([aQuota()], { owner: null }),
      ...incentiveConflict(checkFacts({ deal: dealWith({}), sheet: aSheet({ quotas: [aQuota()] }) })),
    ];
    expect(open.map(({ severity, code, audience }) => [severity, code, audience])).toEqual(
      Array.from({ length: 4 }, () => ['not_checked', null, 'rep and manager']),
    );
    expect(open.map(({ message }) => message.replace(/.*needs: /, ''))).toEqual([
      'the sheet has no Quotas tab.',
      'the deal records no needs of the customer.',
      'the deal has no owner.',
      'the sheet has no Portfolio fit tab.',
    ]);
  });

  it('goes into nothing that others read: no field, note, task or brief', () => {
    const sheet = sheetWith([aQuota()]);
    const deal = dealWith({
      requestedDate: '2026-03-09',
      lines: [{ ...aDeal().lines[0], id: 'L1', requestedDate: null }],
    });
    const result = check({ deal, sheet });
    expect(result.findings.filter(({ code }) => code === 'INCENTIVE')).toHaveLength(1);
    const { writeBacks, shown } = planWriteBacks({
      deal,
      result,
      previous: NOTHING_SHOWN,
      now: '2026-03-02T15:00:00Z',
      links: { deal: null },
      asked: {
        asks: [],
        officesOf: () => {
          throw new Error('nobody is asked');
        },
      },
      checkKey: 'key',
    });
    const told = JSON.stringify([writeBacks, shown, result.sentence, result.signoffs]);
    expect(told).toContain('BRK');
    expect(told).not.toMatch(/quota|PNL|INCENTIVE/i);
  });
});

describe('a conflict of incentives and the rules', () => {
  it('gives no rule a reason: neither its conditions nor its asks know of it', () => {
    const sheet = sheetWith([aQuota()]);
    const deal = dealWith({});
    const ask: RuleSignoffs = { roles: ['Operations lead'], need: 'all', order: 'parallel', peerReview: false };
    const rules = compileRules({
      version: 1,
      modes: [],
      overrides: [],
      rules: [
        { id: 'any', title: 'Always asked.', state: 'on', when: { all: [] }, then: { gate: 'none', signoffs: ask } },
        {
          id: 'reason',
          title: 'A quota speaks against the need.',
          state: 'on',
          when: { field: 'reason', is: 'one_of', value: ['INCENTIVE'] },
          then: { gate: 'require', severity: 'warn' },
        },
      ],
    });
    const result = check({ deal, sheet });
    const ruled = applyRules(rules, { deal, result, sheet });
    expect(ruled.findings).toEqual(result.findings);
    expect(ruled.signoffs.map(({ why }) => why)).toEqual(['RULE:any']);
    expect(ruled.rules.fired).toEqual(['any']);
  });
});

describe('the period of a quota', () => {
  it('is a quarter, a month or a year, in the usual spellings', () => {
    for (const period of ['2026-Q1', 'Q1 2026', '2026q1', '2026', '2026-03', '2026-03-01'])
      expect([period, isInPeriod(period, '2026-03-31')]).toEqual([period, true]);
    for (const period of ['2026-Q1', 'Q1/2026', '2026-03', '2025'])
      expect([period, isInPeriod(period, '2026-04-01')]).toEqual([period, false]);
    for (const period of ['soon', '2026-13', 'Q5 2026', '']) expect(isInPeriod(period, '2026-03-31')).toBeNull();
  });
});
