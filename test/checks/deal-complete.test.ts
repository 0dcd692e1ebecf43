import { describe, expect, it } from '@jest/globals';
import { dealComplete } from '../../src/checks/deal-complete.ts';
import type { ReasonCode } from '../../src/checks/finding.ts';
import type { LineItem } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aLineResult, checkFacts } from '../support/a-result.ts';
import type { CapacitySheet, ServicePhase } from '../../src/capacity/capacity-sheet.ts';
import { aProduct, aResource, aRoutingStep, aSheet } from '../support/a-sheet.ts';
import { check } from '../support/check.ts';

const judged = (line: Partial<LineItem>, ...reasons: ReasonCode[]) =>
  dealComplete(
    checkFacts({
      deal: aDeal({ requestedDate: null, lines: [aLine(line)] }),
      lines: [aLineResult({ reasons })],
    }),
  );

describe('deal-complete', () => {
  it('passes a deal whose lines say what, how much and by when', () => {
    expect(judged({})).toMatchObject([
      { severity: 'pass', code: null, message: '1 line with product, quantity, unit and date.' },
    ]);
  });

  it('asks for line items when there are none', () => {
    expect(dealComplete(checkFacts({ deal: aDeal({ lines: [] }), lines: [] }))).toMatchObject([
      { severity: 'action', message: 'The deal has no line items, so there is nothing to promise yet.' },
    ]);
  });

  it('names a product that the sheet does not know', () => {
    expect(judged({ product: 'BRX' }, 'PRODUCT_UNKNOWN')).toMatchObject([
      {
        severity: 'action',
        code: 'PRODUCT_UNKNOWN',
        message: 'BRX is not a product of the capacity sheet, so nobody can tell when it can be delivered.',
        fix: 'Choose a product that the sheet knows, or ask operations to add BRX to the Products tab.',
      },
    ]);
  });

  it('names the line that has no product', () => {
    expect(judged({ product: null }, 'PRODUCT_UNKNOWN')).toMatchObject([
      { message: 'The line L1 names no product, so nobody can tell when it can be delivered.' },
    ]);
  });

  it('says which row of the sheet is not enough to plan a product', () => {
    const sheet = aSheet({ routing: [aRoutingStep({ resource: 'LINE9' })], resources: [aResource()] });
    const lines = [aLineResult({ reasons: ['PRODUCT_UNKNOWN'] })];
    const [found] = dealComplete(checkFacts({ sheet, lines }));
    expect(found?.message).toContain('The capacity sheet does not say enough about BRK: Step 1 of BRK (Routing!2)');
    expect(found?.fix).toBe('Ask operations to complete Routing!2 and to publish the sheet again.');
  });

  it('asks the customer for a blank quantity', () => {
    expect(judged({ quantity: null }, 'QTY_INVALID')).toMatchObject([
      { severity: 'action', code: 'QTY_INVALID', question: 'How many BRK do you need?' },
    ]);
  });

  it('fails a quantity that nobody can deliver', () => {
    expect(judged({ quantity: -5 }, 'QTY_INVALID')).toMatchObject([
      { severity: 'fail', message: '"-5" is not a quantity that can be delivered for BRK.' },
    ]);
  });

  it('says which unit the sheet uses when it cannot convert the one of the line', () => {
    expect(judged({ unit: 'BOX' }, 'UNIT_UNKNOWN')).toMatchObject([
      {
        severity: 'action',
        message: 'BRK is ordered in BOX; the sheet has no factor from that to EA.',
        evidence: [{ what: 'Unit in the sheet', value: 'EA', row: 'Products!2' }],
      },
    ]);
  });

  it('asks by when, for a blank date and for one that is no date', () => {
    expect(judged({ requestedDate: null }, 'DATE_BLANK')).toMatchObject([
      { severity: 'action', code: 'DATE_BLANK', question: 'By when do you need BRK?' },
    ]);
    expect(judged({ requestedDate: 'soon' }, 'DATE_BLANK')).toMatchObject([
      { message: '"soon" is not a date, so BRK has no requested date.' },
    ]);
  });

  it('asks the owner of the product about a quantity outside its limits', () => {
    expect(judged({ quantity: 5 }, 'QTY_LIMIT')).toMatchObject([
      {
        severity: 'action',
        message: '5 EA of BRK is outside the quantity that operations takes: at least 10 and at most 2000 EA.',
        signoffRole: 'Product owner',
      },
    ]);
  });

  it('warns that a quantity becomes whole lots', () => {
    expect(judged({ quantity: 95 }, 'LOT_ROUNDED')).toMatchObject([
      { severity: 'warn', message: 'BRK is made in lots of 10 EA: for 95 EA, 100 EA are made.' },
    ]);
  });

  it('asks for the number that drives the hours of a service, and names the role that the sheet lacks', () => {
    const phase: ServicePhase = {
      product: 'BRK',
      phase: 'Build',
      order: 1,
      role: 'Technician',
      hours: 8,
      driverAttribute: 'sites',
      hoursPerDriver: 4,
      dependsOn: [],
      row: 'Service templates!2',
    };
    const products = [aProduct({ kind: 'service' })];
    const resources = [aResource({ name: 'Technician' })];
    const found = (sheet: CapacitySheet, attributes = {}) =>
      check({ deal: aDeal({ lines: [aLine({ attributes })] }), sheet }).findings.filter(
        (each) => each.check === 'deal-complete',
      );
    expect(found(aSheet({ products, resources, routing: [], serviceTemplates: [phase] }))).toMatchObject([
      { severity: 'action', code: 'ATTR_MISSING', question: 'Which sites do you need for BRK?' },
    ]);
    expect(found(aSheet({ products, routing: [], serviceTemplates: [phase] }), { sites: 3 })).toMatchObject([
      { severity: 'action', code: 'ROLE_MISSING', fix: expect.stringContaining('Service templates!2') },
    ]);
  });

  it('names the line when the deal has the product twice', () => {
    const lines = [aLine(), aLine({ id: 'L2', quantity: null })];
    const results = [aLineResult(), aLineResult({ id: 'L2', reasons: ['QTY_INVALID'] })];
    expect(dealComplete(checkFacts({ deal: aDeal({ lines }), lines: results }))).toMatchObject([
      { line: 'L2', message: 'No quantity is given for BRK (line L2).' },
    ]);
  });
});
