import { describe, expect, it } from '@jest/globals';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { checks } from '../../src/checks/index.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aProduct, aRoutingStep, aScopeLimit, aSheet, aCommitment } from '../support/a-sheet.ts';
import { busySheet, check, wantedOn } from '../support/check.ts';

const of = ({ findings }: CheckResult, id: string) => findings.filter((found) => found.check === id);

describe('the verdict of a deal', () => {
  it('is ok for a line that is on time with room to spare, and says so in one sentence', () => {
    const result = check();
    expect(result.verdict).toBe('ok');
    expect(result.sentence).toBe('Can deliver 13 Mar 2026; the deal says 20 Mar 2026: 5 working days to spare.');
    expect(result.signoffs).toEqual([]);
    expect(result.alternatives).toEqual([]);
  });

  it('is late, with the sentence, the way out and the question for the planner', () => {
    const result = check({ deal: wantedOn('2026-03-17'), sheet: busySheet() });
    expect(result.verdict).toBe('late');
    expect(result.sentence).toBe('Can deliver 19 Mar 2026; the deal says 17 Mar 2026: 2 working days late.');
    expect(result.signoffs).toEqual([
      {
        role: 'Production planner',
        why: 'CAPACITY_SHORT',
        question: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?',
        email: 'line1@example.com',
      },
    ]);
    expect(result.alternatives).not.toEqual([]);
  });

  it('is not feasible when the scope stops a line, however early it could be made', () => {
    const result = check({
      deal: aDeal({ lines: [aLine({ attributes: { length_mm: 900 } })] }),
      sheet: aSheet({ scopeLimits: [aScopeLimit()] }),
    });
    expect(result.verdict).toBe('not_feasible');
    expect(result.lines[0]?.reasons).toEqual(['ATTR_RANGE']);
    expect(result.sentence).toContain('Cannot deliver this as it stands: length_mm is 900 mm for BRK');
    expect(result.alternatives).toEqual([]);
  });

  it('stays what it is when the scope only asks or warns', () => {
    for (const severity of ['sign-off', 'warn'] as const) {
      const result = check({
        deal: aDeal({ lines: [aLine({ attributes: { length_mm: 900 } })] }),
        sheet: aSheet({ scopeLimits: [aScopeLimit({ severity, reviewerRole: 'Tooling engineer' })] }),
      });
      expect(result.verdict).toBe('ok');
      expect(result.signoffs.map(({ role }) => role)).toEqual(severity === 'sign-off' ? ['Tooling engineer'] : []);
    }
  });

  it('cannot be told while a required attribute is missing', () => {
    const result = check({ sheet: aSheet({ scopeLimits: [aScopeLimit({ required: true })] }) });
    expect(result.verdict).toBe('cannot_tell');
    expect(result.sentence).toContain('Cannot tell yet: length_mm is not stated for BRK');
  });

  it('cannot be told without a requested date, but the earliest one is offered', () => {
    const result = check({ deal: wantedOn(null) });
    expect(result.verdict).toBe('cannot_tell');
    expect(result.sentence).toBe('Can deliver 13 Mar 2026 at the earliest; no requested date is given.');
  });

  it('says that a date has passed', () => {
    const result = check({ deal: wantedOn('2026-02-27') });
    expect(result.verdict).toBe('late');
    expect(result.sentence).toBe('The requested date 27 Feb 2026 has passed; can deliver 13 Mar 2026 at the earliest.');
    expect(result.signoffs).toEqual([]);
  });

  it('is invalid for a quantity that is none', () => {
    const result = check({ deal: wantedOn('2026-03-20', { quantity: 0 }) });
    expect(result.verdict).toBe('invalid');
    expect(result.sentence).toBe('This deal cannot be checked: "0" is not a quantity that can be delivered for BRK.');
  });

  it('is at best tight on a stale sheet, and worse stays worse', () => {
    const stale = check({ sheetPublishedOn: '2026-02-01' });
    expect(stale.verdict).toBe('tight');
    expect(stale.sentence).toContain('5 working days to spare, but the capacity sheet is old.');
    expect(stale.lines[0]?.reasons).toEqual(['SHEET_STALE']);
    const late = check({ deal: wantedOn('2026-03-17'), sheet: busySheet(), sheetPublishedOn: '2026-02-01' });
    expect(late.verdict).toBe('late');
  });

  it('cannot be told for a deal without lines', () => {
    const result = check({ deal: aDeal({ lines: [] }) });
    expect(result.verdict).toBe('cannot_tell');
    expect(result.sentence).toBe('Cannot tell yet: The deal has no line items, so there is nothing to promise yet.');
  });

  it('names the goods of the line that decides when there are several', () => {
    const lines = [aLine(), aLine({ id: 'L2', quantity: 200, requestedDate: '2026-03-12' })];
    expect(check({ deal: aDeal({ lines }) }).sentence).toMatch(
      /^Can deliver 200 BRK on 1\d Mar 2026; the deal says 12 Mar 2026: \d working days? late\.$/,
    );
  });
});

