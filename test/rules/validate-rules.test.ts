import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RULES } from '../../src/rules/default-rules.ts';
import { diffRules } from '../../src/rules/diff-rules.ts';
import { ruleInWords } from '../../src/rules/rule-in-words.ts';
import { readRules } from '../../src/rules/validate-rules.ts';

const aRule = (facts: object = {}): Record<string, unknown> => ({
  id: 'a-rule',
  title: 'A rule.',
  state: 'on',
  when: { field: 'amount', is: 'at_least', value: 10 },
  then: { severity: 'warn' },
  ...facts,
});

const problems = (rules: object[], facts: object = {}) =>
  readRules({ version: 1, rules, ...facts }).problems.map(({ message }) => message);

const ofCondition = (when: unknown) => problems([aRule({ when })]);

describe('reading rules', () => {
  it('takes the rules of a new account', () => {
    expect(readRules(DEFAULT_RULES)).toEqual({ rules: DEFAULT_RULES, problems: [] });
  });

  it('names fields that do not exist', () => {
    expect(ofCondition({ field: 'colour', is: 'equals', value: 'red' })).toEqual([
      'There is no field called “colour”.',
    ]);
    expect(ofCondition({ field: '__proto__', is: 'present' })).toEqual(['There is no field called “__proto__”.']);
    expect(ofCondition({ field: 'attribute.colour', is: 'equals', value: 'red' })).toEqual([]);
  });

  it('holds values against the kind of the field', () => {
    expect(ofCondition({ field: 'amount', is: 'equals', value: 'much' })).toEqual([
      'The field amount (equals) is a number and can only be compared with a number.',
    ]);
    expect(ofCondition({ field: 'stage', is: 'at_least', value: 3 })).toEqual([
      'The field stage (at_least) is a text: compare it with equals, not_equals, one_of or none_of.',
    ]);
    expect(ofCondition({ field: 'verdict', is: 'one_of', value: ['late', 'delayed'] })).toEqual([
      'The field verdict (one_of) cannot be “delayed”; it is one of ok, tight, late, not_feasible, cannot_tell, invalid.',
    ]);
  });

  it('asks for a value where one is needed, and for none where none is', () => {
    expect(ofCondition({ field: 'stage', is: 'equals' })).toEqual([
      'The field stage (equals) needs a value to compare with.',
    ]);
    expect(ofCondition({ field: 'stage', is: 'missing', value: 'x' })).toEqual([
      'The field stage (missing) needs no value; leave it out.',
    ]);
    expect(ofCondition({ field: 'stage', is: 'one_of', value: [] })).toEqual([
      'The field stage (one_of) needs a list of values.',
    ]);
  });

  it.each([
    [
      'two values at once',
      {
        all: [
          { field: 'stage', is: 'equals', value: 'a' },
          { field: 'stage', is: 'one_of', value: ['b', 'c'] },
        ],
      },
    ],
    [
      'more than ten and less than five',
      {
        all: [
          { field: 'amount', is: 'more_than', value: 10 },
          { field: 'amount', is: 'less_than', value: 5 },
        ],
      },
    ],
    [
      'five and more than five',
      {
        all: [
          { field: 'amount', is: 'at_most', value: 5 },
          { field: 'amount', is: 'more_than', value: 5 },
        ],
      },
    ],
    [
      'missing and equal',
      {
        all: [
          { field: 'tier', is: 'missing' },
          { field: 'tier', is: 'equals', value: 'A' },
        ],
      },
    ],
    ['one of nothing', { any: [] }],
    ['not always', { not: { all: [] } }],
  ])('finds a row that can never apply: %s', (_name, when) => {
    expect(ofCondition(when)).toEqual(['The condition can never hold: its parts contradict each other.']);
  });

  it('lets a field with several values have two of them', () => {
    const both = [
      { field: 'product', is: 'equals', value: 'A' },
      { field: 'product', is: 'equals', value: 'B' },
    ];
    expect(ofCondition({ all: both })).toEqual([]);
  });

  it('refuses members that it does not know, code, patterns and depth', () => {
    const deep = Array.from({ length: 9 }).reduce<object>((inner) => ({ not: inner }), { all: [] });
    expect(ofCondition(deep)).toEqual(['The condition is nested more than 8 deep. Split it into two rules.']);
    expect(readRules({ version: 1, rules: [aRule({ script: 'x' })] }).rules).toBeNull();
    expect(ofCondition({ field: 'stage', is: 'matches', value: '.*' })).not.toEqual([]);
    expect(readRules(JSON.parse('{"version":1,"rules":[],"__proto__":{"a":1}}')).rules).toBeNull();
    expect(readRules('rules').rules).toBeNull();
  });

  it('finds ids that are taken twice, overrides of nothing and modes that are set twice', () => {
    expect(problems([aRule(), aRule({ when: { all: [] } })])).toEqual(['2 rules have this id. Give each its own.']);
    expect(problems([], { overrides: [{ pipeline: 'P', rule: 'gone', state: 'on' }] })).toEqual([
      'The pipeline P overrides the rule gone, which is not there.',
    ]);
    const modes = [{ mode: 'warn' }, { mode: 'require' }];
    expect(problems([], { modes })).toEqual(['The mode of * / * is set more than once; the last row holds.']);
  });

  it('points to rules of the same condition and to rules without a consequence, and still takes them', () => {
    const reading = readRules({ version: 1, rules: [aRule(), aRule({ id: 'b', then: {} })] });
    expect(reading.rules).not.toBeNull();
    expect(reading.problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'The rule has no consequence: nothing happens when it applies.'],
      ['warning', 'The rules a-rule, b have the same condition; all of them apply and the strictest holds.'],
    ]);
  });

  it('refuses more answers than it asks for', () => {
    const then = { signoffs: { roles: ['Planner'], need: 2 } };
    expect(problems([aRule({ then })])).toEqual(['It needs 2 answers but asks only 1 roles.']);
  });
});

describe('rules in words', () => {
  it('reads as a sentence', () => {
    const [, late] = DEFAULT_RULES.rules;
    expect(late && ruleInWords(late)).toBe(
      'When the verdict is one of late or not feasible: hold the deal at the gate and expect an answer within 8 business hours.',
    );
  });

  it('tells what changed between two versions', () => {
    const [first, late, ...rest] = DEFAULT_RULES.rules;
    const after = {
      ...DEFAULT_RULES,
      modes: [],
      rules: [{ ...late!, state: 'shadow' as const }, ...rest, { ...first!, id: 'new' }],
    };
    expect(diffRules(DEFAULT_RULES, after).map(({ message }) => message)).toEqual([
      '“A deal that cannot be kept needs an answer before it is won.”: on -> shadow.',
      'New (on): “Whoever a check names is asked.” When a role that a check names is known: ask whoever the check names.',
      'Removed: “Whoever a check names is asked.”.',
      'Mode of * / *: warn -> not set.',
    ]);
    expect(diffRules(DEFAULT_RULES, DEFAULT_RULES)).toEqual([]);
  });
});
