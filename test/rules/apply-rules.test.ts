import { describe, expect, it } from '@jest/globals';
import { applyRules } from '../../src/rules/apply-rules.ts';
import { compileRules } from '../../src/rules/compile-rules.ts';
import { DEFAULT_RULES } from '../../src/rules/default-rules.ts';
import type { Rule, RuleSet } from '../../src/rules/rule-set.ts';
import { RuleSet as RuleSetSchema, ROLE_OF_FINDING } from '../../src/rules/rule-set.ts';
import { aDeal } from '../support/a-deal.ts';
import { aCheckResult } from '../support/a-check-result.ts';
import { aSheet } from '../support/a-sheet.ts';

const signoffs = { roles: ['Planner'], need: 'all' as const, order: 'parallel' as const, peerReview: false };

const aRule = (facts: Partial<Rule> = {}): Rule => ({
  id: 'big-and-late',
  title: 'Big and late.',
  state: 'on',
  when: { field: 'verdict', is: 'equals', value: 'late' },
  then: { gate: 'none' },
  ...facts,
});

const someRules = (rules: Rule[], facts: Partial<RuleSet> = {}): RuleSet => ({
  version: 1,
  modes: [{ pipeline: '*', stage: '*', mode: 'require' }],
  overrides: [],
  rules,
  ...facts,
});

const applied = (set: RuleSet, deal = aDeal(), result = aCheckResult()) =>
  applyRules(compileRules(set), { deal, result, sheet: aSheet() });

describe('what rules make of a deal', () => {
  it('asks whom the checks name under the rules of a new account, and stops no deal', () => {
    const ruled = applied(DEFAULT_RULES);
    expect(ruled.signoffs).toMatchObject([{ role: 'Production planner', why: 'CAPACITY_SHORT', serviceLevelHours: 8 }]);
    expect(ruled.rules.gate).toEqual({ level: 'warn', mode: 'warn', rules: ['late-needs-an-answer'] });
  });

  it('asks nobody when no rule wants it', () => {
    expect(applied(someRules([])).signoffs).toEqual([]);
  });

  it('asks only for the causes that a rule names', () => {
    const of = (causes: string[]) =>
      applied(
        someRules([aRule({ then: { gate: 'none', signoffs: { ...signoffs, roles: [ROLE_OF_FINDING], causes } } })]),
      ).signoffs.length;
    expect([of(['CAPACITY_SHORT']), of(['MARGIN_FLOOR'])]).toEqual([1, 0]);
  });

  it('joins what two rules ask of one role for one cause, on the strictest terms', () => {
    const lenient = aRule({
      id: 'a',
      then: { gate: 'none', serviceLevelHours: 16, signoffs: { ...signoffs, need: 'any' } },
    });
    const strict = aRule({
      id: 'b',
      then: { gate: 'none', serviceLevelHours: 4, signoffs: { ...signoffs, peerReview: true } },
    });
    expect(applied(someRules([lenient, strict])).signoffs).toMatchObject([
      { role: 'Planner', need: 'all', peerReview: true, serviceLevelHours: 4, rules: ['a', 'b'] },
    ]);
  });

  it("puts the admin's question in the words of the deal", () => {
    const question = 'Is {quantity} {product} for {customer} by {date} fine? {nobody}';
    const rule = aRule({ then: { gate: 'none', signoffs: { ...signoffs, question } } });
    expect(applied(someRules([rule])).signoffs[0]?.question).toBe('Is 100 BRK for Acme by 20 Mar 2026 fine? {nobody}');
  });

  it('lets the strictest gate win, up to the ceiling of the stage', () => {
    const rules = [aRule({ id: 'a', then: { gate: 'warn' } }), aRule({ id: 'b', then: { gate: 'require' } })];
    const modes: RuleSet['modes'] = [
      { pipeline: '*', stage: '*', mode: 'require' },
      { pipeline: 'default', stage: '*', mode: 'warn' },
      { pipeline: 'default', stage: 'won', mode: 'observe' },
    ];
    const at = (pipeline: string, stage: string) =>
      applied(someRules(rules, { modes }), aDeal({ pipeline, stage })).rules.gate;
    expect(at('other', 'proposal')).toEqual({ level: 'require', mode: 'require', rules: ['b'] });
    expect(at('default', 'proposal').level).toBe('warn');
    expect(at('default', 'won').level).toBe('none');
  });

  it('says which fact a rule needs, and warns at the gate that it would close', () => {
    const rule = aRule({ when: { field: 'tier', is: 'equals', value: 'A' }, then: { gate: 'require' } });
    const ruled = applied(someRules([rule]), aDeal({ company: { id: '9', name: 'Acme' } }));
    expect(ruled.rules).toMatchObject({
      fired: [],
      undecided: [{ rule: 'big-and-late', needs: ["the customer's tier"] }],
    });
    expect(ruled.rules.gate.level).toBe('warn');
    expect(ruled.findings.at(-1)).toMatchObject({
      check: 'rules',
      severity: 'not_checked',
      message: "The rule “Big and late.” could not be decided: it needs the customer's tier.",
    });
  });

  it('records what a rule in shadow would have done, and does none of it', () => {
    const rule = aRule({ state: 'shadow', then: { gate: 'require', severity: 'fail', signoffs } });
    const ruled = applied(someRules([rule]));
    expect(ruled.rules.shadow).toEqual([
      {
        rule: 'big-and-late',
        truth: 'applies',
        wouldDo: ['fail the check', 'ask the Planner', 'hold the deal at the gate'],
      },
    ]);
    expect([ruled.signoffs, ruled.rules.gate.level, ruled.findings.length]).toEqual([
      [],
      'none',
      aCheckResult().findings.length,
    ]);
  });

  it('leaves a draft alone, and switches a rule on in one pipeline only', () => {
    const draft = aRule({ state: 'draft', then: { gate: 'require' } });
    const overrides = [{ pipeline: 'Project', rule: 'big-and-late', state: 'on' as const }];
    const fired = (pipeline: string) => applied(someRules([draft], { overrides }), aDeal({ pipeline })).rules.fired;
    expect([fired('default'), fired('project')]).toEqual([[], ['big-and-late']]);
  });

  it('shows a rule among the checks with what it looked at', () => {
    const rule = aRule({ then: { gate: 'none', severity: 'warn' } });
    expect(applied(someRules([rule])).findings.at(-1)).toMatchObject({
      check: 'rules',
      severity: 'warn',
      message: 'Big and late.',
      evidence: [{ what: 'the verdict', value: 'late' }],
    });
  });

  it('gives an ask without any reason of a check a cause of its own', () => {
    const rule = aRule({ id: 'always', when: { all: [] }, then: { gate: 'none', signoffs } });
    const result = aCheckResult({ findings: [], signoffs: [] });
    expect(applied(someRules([rule]), aDeal(), result).signoffs).toMatchObject([
      { role: 'Planner', why: 'RULE:always', question: 'Can we deliver 100 BRK to Acme by 17 Mar 2026?' },
    ]);
  });

  it('has usual rules that fit the published shape', () => {
    expect(RuleSetSchema.parse(DEFAULT_RULES)).toEqual(DEFAULT_RULES);
  });
});
