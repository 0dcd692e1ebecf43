import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet, ServicePhase } from '../../src/capacity/capacity-sheet.ts';
import type { Finding } from '../../src/checks/finding.ts';
import { underScoping } from '../../src/checks/under-scoping.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal } from '../support/a-deal.ts';
import { aHistoryRow } from '../support/a-list-row.ts';
import { aLineResult, checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';

const phase = (role: string, hours = 100): ServicePhase => ({
  product: 'BRK',
  phase: 'Build',
  order: 1,
  role,
  hours,
  driverAttribute: null,
  hoursPerDriver: null,
  dependsOn: [],
  row: 'Service templates!2',
});

/** The template needs 200 h: 100 of a developer, 100 of a tester. */
const TEMPLATE = [phase('Developer'), phase('Tester')];

const judged = (estimate: Deal['estimate'], sheet: Partial<CapacitySheet> = {}): Finding[] =>
  underScoping(
    checkFacts({
      deal: aDeal({ estimate }),
      lines: [aLineResult({ needMinutes: [6000, 6000] })],
      sheet: aSheet({ products: [aProduct({ kind: 'service' })], serviceTemplates: TEMPLATE, ...sheet }),
    }),
  );

const about = (found: Finding[], words: RegExp): Finding[] => found.filter(({ message }) => words.test(message));

describe('under-scoping against the service template', () => {
  const template = (estimate: Deal['estimate']) => about(judged(estimate), /service template/);

  it('passes an estimate of exactly the hours of the template', () => {
    expect(template({ hours: 200, byRole: { developer: 100, Tester: 100 } })).toMatchObject([
      { severity: 'pass', message: 'The estimate covers the roles and hours of the service template.' },
    ]);
  });

  it('warns one minute below', () => {
    expect(template({ hours: 199.98 })).toMatchObject([
      {
        severity: 'warn',
        code: 'UNDER_SCOPED',
        message: 'The estimate is 199.98 h; the service template needs 200 h.',
      },
    ]);
  });

  it('asks about a role that nobody has estimated, or with no hours', () => {
    for (const byRole of [{ Developer: 200 }, { Developer: 200, Tester: 0 }])
      expect(about(judged({ hours: 200, byRole }), /Tester/)).toMatchObject([
        {
          severity: 'action',
          code: 'ROLE_MISSING',
          message: 'The estimate has no hours for Tester, which the service template needs.',
        },
      ]);
  });

  it('says what is missing for an answer', () => {
    expect(judged(null)).toMatchObject([{ severity: 'not_checked', fix: 'Add the estimate to the deal.' }]);
    expect(about(judged({ hours: 200 }, { serviceTemplates: [] }), /service template/)).toMatchObject([
      { severity: 'not_checked', fix: 'Ask operations to fill in the Service templates tab.' },
    ]);
  });

  it('has nothing to ask where no line has a template', () => {
    expect(judged(null, { serviceTemplates: [] })).toMatchObject([
      { severity: 'pass', message: 'No line needs an estimate.' },
    ]);
  });
});

describe('under-scoping against past projects', () => {
  /** Five retrofits of 100 to 500 h: half took at most 300 h, 8 of 10 at most 400 h. */
  const history = [300, 100, 500, 200, 400].map((actualHours, i) =>
    aHistoryRow({ project: `P-${i}`, actualHours, row: `Project history!${i + 2}` }),
  );
  const past = (estimate: Deal['estimate'], rows = history) =>
    about(judged(estimate, { serviceTemplates: [], history: rows }), /past projects/);
  const retrofit = (hours: number) => past({ class: 'Retrofit', hours });

  it('passes from what 8 of 10 took on, and warns one hundredth of an hour below', () => {
    expect(retrofit(400)).toMatchObject([
      {
        severity: 'pass',
        message: 'The estimate of 400 h covers what 8 of 10 past projects of class Retrofit took (P80 400 h).',
      },
    ]);
    expect(retrofit(399.99)).toMatchObject([
      {
        severity: 'warn',
        code: 'UNDER_SCOPED',
        message:
          'The estimate is 399.99 h; more than 2 of 10 of the 5 past projects of class Retrofit took longer (P50 300 h, P80 400 h).',
        fix: 'Plan for up to 400 h, or tell the customer what is not included.',
      },
    ]);
  });

  it('asks for action below what half of them took, and shows how they overran', () => {
    expect(retrofit(300)).toMatchObject([{ severity: 'warn' }]);
    const [found] = retrofit(299.99);
    expect(found).toMatchObject({
      severity: 'action',
      code: 'UNDER_SCOPED',
      message:
        'The estimate is 299.99 h; more than half of the 5 past projects of class Retrofit took longer (P50 300 h, P80 400 h).',
    });
    expect(found?.evidence).toContainEqual({ what: 'Half of them took at most', value: '300 % of their own estimate' });
  });

  it('needs five projects of the class, and says how many there are', () => {
    expect(past({ class: 'retrofit', hours: 1 }, history.slice(1))).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message:
          'The estimate was not compared with past projects: not enough history, 4 projects of class retrofit; 5 are needed.',
      },
    ]);
    const others = history.map((row) => ({ ...row, class: 'new build' }));
    expect(past({ class: 'retrofit', hours: 1 }, others)).toMatchObject([
      { severity: 'not_checked', message: expect.stringContaining('0 projects of class retrofit') },
    ]);
  });

  it('says which fact it needs', () => {
    for (const [estimate, words] of [
      [{ hours: 300 }, 'it names no class'],
      [{ class: 'retrofit' }, 'it names no hours'],
    ] as const)
      expect(past(estimate)).toMatchObject([{ severity: 'not_checked', message: expect.stringContaining(words) }]);
    expect(past({ class: 'retrofit', hours: 300 }, [])).toMatchObject([
      { severity: 'not_checked', message: expect.stringContaining('the sheet has no history') },
    ]);
  });
});

