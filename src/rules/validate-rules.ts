import { fieldsOf } from './compile-rules.ts';
import { isImpossible } from './impossible.ts';
import { ruleField } from './rule-fields.ts';
import type { RuleField } from './rule-fields.ts';
import { DEEPEST, RuleSet } from './rule-set.ts';
import type { Condition, FieldTest, Operator, Rule, RuleValue } from './rule-set.ts';

/** What is wrong with a document of rules, and where. An error keeps it from being used, a warning does not. */
export type RuleProblem = { severity: 'error' | 'warning'; rule: string | null; at: string; message: string };

export type RuleReading = { rules: RuleSet | null; problems: RuleProblem[] };

const error = (rule: string | null, at: string, message: string): RuleProblem => ({
  severity: 'error',
  rule,
  at,
  message,
});

const warning = (rule: string | null, at: string, message: string): RuleProblem => ({
  ...error(rule, at, message),
  severity: 'warning',
});

const IN_ORDER: readonly Operator[] = ['at_least', 'at_most', 'more_than', 'less_than'];
const WITHOUT_VALUE: readonly Operator[] = ['present', 'missing'];
const WITH_LIST: readonly Operator[] = ['one_of', 'none_of'];

const depthOf = (condition: Condition): number => {
  if ('field' in condition) return 1;
  const parts = 'not' in condition ? [condition.not] : 'all' in condition ? condition.all : condition.any;
  return 1 + Math.max(0, ...parts.map(depthOf));
};

const testsOf = (condition: Condition): FieldTest[] => {
  if ('field' in condition) return [condition];
  if ('not' in condition) return testsOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(testsOf);
};

const valuesOf = ({ value }: FieldTest): RuleValue[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const shapeProblem = ({ is, value }: FieldTest): string | null => {
  if (WITHOUT_VALUE.includes(is)) return value === undefined ? null : 'needs no value; leave it out.';
  if (value === undefined) return 'needs a value to compare with.';
  if (WITH_LIST.includes(is)) return Array.isArray(value) && value.length > 0 ? null : 'needs a list of values.';
  return Array.isArray(value) ? 'compares with one value; use one_of or none_of for a list.' : null;
};

const isNumeric = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value));

const typeProblem = (test: FieldTest, { type, choices }: RuleField): string | null => {
  const values = valuesOf(test);
  if (IN_ORDER.includes(test.is)) {
    if (type === 'text' || type === 'choice')
      return 'is a text: compare it with equals, not_equals, one_of or none_of.';
    return values.every(isNumeric) ? null : 'is compared by size and needs a number.';
  }
  if (type === 'number' && !values.every(isNumeric)) return 'is a number and can only be compared with a number.';
  const strange = values.find((value) => choices !== undefined && !choices.includes(String(value).toLowerCase()));
  return strange === undefined ? null : `cannot be “${String(strange)}”; it is one of ${(choices ?? []).join(', ')}.`;
};

const testProblems = (rule: string, test: FieldTest): RuleProblem[] => {
  const field = ruleField(test.field);
  if (!field) return [error(rule, test.field, `There is no field called “${test.field}”.`)];
  const wrong = shapeProblem(test) ?? typeProblem(test, field);
  return wrong === null ? [] : [error(rule, test.field, `The field ${test.field} (${test.is}) ${wrong}`)];
};

const ruleProblems = ({ id, when, then }: Rule): RuleProblem[] => {
  if (depthOf(when) > DEEPEST)
    return [error(id, 'when', `The condition is nested more than ${DEEPEST} deep. Split it into two rules.`)];
  const tests = testsOf(when).flatMap((test) => testProblems(id, test));
  const { need, roles } = then.signoffs ?? { need: 'all', roles: [] };
  const tooMany =
    typeof need === 'number' && need > roles.length
      ? [error(id, 'then.signoffs.need', `It needs ${need} answers but asks only ${roles.length} roles.`)]
      : [];
  const never =
    tests.length === 0 && isImpossible(when)
      ? [error(id, 'when', 'The condition can never hold: its parts contradict each other.')]
      : [];
  const idle =
    Object.keys(then).length === 1 && then.gate === 'none'
      ? [warning(id, 'then', 'The rule has no consequence: nothing happens when it applies.')]
      : [];
  return [...tests, ...tooMany, ...never, ...idle];
};

const duplicates = (rules: readonly Rule[]): RuleProblem[] =>
  [...Map.groupBy(rules, ({ id }) => id)]
    .filter(([, group]) => group.length > 1)
    .map(([id, group]) => error(id, 'id', `${group.length} rules have this id. Give each its own.`));

const twins = (rules: readonly Rule[]): RuleProblem[] =>
  [...Map.groupBy(rules, ({ when }) => JSON.stringify(when)).values()]
    .filter((group) => new Set(group.map(({ id }) => id)).size > 1)
    .map((group) =>
      warning(
        group[0]?.id ?? null,
        'when',
        `The rules ${group.map(({ id }) => id).join(', ')} have the same condition; all of them apply and the strictest holds.`,
      ),
    );

const tableProblems = ({ rules, overrides, modes }: RuleSet): RuleProblem[] => {
  const ids = new Set(rules.map(({ id }) => id));
  const strays = overrides.filter(({ rule }) => !ids.has(rule));
  const places = Map.groupBy(modes, ({ pipeline, stage }) => `${pipeline} / ${stage}`.toLowerCase());
  return [
    ...strays.map(({ rule, pipeline }) =>
      error(rule, 'overrides', `The pipeline ${pipeline} overrides the rule ${rule}, which is not there.`),
    ),
    ...[...places]
      .filter(([, rows]) => rows.length > 1)
      .map(([place]) => warning(null, 'modes', `The mode of ${place} is set more than once; the last row holds.`)),
  ];
};

const isError = ({ severity }: RuleProblem): boolean => severity === 'error';

/** Reads a document of rules: its shape, its fields, and rows that can never apply. Rules are null while an error stands. */
export const readRules = (document: unknown): RuleReading => {
  const parsed = RuleSet.safeParse(document);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => error(null, path.map(String).join('.'), message));
    return { rules: null, problems };
  }
  const { rules } = parsed.data;
  const problems = [
    ...duplicates(rules),
    ...rules.flatMap(ruleProblems),
    ...twins(rules),
    ...tableProblems(parsed.data),
  ];
  return { rules: problems.some(isError) ? null : parsed.data, problems };
};

/** Every field that a set of rules looks at, sorted. */
export const fieldsOfRules = (rules: RuleSet): string[] =>
  [...new Set(rules.rules.flatMap(({ when }) => fieldsOf(when)))].sort();
