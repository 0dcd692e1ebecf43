import { describe, expect, it } from '@jest/globals';
import type { ScopeLimit, UnitFactor } from '../../src/capacity/capacity-sheet.ts';
import { scopeLimits } from '../../src/checks/scope-limits.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { checkFacts } from '../support/a-result.ts';
import { aScopeLimit, aSheet } from '../support/a-sheet.ts';

type Attributes = NonNullable<Deal['attributes']>;

const cm: UnitFactor = { product: null, fromUnit: 'cm', toUnit: 'mm', factor: 10, row: 'Units!2' };

const judged = (limits: ScopeLimit[], attributes: Attributes, dealAttributes: Attributes = {}) =>
  scopeLimits(
    checkFacts({
      deal: aDeal({ attributes: dealAttributes, lines: [aLine({ attributes })] }),
      sheet: aSheet({ scopeLimits: limits, units: [cm] }),
    }),
  );

const finish = (facts: Partial<ScopeLimit> = {}) =>
  aScopeLimit({
    attribute: 'finish',
    type: 'choice',
    unit: null,
    min: null,
    max: null,
    allowed: ['zinc', 'black'],
    meaning: 'The plating line runs zinc and black.',
    ...facts,
  });

describe('a number limit', () => {
  it.each([100, 600, '600', '600 mm', '60 cm', 250.5])('lets %p through: the limit itself is inside', (length_mm) => {
    expect(judged([aScopeLimit()], { length_mm })).toMatchObject([
      { severity: 'pass', message: 'length_mm is inside the limits for BRK.' },
    ]);
  });

  it.each([99.999, 600.001, '60.1 cm', -250])('stops %p', (length_mm) => {
    expect(judged([aScopeLimit()], { length_mm })).toMatchObject([{ severity: 'fail', code: 'ATTR_RANGE' }]);
  });

  it('says what is wrong, what operations can do, why, and what to change', () => {
    const [found] = judged([aScopeLimit()], { length_mm: 900 });
    expect(found).toEqual({
      check: 'scope-limits',
      severity: 'fail',
      code: 'ATTR_RANGE',
      message:
        'length_mm is 900 mm for BRK; operations can do 100 to 600 mm. The bending press takes parts from 100 to 600 mm.',
      evidence: [
        { what: 'length_mm', value: '900 mm' },
        { what: 'Operations can do', value: '100 to 600 mm', row: 'Scope limits!2' },
        { what: 'Why', value: 'The bending press takes parts from 100 to 600 mm.', row: 'Scope limits!2' },
      ],
      fix: 'Change length_mm to 100 to 600 mm.',
      line: 'L1',
    });
  });

  it('asks the reviewer when the sheet says sign-off', () => {
    const limit = aScopeLimit({ severity: 'sign-off', reviewerRole: 'Tooling engineer' });
    expect(judged([limit], { length_mm: 900 })).toMatchObject([
      {
        severity: 'action',
        signoffRole: 'Tooling engineer',
        fix: 'Change length_mm to 100 to 600 mm, or ask the Tooling engineer to agree.',
      },
    ]);
  });

  it('only warns when the sheet says warn', () => {
    expect(judged([aScopeLimit({ severity: 'warn' })], { length_mm: 900 })).toMatchObject([{ severity: 'warn' }]);
  });

  it('asks when the value is no number, and never guesses a decimal comma', () => {
    for (const length_mm of ['about 400', '1,5', true])
      expect(judged([aScopeLimit()], { length_mm })).toMatchObject([{ severity: 'action', code: 'ATTR_MISSING' }]);
  });

  it('asks when the sheet has no factor for the unit', () => {
    expect(judged([aScopeLimit()], { length_mm: '3 ft' })).toMatchObject([
      { severity: 'action', code: 'UNIT_UNKNOWN', fix: 'Write length_mm as 100 to 600 mm.' },
    ]);
  });
});

describe('a choice limit', () => {
  it('passes an allowed choice, however it is spelled', () => {
    expect(judged([finish()], { Finish: ' Zinc ' })).toMatchObject([{ severity: 'pass' }]);
  });

  it('stops a choice that is not allowed and names those that are', () => {
    expect(judged([finish()], { finish: 'chrome' })).toMatchObject([
      {
        code: 'ATTR_FORBIDDEN',
        message:
          'finish is "chrome" for BRK; operations can do one of zinc, black. The plating line runs zinc and black.',
      },
    ]);
  });

  it('stops a forbidden choice among several', () => {
    const limit = finish({ allowed: [], forbidden: ['chrome'] });
    expect(judged([limit], { finish: 'zinc;chrome' })).toMatchObject([{ code: 'ATTR_FORBIDDEN', severity: 'fail' }]);
  });
});

