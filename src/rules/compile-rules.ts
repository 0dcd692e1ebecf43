import type { Fact, RuleSubject } from './rule-fields.ts';
import { ruleField } from './rule-fields.ts';
import type { Condition, Rule, RuleSet, RuleState } from './rule-set.ts';
import { factTest } from './test-fact.ts';
import { FALSE, TRUE, and, not, or } from './three-valued.ts';
import type { Truth } from './three-valued.ts';

/** The facts of one deal by field; each field is read once. */
export type FactReader = (field: string) => Fact;

/** A rule ready to run. `fields`: what its condition looks at. */
export type CompiledRule = { rule: Rule; fields: readonly string[]; test: (facts: FactReader) => Truth };

/** A rule set ready to run, in canonical order (by id): the order in the document decides nothing. */
export type CompiledRules = {
  rules: readonly CompiledRule[];
  stateIn: (rule: Rule, pipeline: string | null | undefined) => RuleState;
  modes: RuleSet['modes'];
};

/** Every field that a condition names. */
export const fieldsOf = (condition: Condition): string[] => {
  if ('field' in condition) return [condition.field];
  if ('not' in condition) return fieldsOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(fieldsOf);
};

const compileCondition = (condition: Condition): ((facts: FactReader) => Truth) => {
  if ('field' in condition) {
    const test = factTest(condition);
    return (facts) => test(facts(condition.field));
  }
  if ('not' in condition) {
    const inner = compileCondition(condition.not);
    return (facts) => not(inner(facts));
  }
  return 'all' in condition
    ? everyOf(condition.all.map(compileCondition))
    : someOf(condition.any.map(compileCondition));
};

type Test = (facts: FactReader) => Truth;

const everyOf =
  (tests: readonly Test[]): Test =>
  (facts) => {
    let answer: Truth = TRUE;
    for (const test of tests) {
      answer = and(answer, test(facts));
      if (answer === FALSE) return FALSE;
    }
    return answer;
  };

const someOf =
  (tests: readonly Test[]): Test =>
  (facts) => {
    let answer: Truth = FALSE;
    for (const test of tests) {
      answer = or(answer, test(facts));
      if (answer === TRUE) return TRUE;
    }
    return answer;
  };

const byId = (a: Rule, b: Rule): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const same = (a: string, b: string | null | undefined): boolean => a.trim().toLowerCase() === b?.trim().toLowerCase();

/** Prepares a rule set: conditions become functions, rules stand in the order of their ids. */
export const compileRules = (set: RuleSet): CompiledRules => ({
  rules: set.rules.toSorted(byId).map((rule) => ({
    rule,
    fields: [...new Set(fieldsOf(rule.when))].sort(),
    test: compileCondition(rule.when),
  })),
  stateIn: (rule, pipeline) =>
    set.overrides.find((row) => row.rule === rule.id && same(row.pipeline, pipeline))?.state ?? rule.state,
  modes: set.modes,
});

/** Reads each field of a deal at most once; a field that nobody knows is not known of any deal. */
export const factReader = (subject: RuleSubject): FactReader => {
  const read = new Map<string, Fact>();
  return (name) => {
    const known = read.get(name);
    if (known !== undefined) return known;
    const fact = ruleField(name)?.read(subject) ?? null;
    read.set(name, fact);
    return fact;
  };
};
