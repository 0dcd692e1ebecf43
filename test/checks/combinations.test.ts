import { describe, expect, it } from '@jest/globals';
import type { Combination } from '../../src/capacity/capacity-sheet.ts';
import { combinations } from '../../src/checks/combinations.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { checkFacts } from '../support/a-result.ts';
import { aSheet } from '../support/a-sheet.ts';
import { check } from '../support/check.ts';

type Attributes = NonNullable<Deal['attributes']>;

/** Longer than 400 mm is never chromed. */
const noLongChrome = (facts: Partial<Combination> = {}): Combination => ({
  ifAttribute: 'length_mm',
  ifOp: '>',
  ifValue: '400',
  thenAttribute: 'finish',
  thenOp: '!=',
  thenValue: 'chrome',
  severity: 'stop',
  message: 'The chrome bath takes parts up to 400 mm.',
  row: 'Combinations!2',
  ...facts,
});

const withAttributes = (attributes: Attributes) => aDeal({ lines: [aLine({ attributes })] });

const judged = (attributes: Attributes, ...rules: Combination[]) =>
  combinations(checkFacts({ deal: withAttributes(attributes), sheet: aSheet({ combinations: rules }) }));

describe('combinations', () => {
  it('passes what goes together, on the limit too', () => {
    for (const attributes of [
      { length_mm: 400, finish: 'chrome' },
      { length_mm: 401, finish: 'zinc' },
    ])
      expect(judged(attributes, noLongChrome())).toMatchObject([
        { severity: 'pass', message: 'The attributes of every line go together.' },
      ]);
  });

  it('stops what does not, and says which rule', () => {
    expect(judged({ length_mm: 401, finish: 'chrome' }, noLongChrome())).toEqual([
      {
        check: 'combinations',
        severity: 'fail',
        code: 'COMBINATION',
        message: 'BRK: The chrome bath takes parts up to 400 mm. The rule is: when length_mm > 400, finish != chrome.',
        evidence: [
          { what: 'length_mm', value: '401', row: 'Combinations!2' },
          { what: 'finish', value: 'chrome', row: 'Combinations!2' },
        ],
        fix: 'Change finish or length_mm.',
        line: 'L1',
      },
    ]);
  });

  it('makes the line not feasible', () => {
    const sheet = aSheet({ combinations: [noLongChrome()] });
    const result = check({ deal: withAttributes({ length_mm: 500, finish: 'chrome' }), sheet });
    expect(result.verdict).toBe('not_feasible');
    expect(result.lines[0]?.reasons).toEqual(['COMBINATION']);
  });

  it('asks the planner or only warns, as the sheet says', () => {
    const attributes = { length_mm: 500, finish: 'chrome' };
    expect(judged(attributes, noLongChrome({ severity: 'sign-off' }))).toMatchObject([
      { severity: 'action', signoffRole: 'Production planner' },
    ]);
    expect(judged(attributes, noLongChrome({ severity: 'warn' }))).toMatchObject([{ severity: 'warn' }]);
  });

  it('asks for the fact that is missing, on either side of the rule', () => {
    expect(judged({ length_mm: 500 }, noLongChrome())).toMatchObject([
      { severity: 'action', code: 'ATTR_MISSING', question: 'Which finish do you need for BRK?' },
    ]);
    expect(judged({ finish: 'chrome' }, noLongChrome())).toMatchObject([
      { severity: 'action', code: 'ATTR_MISSING', question: 'Which length_mm do you need for BRK?' },
    ]);
  });

  it('leaves a line alone that states neither side', () => {
    expect(judged({ width_mm: 20 }, noLongChrome())).toMatchObject([{ severity: 'pass' }]);
  });

  it('compares lists and other spellings of an operator', () => {
    const rule = noLongChrome({
      ifAttribute: 'use',
      ifOp: 'is',
      ifValue: 'outdoor',
      thenOp: 'one of',
      thenValue: 'zinc;black',
    });
    expect(judged({ use: 'Outdoor', finish: 'Black' }, rule)).toMatchObject([{ severity: 'pass' }]);
    expect(judged({ use: 'outdoor', finish: 'raw' }, rule)).toMatchObject([{ code: 'COMBINATION' }]);
  });

  it('says so when a rule uses an operator that nobody knows', () => {
    expect(judged({ length_mm: 500 }, noLongChrome({ thenOp: 'resembles' }))).toMatchObject([
      { severity: 'not_checked', message: 'The rule in Combinations!2 was not checked: its operator is not known.' },
    ]);
  });

  it('is not checked when the sheet has no rules', () => {
    expect(judged({ length_mm: 500 })).toMatchObject([{ severity: 'not_checked', code: null }]);
  });
});
