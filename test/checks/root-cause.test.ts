import { describe, expect, it } from '@jest/globals';
import { ROOT_CAUSES } from '../../src/checks/finding.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { withRootCause } from '../../src/checks/root-cause.ts';
import { aFinding } from '../support/a-result.ts';
import { aSheet } from '../support/a-sheet.ts';
import { busySheet, check, wantedOn } from '../support/check.ts';

const causeOf = (facts: Partial<Finding>) => withRootCause(aFinding(facts)).rootCause;

describe('the root cause of a finding', () => {
  it('is named where the code leaves no doubt, and left to people where it does', () => {
    expect(causeOf({ code: 'CAPACITY_SHORT' })).toBe('capacity');
    expect(causeOf({ code: 'UNIT_UNKNOWN', severity: 'action' })).toBe('information_system');
    expect(causeOf({ code: 'LEADTIME_SHORT' })).toBe('misunderstood_parameter');
    expect(causeOf({ code: 'TEXT_PROMISE', severity: 'warn' })).toBe('communication');
    expect(causeOf({ code: 'MARGIN_FLOOR', severity: 'action' })).toBeUndefined();
    expect(causeOf({ code: null, severity: 'warn' })).toBeUndefined();
  });

  it('is what the check itself names, and nothing for what passed or was not checked', () => {
    expect(causeOf({ code: 'REQ_SCOPE_BID', rootCause: 'training' })).toBe('training');
    for (const severity of ['pass', 'not_checked'] as const)
      expect(causeOf({ code: 'CAPACITY_SHORT', severity })).toBeUndefined();
  });

  it('stands beside the code of every finding that an answer carries it for', () => {
    const late = check({ deal: wantedOn('2026-03-17'), sheet: busySheet() }).findings;
    expect(late.filter(({ code }) => code === 'CAPACITY_SHORT').map(({ rootCause }) => rootCause)).toEqual([
      'capacity',
      'capacity',
    ]);
    const unknown = check({ deal: wantedOn('2026-03-17', { product: 'BRX' }), sheet: aSheet() }).findings;
    expect(unknown.find(({ code }) => code === 'PRODUCT_UNKNOWN')?.rootCause).toBe('information_system');
    for (const { rootCause } of [...late, ...unknown]) if (rootCause) expect(ROOT_CAUSES).toContain(rootCause);
  });
});
