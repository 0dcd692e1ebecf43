import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyRules } from '../../src/rules/apply-rules.ts';
import { prepareBacktest } from '../../src/rules/backtest.ts';
import type { PastDeal } from '../../src/rules/backtest.ts';
import { compileRules, factReader } from '../../src/rules/compile-rules.ts';
import { FALSE, TRUE } from '../../src/rules/three-valued.ts';
import type { Deal } from '../../src/deal/deal.ts';
import { aDeal, aLine } from '../support/a-deal.ts';
import { aCheckResult, aLineResult } from '../support/a-check-result.ts';
import { aSheet } from '../support/a-sheet.ts';
import { anyCondition, anyRules } from '../support/any-rules.ts';
import { plainAnswer } from '../support/plain-rules.ts';
import { propertyRuns } from '../support/property-runs.ts';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

/** Deals with facts missing here and there, and with names that are members of every object. */
const anyPast: fc.Arbitrary<PastDeal> = fc
  .record({
    amount: maybe(fc.constantFrom(0, 12, 1200)),
    probability: maybe(fc.constantFrom(0.1, 0.5)),
    stage: maybe(fc.constantFrom('proposal', 'Late', '__proto__')),
    pipeline: maybe(fc.constantFrom('default', '12')),
    tier: maybe(fc.constantFrom('A', 'constructor')),
    finish: maybe(fc.constantFrom('zinc', 12, '12', 'ok')),
    name: fc.constantFrom('finish', '__proto__', 'toString'),
    slack: maybe(fc.constantFrom(-3, -2, 0, 4)),
    late: maybe(fc.constantFrom('2026-03-10', '2026-04-10')),
    product: maybe(fc.constantFrom('BRK', 'ok')),
  })
  .map((facts) => {
    const attributes = facts.finish === null ? {} : { [facts.name]: facts.finish };
    const deal: Deal = {
      ...aDeal({ stage: facts.stage, pipeline: facts.pipeline, lines: [aLine({ attributes })] }),
      amount: facts.amount,
      probability: facts.probability,
      company: { id: '9', name: 'Acme', tier: facts.tier },
      outcome: { deliveredDate: facts.late, reasonCode: null },
    };
    const line = aLineResult({ slackDays: facts.slack, product: facts.product });
    return { deal, result: aCheckResult({ deal: deal.id, lines: [line] }) };
  });

describe('rules over any deal', () => {
  it('say what an evaluator says that was written a second time', () => {
    fc.assert(
      fc.property(anyCondition, anyPast, (when, subject) => {
        const compiled = compileRules({ version: 1, modes: [], overrides: [], rules: [rule(when)] });
        const truth = compiled.rules[0]!.test(factReader(subject));
        expect(truth === TRUE ? true : truth === FALSE ? false : null).toBe(plainAnswer(when, subject));
      }),
      propertyRuns(),
    );
  });

  it('do not depend on the order in which they are written', () => {
    fc.assert(
      fc.property(anyRules, anyPast, fc.nat(), (set, { deal, result }, turn) => {
        const rules = [...set.rules.slice(turn % 9), ...set.rules.slice(0, turn % 9)].reverse();
        const subject = { deal, result, sheet: aSheet() };
        expect(applyRules(compileRules({ ...set, rules }), subject)).toEqual(applyRules(compileRules(set), subject));
      }),
      propertyRuns(),
    );
  });

  it('never take a missing fact for a pass: taking a fact away turns no gate milder than a warning', () => {
    fc.assert(
      fc.property(anyRules, anyPast, (set, { deal, result }) => {
        const { rules } = applyRules(compileRules(set), { deal, result, sheet: aSheet() });
        const undecided = set.rules.filter(({ id }) => rules.undecided.some((each) => each.rule === id));
        const isOpen = rules.gate.level === 'none';
        expect(isOpen && undecided.some(({ then }) => then.gate !== 'none')).toBe(false);
      }),
      propertyRuns(),
    );
  });

  it('do in a backtest what they do with each deal on its own', () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyPast, { minLength: 1, maxLength: 8 }), (set, past) => {
        const report = prepareBacktest(past).run(set);
        const each = past.map(({ deal, result }) =>
          applyRules(compileRules({ ...set, rules: set.rules.map((one) => ({ ...one, state: 'on' })) }), {
            deal,
            result,
            sheet: aSheet(),
          }),
        );
        for (const { rule: id, fires, undecided } of report.rules) {
          expect(fires).toBe(each.filter(({ rules }) => rules.fired.includes(id)).length);
          expect(undecided).toBe(each.filter(({ rules }) => rules.undecided.some((one) => one.rule === id)).length);
        }
        expect(report.caught + report.missed).toBe(report.deliveredLate);
      }),
      propertyRuns(),
    );
  });
});

const rule = (when: Parameters<typeof plainAnswer>[0]) => ({
  id: 'any',
  title: 'Any.',
  state: 'on' as const,
  when,
  then: { gate: 'none' as const },
});
