import { describe, expect, it } from '@jest/globals';
import type { CapacitySheet } from '../../src/capacity/capacity-sheet.ts';
import { serviceLevel } from '../../src/checks/service-level.ts';
import type { AttributeValue } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aServiceLevel } from '../support/a-list-row.ts';
import { checkFacts } from '../support/a-result.ts';
import { aProduct, aSheet } from '../support/a-sheet.ts';
import { check } from '../support/check.ts';

/** Field service is with the customer within 8 hours. */
const onSite = aServiceLevel({
  fromTeam: 'Customer',
  toTeam: 'Field service',
  request: 'on-site response',
  escalateTo: 'Field service lead',
});

const sheetWith = (facts: Partial<CapacitySheet>): CapacitySheet =>
  aSheet({ products: [aProduct({ kind: 'service' })], ...facts });

const judged = (response: AttributeValue, facts: Partial<CapacitySheet> = { serviceLevels: [onSite] }) =>
  serviceLevel(
    checkFacts({
      deal: aDeal({ lines: [aLine({ attributes: { on_site_response: response } })] }),
      sheet: sheetWith(facts),
    }),
  );

describe('service-level', () => {
  it('passes what operations keeps, and asks for agreement below it', () => {
    expect(judged('8 h')).toMatchObject([
      { severity: 'pass', code: null, message: 'No line promises a faster answer than operations keeps.' },
    ]);
    expect(judged('7.9 hours')).toEqual([
      {
        check: 'service-level',
        severity: 'action',
        code: 'ATTR_RANGE',
        message: 'BRK promises on-site response within 7.9 hours; Field service keeps 8 h.',
        evidence: [
          { what: 'on-site response', value: '7.9 hours' },
          { what: 'Field service keeps', value: '8 h', row: 'Service levels!2' },
        ],
        fix: 'Promise 8 h or more, or ask the Field service lead to agree.',
        line: 'L1',
        signoffRole: 'Field service lead',
      },
    ]);
    expect(judged(7)).toMatchObject([{ severity: 'action' }]);
  });

  it('asks a well-formed question, and leaves the verdict alone', () => {
    const deal = aDeal({ lines: [aLine({ attributes: { 'On-site response': '2 h' } })] });
    const sheet = aSheet({ serviceLevels: [onSite] });
    const result = check({ deal, sheet });
    expect(result.verdict).toBe('ok');
    expect(result.signoffs).toMatchObject([
      {
        role: 'Field service lead',
        question: 'Can we deliver 100 BRK with on-site response 2 h to Acme by 20 Mar 2026?',
      },
    ]);
  });

  it('converts a unit that the sheet knows, and does not guess one that it does not', () => {
    const units = [{ product: null, fromUnit: 'day', toUnit: 'h', factor: 8, row: 'Units!2' }];
    expect(judged('1 day', { serviceLevels: [onSite], units })).toMatchObject([{ severity: 'pass' }]);
    for (const words of ['1 day', 'soon'])
      expect(judged(words)).toMatchObject([
        {
          severity: 'not_checked',
          code: null,
          message: `on-site response of BRK was not checked: "${words}" is no time in hours.`,
        },
      ]);
  });

  it('asks the customer when a service states none, and says what the sheet lacks', () => {
    expect(judged(null)).toMatchObject([
      {
        severity: 'not_checked',
        message: 'The deal does not state on-site response for BRK, so it was not compared with what operations keeps.',
        question: 'Which on-site response do you expect for BRK?',
      },
    ]);
    expect(judged('8 h', { serviceLevels: [aServiceLevel()] })).toMatchObject([
      { severity: 'not_checked', fix: 'Ask operations to fill in the Service levels tab with rows from the customer.' },
    ]);
  });

  it('has nothing to ask of a deal without services', () => {
    expect(serviceLevel(checkFacts())).toMatchObject([{ severity: 'pass', message: 'No line sells a service.' }]);
    expect(serviceLevel(checkFacts({ sheet: aSheet({ serviceLevels: [onSite] }) }))).toMatchObject([
      { severity: 'pass', message: 'No line promises a faster answer than operations keeps.' },
    ]);
  });
});
