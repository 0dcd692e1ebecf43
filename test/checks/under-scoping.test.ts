import { describe, expect, it } from '@jest/globals';
import type { ServicePhase } from '../../src/capacity/capacity-sheet.ts';
import { underScoping } from '../../src/checks/under-scoping.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal } from '../support/a-deal.ts';
import { aLineResult, checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';

const phase = (role: string): ServicePhase => ({
  product: 'BRK',
  phase: 'Build',
  order: 1,
  role,
  hours: 100,
  driverAttribute: null,
  hoursPerDriver: null,
  dependsOn: [],
  row: 'Service templates!2',
});

/** The template needs 200 h: 100 of a developer, 100 of a tester. */
const judged = (estimate: Deal['estimate'], serviceTemplates = [phase('Developer'), phase('Tester')]) =>
  underScoping(
    checkFacts({
      deal: aDeal({ estimate }),
      lines: [aLineResult({ needMinutes: [6000, 6000] })],
      sheet: aSheet({ products: [aProduct({ kind: 'service' })], serviceTemplates }),
    }),
  );

describe('under-scoping', () => {
  it('passes an estimate of exactly the hours of the template', () => {
    expect(judged({ hours: 200, byRole: { developer: 100, Tester: 100 } })).toMatchObject([
      { severity: 'pass', message: 'The estimate covers the roles and hours of the service template.' },
    ]);
  });

  it('warns one minute below', () => {
    expect(judged({ hours: 199.98 })).toMatchObject([
      {
        severity: 'warn',
        code: 'UNDER_SCOPED',
        message: 'The estimate is 199.98 h; the service template needs 200 h.',
      },
    ]);
  });

  it('asks about a role that nobody has estimated, or with no hours', () => {
    for (const byRole of [{ Developer: 200 }, { Developer: 200, Tester: 0 }])
      expect(judged({ hours: 200, byRole })).toMatchObject([
        {
          severity: 'action',
          code: 'ROLE_MISSING',
          message: 'The estimate has no hours for Tester, which the service template needs.',
        },
      ]);
  });

  it('says what is missing for an answer', () => {
    expect(judged(null)).toMatchObject([{ severity: 'not_checked', fix: 'Add the estimate to the deal.' }]);
    expect(judged({ hours: 200 }, [])).toMatchObject([
      { severity: 'not_checked', fix: 'Ask operations to fill in the Service templates tab.' },
    ]);
  });

  it('has nothing to ask where no line has a template', () => {
    expect(judged(null, [])).toMatchObject([{ severity: 'pass', message: 'No line needs an estimate.' }]);
  });
});