describe('several lines that are all on time', () => {
  it('tell the one that is closest to its date', () => {
    const lines = [aLine(), aLine({ id: 'L2', quantity: 50, requestedDate: '2026-04-30' })];
    expect(check({ deal: aDeal({ lines }) }).sentence).toBe(
      'Can deliver all 2 lines in time; the closest is 100 BRK, 13 Mar 2026 for 20 Mar 2026: 5 working days to spare.',
    );
  });
});

describe('planning and scope together', () => {
  it('lets a line that the scope stops take no room from the others', () => {
    const stopped = aLine({ quantity: 300, requestedDate: '2026-03-16', attributes: { length_mm: 900 } });
    const other = aLine({ id: 'L2', product: 'PNL', quantity: 100, requestedDate: '2026-03-17' });
    const sheet = aSheet({
      products: [aProduct(), aProduct({ code: 'PNL', row: 'Products!3' })],
      routing: [aRoutingStep(), aRoutingStep({ product: 'PNL', row: 'Routing!3' })],
      scopeLimits: [aScopeLimit()],
      commitments: [aCommitment({ hours: 50 })],
    });
    const promiseOf = (lines: (typeof stopped)[]) => check({ deal: aDeal({ lines }), sheet }).lines.at(-1)?.promise;
    expect(promiseOf([stopped, other])).toBe(promiseOf([other]));
    const allowed = { ...stopped, attributes: { length_mm: 400 } };
    expect(promiseOf([allowed, other])).not.toBe(promiseOf([other]));
  });

  it('asks one question about all lines with the same cause', () => {
    const lines = [
      aLine({ requestedDate: '2026-03-17' }),
      aLine({ id: 'L2', quantity: 50, requestedDate: '2026-03-17' }),
    ];
    const { signoffs } = check({ deal: aDeal({ lines }), sheet: busySheet() });
    expect(signoffs.map(({ question }) => question)).toEqual([
      'Can we deliver 100 BRK and 50 BRK to Acme by 17 Mar 2026?',
    ]);
  });
});

describe('a check that fails to run', () => {
  const broken = {
    id: 'scope-limits',
    title: 'Scope limits',
    run: () => {
      throw new Error('no such thing');
    },
  };

  it('becomes a visible finding while the others still run, and the verdict is never green', () => {
    const result = check({ checks: checks.map((each) => (each.id === broken.id ? broken : each)) });
    expect(of(result, 'scope-limits')).toMatchObject([
      {
        severity: 'not_checked',
        message: 'Scope limits could not be checked because of a fault on our side; the other checks still hold.',
        evidence: [{ what: 'Fault', value: 'no such thing' }],
      },
    ]);
    expect(of(result, 'lead-time')).toHaveLength(1);
    expect(of(result, 'sheet-fresh')).toHaveLength(1);
    expect(result.verdict).toBe('cannot_tell');
  });
});

describe('the same input', () => {
  it('gives the same bytes, in whatever order the attributes are written', () => {
    const sheet = busySheet({
      scopeLimits: [aScopeLimit(), aScopeLimit({ attribute: 'width_mm', row: 'Scope limits!3' })],
    });
    const one = aDeal({ lines: [aLine({ attributes: { length_mm: 900, width_mm: 50 } })] });
    const other = aDeal({ lines: [aLine({ attributes: { width_mm: 50, length_mm: 900 } })] });
    expect(JSON.stringify(check({ deal: one, sheet }))).toBe(JSON.stringify(check({ deal: other, sheet })));
  });

  it('lists every check, and every check has a finding', () => {
    const shown = new Set(check().findings.map((found) => found.check));
    expect([...shown]).toEqual(checks.map(({ id }) => id));
  });
});
