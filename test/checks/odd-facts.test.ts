import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileSheet } from '../../src/capacity/compile-sheet.ts';
import { planPipeline } from '../../src/capacity/pipeline-levels.ts';
import { parseIsoDate } from '../../src/deal/day.ts';
import { readDealFacts } from '../../src/deal/deal-facts.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aHistoryRow, aPortfolioFit, aQuota, aServiceLevel, aTier } from '../support/a-list-row.ts';
import { aProduct, aSettings } from '../support/a-sheet.ts';
import { busySheet, check } from '../support/check.ts';
import { propertyRuns } from '../support/property-runs.ts';

/** Every list that a check reads is filled. */
const sheet = busySheet({
  settings: aSettings({ marginFloor: 0.2 }),
  products: [aProduct({ kind: 'service', unitCost: 10 }), aProduct({ code: 'PNL', row: 'Products!3' })],
  history: [100, 200, 300, 400, 500].map((actualHours) => aHistoryRow({ actualHours })),
  serviceLevels: [aServiceLevel({ fromTeam: 'customer', request: 'finish' })],
  tiers: [aTier()],
  portfolioFit: [aPortfolioFit(), aPortfolioFit({ needAttribute: '__proto__' })],
  quotas: [aQuota(), aQuota({ period: 'soon' })],
});

const naughty = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    '3/4/2026',
    '(((',
    '[a',
    '\\',
    'BRK',
    '\u0000',
    '1e999',
  ),
);
const amount = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -1, 1e308, Number.MIN_VALUE));
const value = fc.oneof(naughty, amount, fc.boolean(), fc.constant(null));
const record = <T>(values: fc.Arbitrary<T>) => fc.dictionary(naughty, values, { maxKeys: 4 });
const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const date = fc.oneof(naughty, fc.constantFrom('2026-03-17', '2026-02-30', '2026-03-02T23:59:59-12:00'));
const person = fc.record({ name: maybe(naughty), email: maybe(naughty), role: maybe(naughty) });

const facts = fc.record({
  needs: maybe(fc.oneof(record(value), fc.constant({ corrosion: 'outdoor' }))),
  requirements: maybe(
    fc.array(
      fc.record({
        product: maybe(naughty),
        quantity: maybe(amount),
        date: maybe(date),
        attributes: maybe(record(value)),
      }),
      {
        maxLength: 3,
      },
    ),
  ),
  bid: maybe(fc.array(fc.record({ product: maybe(naughty), unitPrice: maybe(amount) }), { maxLength: 3 })),
  texts: maybe(fc.array(fc.record({ text: naughty, at: maybe(date), author: maybe(naughty) }), { maxLength: 3 })),
  estimate: maybe(
    fc.record({
      class: maybe(fc.oneof(naughty, fc.constant('retrofit'))),
      hours: maybe(amount),
      byRole: maybe(
        fc.dictionary(fc.oneof(naughty, fc.constantFrom('Developer', 'Project manager')), amount, { maxKeys: 4 }),
      ),
      author: maybe(person),
      reviewer: maybe(person),
      revisions: maybe(
        fc.array(fc.oneof(record(value), fc.record({ hours: amount, at: maybe(date), reviewed: fc.boolean() })), {
          maxLength: 3,
        }),
      ),
    }),
  ),
});

const lines = fc.array(fc.record({ product: fc.constantFrom('BRK', 'PNL', 'BRX'), unitPrice: maybe(amount) }), {
  maxLength: 3,
});

describe('a deal with odd facts', () => {
  it('is checked by every check: none fails on our side, and nothing is passed for want of a fact', () => {
    const others = [aDeal({ id: 'D-7' }), aDeal({ id: 'D-8', name: '__proto__', probability: Number.NaN })];
    const pipeline = planPipeline(compileSheet(sheet), others, parseIsoDate('2026-03-02') ?? 0);
    fc.assert(
      fc.property(facts, lines, (stated, sold) => {
        const read = readDealFacts(JSON.stringify(stated));
        const deal = aDeal({
          ...read,
          lines: sold.map((each, i) => aLine({ id: `L${i + 1}`, ...each, unitPrice: each.unitPrice ?? null })),
        });
        const result = check({ deal, sheet, pipeline });
        for (const found of result.findings) {
          expect(found.message).not.toMatch(/fault on our side|undefined|NaN|\[object/);
          expect(found.evidence.map((each) => each.value).join(' ')).not.toMatch(/undefined|\[object/);
          if (found.severity === 'not_checked') expect(found.code).toBeNull();
        }
      }),
      propertyRuns(0.5),
    );
  }, 120_000);

  it('says the same whatever the order in which its facts are written', () => {
    fc.assert(
      fc.property(facts, (stated) => {
        const turned = Object.fromEntries(Object.entries(stated).reverse());
        const answer = (raw: object) => check({ deal: aDeal(readDealFacts(JSON.stringify(raw))), sheet });
        expect(JSON.stringify(answer(turned))).toBe(JSON.stringify(answer(stated)));
      }),
      propertyRuns(0.2),
    );
  }, 120_000);
});