describe('under-scoping of management and acceptance', () => {
  const shares = (byRole: Record<string, number>, serviceTemplates: ServicePhase[] = []) =>
    about(judged({ hours: 100, byRole }, { serviceTemplates }), /^Management|for management/);

  it('warns when nobody manages or accepts the project', () => {
    expect(shares({ Developer: 100 })).toMatchObject([
      {
        severity: 'warn',
        code: 'UNDER_SCOPED',
        message: 'The estimate has no hours for management, tests or acceptance.',
      },
    ]);
    expect(shares({ Developer: 99, 'Project manager': 1 })).toEqual([]);
  });

  it('warns below the share of the template, not on it', () => {
    const template = [phase('Developer', 80), phase('Project manager', 20)];
    expect(shares({ Developer: 80, 'Project manager': 20 }, template)).toEqual([]);
    expect(shares({ Developer: 81, 'Project manager': 19 }, template)).toMatchObject([
      { message: 'Management, tests and acceptance are 19 % of the estimate; in the service template they are 20 %.' },
    ]);
  });

  it('says nothing of an estimate that names no roles', () => {
    expect(about(judged({ hours: 100 }), /anagement/)).toEqual([]);
  });
});

describe('an estimate that was changed after its review', () => {
  const lowered = (estimate: NonNullable<Deal['estimate']>) => about(judged(estimate), /lowered/);
  const revisions = [
    { at: '2026-02-10', hours: 360, reviewer: 'D. Designer' },
    { at: '2026-02-01', hours: 400 },
  ];

  it('asks for another look when it is lower than what the reviewer saw', () => {
    expect(lowered({ hours: 359, revisions })).toMatchObject([
      {
        severity: 'action',
        code: 'UNDER_SCOPED',
        message: 'The estimate was lowered from 360 h to 359 h after it was reviewed.',
      },
    ]);
    expect(lowered({ hours: 360, revisions })).toEqual([]);
  });

  it('takes the first revision as the reviewed one when only the estimate names its reviewer', () => {
    const unmarked = [{ hours: 400 }, { hours: 'many' }, { note: 'x' }];
    expect(lowered({ hours: 300, reviewer: { name: 'D. Designer' }, revisions: unmarked })).toMatchObject([
      { message: 'The estimate was lowered from 400 h to 300 h after it was reviewed.' },
    ]);
    expect(lowered({ hours: 300, revisions: unmarked })).toEqual([]);
  });
});
