import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import type { Deal, LineItem } from '../../src/deal/deal.ts';
import { checks } from '../../src/checks/index.ts';
import { VERDICTS } from '../../src/capacity/verdict.ts';
import { aDeal } from '../support/a-deal.ts';
import { aScopeLimit } from '../support/a-sheet.ts';
import { busySheet, check } from '../support/check.ts';

const sheet = busySheet({
  scopeLimits: [
    aScopeLimit({ required: true }),
    aScopeLimit({ attribute: 'finish', type: 'choice', allowed: ['zinc'] }),
  ],
});

const value = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('400', '4 m', 'zinc'),
);
const name = fc.oneof(fc.constantFrom('length_mm', 'finish', '__proto__', 'constructor', 'Length mm'), fc.string());
const attributes = fc.array(fc.tuple(name, value), { maxLength: 6 });

const date = fc.option(fc.constantFrom('2026-02-01', '2026-03-17', '2026-04-30', 'soon', ''), { nil: null });
const line = fc.record({
  product: fc.option(fc.constantFrom('BRK', 'brk ', 'BRX', ''), { nil: null }),
  quantity: fc.oneof(
    fc.integer({ min: -5, max: 5000 }),
    fc.constantFrom<string | number | null>('100', 'x', '', null, NaN),
  ),
  unit: fc.constantFrom('EA', 'BOX', null),
  requestedDate: date,
});

type Written = [string, string | number | boolean | null][];
const asObject = (pairs: Written): NonNullable<Deal['attributes']> => Object.fromEntries(pairs);

const dealOf = (lines: Partial<LineItem>[], pairs: Written): Deal =>
  aDeal({
    requestedDate: null,
    attributes: asObject(pairs),
    lines: lines.map((each, i) => ({ id: `L${i + 1}`, ...each })),
  });

describe('any deal, however odd', () => {
  it('gets an answer with a sentence, a finding for every line that is not a plain yes, and never an exception', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), attributes, (lines, pairs) => {
        const result = check({ deal: dealOf(lines, pairs), sheet });
        expect(VERDICTS).toContain(result.verdict);
        expect(result.sentence).toMatch(/[.?!]$/);
        for (const { id, verdict } of result.lines) {
          const about = result.findings.filter((found) => found.line === id && found.severity !== 'pass');
          if (verdict !== 'ok') expect(about).not.toEqual([]);
        }
        for (const found of result.findings) {
          expect(found.message.trim()).not.toBe('');
          if (found.severity === 'pass' || found.severity === 'not_checked') expect(found.code).toBeNull();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is never ok while a required attribute is not stated', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 3 }), (lines) => {
        expect(check({ deal: dealOf(lines, []), sheet }).verdict).not.toMatch(/^(ok|tight)$/);
      }),
      { numRuns: 60 },
    );
  });

  it('gets the same bytes whatever the order in which its attributes are written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { maxLength: 6, selector: ([key]) => key }), (pairs) => {
        const one = check({ deal: dealOf([{ product: 'BRK', quantity: 100 }], pairs), sheet });
        const other = check({ deal: dealOf([{ product: 'BRK', quantity: 100 }], pairs.toReversed()), sheet });
        expect(JSON.stringify(other)).toBe(JSON.stringify(one));
      }),
      { numRuns: 100 },
    );
  });
});

describe('the list of checks', () => {
  it('has a page for each check, and no page without one', () => {
    const pages = readdirSync(new URL('../../docs/checks/', import.meta.url)).map((file) => file.replace('.md', ''));
    expect(pages.sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  it('has each id once', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });
});