describe('a yes-no limit and a text limit', () => {
  const food = aScopeLimit({
    attribute: 'food_grade',
    type: 'yes-no',
    unit: null,
    min: null,
    max: null,
    allowed: ['no'],
    meaning: 'The plant has no food licence.',
  });

  it('reads yes and no in the spellings of a CRM', () => {
    expect(judged([food], { food_grade: false })).toMatchObject([{ severity: 'pass' }]);
    expect(judged([food], { food_grade: 'true' })).toMatchObject([{ code: 'ATTR_FORBIDDEN' }]);
    expect(judged([food], { food_grade: 'maybe' })).toMatchObject([{ code: 'ATTR_MISSING', severity: 'action' }]);
  });

  it('finds a forbidden word in a text', () => {
    const engraving = aScopeLimit({ attribute: 'engraving', type: 'text', forbidden: ['logo'], min: null, max: null });
    expect(judged([engraving], { engraving: 'with their Logo on top' })).toMatchObject([{ code: 'ATTR_FORBIDDEN' }]);
    expect(judged([engraving], { engraving: 'part number' })).toMatchObject([{ severity: 'pass' }]);
  });
});

describe('what the deal does not state', () => {
  it('asks the customer for a required attribute', () => {
    expect(judged([aScopeLimit({ required: true })], {})).toMatchObject([
      {
        severity: 'action',
        code: 'ATTR_MISSING',
        fix: 'Ask the customer and fill in length_mm.',
        question: 'How long should the bracket be, in mm?',
      },
    ]);
  });

  it('counts a blank as not stated', () => {
    for (const blank of ['', '  ', null])
      expect(judged([aScopeLimit({ required: true })], { length_mm: blank })).toMatchObject([{ code: 'ATTR_MISSING' }]);
  });

  it('asks once for an attribute that two rows require', () => {
    const rows = [
      aScopeLimit({ required: true }),
      aScopeLimit({ product: '*', required: true, row: 'Scope limits!3' }),
    ];
    expect(judged(rows, {})).toHaveLength(1);
  });

  it('never counts an attribute that is not stated as passed', () => {
    expect(judged([aScopeLimit(), finish()], { finish: 'zinc' })).toMatchObject([
      {
        severity: 'not_checked',
        code: null,
        message: 'length_mm is not stated for BRK, so its limit was not checked.',
      },
    ]);
  });

  it('takes the fact of the line before the fact of the deal', () => {
    expect(judged([aScopeLimit()], { length_mm: 400 }, { length_mm: 900 })).toMatchObject([{ severity: 'pass' }]);
    expect(judged([aScopeLimit()], {}, { length_mm: 900 })).toMatchObject([{ code: 'ATTR_RANGE' }]);
  });
});

describe('which limits count', () => {
  it('applies a limit for all products', () => {
    expect(judged([aScopeLimit({ product: '*' })], { length_mm: 900 })).toMatchObject([{ code: 'ATTR_RANGE' }]);
  });

  it('says so when the sheet limits nothing for the product', () => {
    expect(judged([aScopeLimit({ product: 'PNL' })], { length_mm: 900 })).toMatchObject([
      {
        severity: 'not_checked',
        message: 'The sheet has no scope limits for BRK, so its attributes were not checked.',
      },
    ]);
  });

  it('does not depend on the order of the attributes, nor on keys that only look like attributes', () => {
    const limits = [aScopeLimit(), finish()];
    const one = judged(limits, { length_mm: 900, finish: 'chrome', FINISH: 'zinc' });
    const other = judged(limits, { FINISH: 'zinc', finish: 'chrome', length_mm: 900 });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    const hostile = JSON.parse('{"__proto__": 1, "constructor": 2, "length_mm": 400}') as Attributes;
    expect(judged([aScopeLimit(), aScopeLimit({ attribute: 'toString' })], hostile)).toMatchObject([
      { severity: 'not_checked' },
    ]);
  });
});
