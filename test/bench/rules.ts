import { Engine } from 'json-rules-engine';
import type { NestedCondition, TopLevelCondition } from 'json-rules-engine';
import type { CheckResult } from '../../src/checks/check-result.ts';
import { prepareBacktest } from '../../src/rules/backtest.ts';
import type { PastDeal } from '../../src/rules/backtest.ts';
import { compileRules, factReader } from '../../src/rules/compile-rules.ts';
import { ruleField } from '../../src/rules/rule-fields.ts';
import type { Condition, FieldTest, Rule, RuleSet } from '../../src/rules/rule-set.ts';
import { TRUE } from '../../src/rules/three-valued.ts';
import { aCheckResult, aLineResult } from '../support/a-check-result.ts';
import { aDeal } from '../support/a-deal.ts';

const RULES = 50;
const DEALS_AGAINST = 400;
const DEALS_BACKTEST = 100_000;
const ROUNDS = 5;

/** A small generator with a fixed seed, so that both engines get the same rules and deals in every run. */
const dice = (seed: number) => (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

const pick = <T>(roll: () => number, from: readonly T[]): T => from[Math.floor(roll() * from.length)]!;

const STAGES = ['lead', 'proposal', 'contract', 'won'];
const TIERS = ['A', 'B', 'C'];
const VERDICTS = ['ok', 'tight', 'late', 'not_feasible'] as const;
const TEXTS: Record<string, readonly string[]> = { stage: STAGES, tier: TIERS, verdict: VERDICTS };

const anyTest = (roll: () => number): FieldTest => {
  if (roll() < 0.5) {
    const field = pick(roll, ['amount', 'days_late', 'quantity', 'lines']);
    return {
      field,
      is: pick(roll, ['at_least', 'less_than']),
      value: Math.floor(roll() * (field === 'amount' ? 50_000 : 20)),
    };
  }
  const field = pick(roll, Object.keys(TEXTS));
  const values = TEXTS[field]!;
  return roll() < 0.5
    ? { field, is: 'equals', value: pick(roll, values) }
    : { field, is: 'one_of', value: [pick(roll, values), pick(roll, values)] };
};

const anyRule = (roll: () => number, place: number): Rule => ({
  id: `rule-${place}`,
  title: `Rule ${place}.`,
  state: 'on',
  when: { all: [anyTest(roll), { any: [anyTest(roll), anyTest(roll)] }, anyTest(roll)] },
  then: { gate: 'warn' },
});

const anyDeal = (roll: () => number, place: number): PastDeal => {
  const slack = Math.floor(roll() * 30) - 20;
  const line = aLineResult({ slackDays: slack, quantity: Math.ceil(roll() * 20) });
  const result: CheckResult = { ...aCheckResult({ lines: [line] }), deal: `D-${place}`, verdict: pick(roll, VERDICTS) };
  const deal = aDeal({ id: `D-${place}`, stage: pick(roll, STAGES), amount: Math.floor(roll() * 50_000) });
  const delivered = roll() < 0.5 ? '2026-03-10' : '2026-03-30';
  return { deal: { ...deal, company: { tier: pick(roll, TIERS) }, outcome: { deliveredDate: delivered } }, result };
};

const THEIRS: Partial<Record<FieldTest['is'], string>> = {
  at_least: 'greaterThanInclusive',
  less_than: 'lessThan',
  equals: 'equal',
  one_of: 'in',
};

const toTheirs = (condition: Condition): NestedCondition => {
  if ('field' in condition)
    return {
      fact: condition.field,
      operator: THEIRS[condition.is] ?? '',
      value: condition.value,
    };
  if ('all' in condition) return { all: condition.all.map(toTheirs) };
  if ('any' in condition) return { any: condition.any.map(toTheirs) };
  return { not: toTheirs(condition.not) };
};

const FIELDS = ['amount', 'days_late', 'quantity', 'lines', 'stage', 'tier', 'verdict'];

const factsOf = (subject: PastDeal): Record<string, unknown> =>
  Object.fromEntries(FIELDS.map((field) => [field, ruleField(field)?.read(subject)?.[0]]));

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const timed = async (work: () => void | Promise<void>): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
};

/** 50 rules a deal against json-rules-engine on the same rules, and a backtest of 100,000 deals with one rule edited. */
export const benchRules = async (say: (text: string) => void): Promise<void> => {
  const roll = dice(7);
  const set: RuleSet = {
    version: 1,
    modes: [],
    overrides: [],
    rules: Array.from({ length: RULES }, (_each, place) => anyRule(roll, place)),
  };
  const deals = Array.from({ length: DEALS_AGAINST }, (_each, place) => anyDeal(roll, place));
  await againstAnother(set, deals, say);
  await backtest(
    set,
    Array.from({ length: DEALS_BACKTEST }, (_each, place) => anyDeal(roll, place)),
    say,
  );
};

const againstAnother = async (set: RuleSet, deals: PastDeal[], say: (text: string) => void): Promise<void> => {
  const engine = new Engine();
  for (const rule of set.rules)
    engine.addRule({ conditions: toTheirs(rule.when) as TopLevelCondition, event: { type: rule.id } });
  const theirs: string[][] = [];
  const facts = deals.map(factsOf);
  const slow = await timed(async () => {
    theirs.length = 0;
    for (const each of facts) theirs.push((await engine.run(each)).events.map(({ type }) => type).sort());
  });
  const compiled = compileRules(set);
  const ours: string[][] = [];
  const fast = await timed(() => {
    ours.length = 0;
    for (const deal of deals) {
      const reader = factReader(deal);
      ours.push(
        compiled.rules
          .filter(({ test }) => test(reader) === TRUE)
          .map(({ rule }) => rule.id)
          .sort(),
      );
    }
  });
  const different = ours.filter((ids, at) => ids.join() !== theirs[at]?.join()).length;
  const perDeal = ((fast * 1000) / deals.length).toFixed(1);
  say(
    `rules: ${RULES} rules on ${deals.length} deals: ${perDeal} us a deal with reading the facts, ${(slow / fast).toFixed(0)} x json-rules-engine (aim 50 x), ${different} deals differ`,
  );
};

const backtest = async (set: RuleSet, deals: PastDeal[], say: (text: string) => void): Promise<void> => {
  const start = performance.now();
  const prepared = prepareBacktest(deals);
  const report = prepared.run(set);
  const whole = performance.now() - start;
  const edits: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const edited = set.rules.map((rule, place) =>
      place === round
        ? { ...rule, when: { all: [rule.when, { field: 'amount', is: 'at_least' as const, value: 1000 + round }] } }
        : rule,
    );
    const from = performance.now();
    prepared.run({ ...set, rules: edited });
    edits.push(performance.now() - from);
  }
  say(
    `rules: backtest of ${deals.length} deals x ${RULES} rules ${(whole / 1000).toFixed(2)} s with reading the facts (aim 0.5 s), after editing one rule ${median(edits).toFixed(1)} ms (aim 10 ms); ${report.warned} warned, ${report.caught} of ${report.deliveredLate} late ones among them`,
  );
};
