import { describe, expect, it } from '@jest/globals';
import type { Doubt } from '../../src/capacity/capacity-sheet.ts';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { aDeal } from '../support/a-deal.ts';
import { aSheet } from '../support/a-sheet.ts';

const checkWith = (doubts: Doubt[], requestedDate = '2026-03-20'): CheckResult =>
  runChecks({
    deal: aDeal({ requestedDate, lines: [{ ...aDeal().lines[0], id: 'L1', requestedDate }] }),
    plan: compileSheet(aSheet({ commitments: [], doubts })),
    today: '2026-03-02',
    sheetVersion: 'sha256:test',
    sheetPublishedOn: '2026-03-02',
    rulesVersion: 'none',
  });

const row = 'Commitments!7';

describe('rows that could not be read (S17)', () => {
  it.each<[string, Doubt]>([
    ['its product', { about: 'product', name: 'brk', row }],
    ['a resource it needs', { about: 'resource', name: 'LINE1', row }],
    ['its customer', { about: 'customer', name: 'Acme', row }],
    ['the whole plant', { about: 'plant', name: null, row }],
  ])('never let a line be ok when they are about %s', (_what, doubt) => {
    const result = checkWith([doubt]);
    expect(result).toMatchObject({
      verdict: 'cannot_tell',
      lines: [{ promise: '2026-03-13', reasons: ['PRODUCT_UNKNOWN'] }],
    });
    expect(result.sentence).toContain(row);
  });

  it('leave lines alone that do not depend on them', () => {
    expect(checkWith([{ about: 'resource', name: 'LINE9', row }]).verdict).toBe('ok');
    expect(checkWith([{ about: 'customer', name: 'Globex', row }]).verdict).toBe('ok');
  });

  it('leave a late line late: what is missing could only make it later', () => {
    expect(checkWith([{ about: 'resource', name: 'LINE1', row }], '2026-03-11').verdict).toBe('late');
  });
});
