import fc from 'fast-check';
import type { Condition, Rule, RuleSet } from '../../src/rules/rule-set.ts';
import { ROLE_OF_FINDING } from '../../src/rules/rule-set.ts';

const NUMBERS = ['amount', 'days_late', 'margin', 'quantity', 'probability'];
const TEXTS = [
  'stage',
  'pipeline',
  'tier',
  'product',
  'reason',
  'verdict',
  'owner_team',
  'attribute.finish',
  'need.use',
];
const WORDS = [
  'late',
  'ok',
  'proposal',
  'A',
  'BRK',
  'zinc',
  'CAPACITY_SHORT',
  '12',
  ' Late ',
  '__proto__',
  'constructor',
];

const numberTest = fc.record({
  field: fc.constantFrom(...NUMBERS),
  is: fc.constantFrom('at_least' as const, 'at_most' as const, 'more_than' as const, 'less_than' as const),
  value: fc.constantFrom(-1, 0, 0.1, 2, 12, 1200),
});
const textTest = fc.record({
  field: fc.constantFrom(...TEXTS),
  is: fc.constantFrom('equals' as const, 'not_equals' as const),
  value: fc.constantFrom(...WORDS),
});
const listTest = fc.record({
  field: fc.constantFrom(...TEXTS),
  is: fc.constantFrom('one_of' as const, 'none_of' as const),
  value: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }),
});
const presenceTest = fc.record({
  field: fc.constantFrom(...NUMBERS, ...TEXTS),
  is: fc.constantFrom('present' as const, 'missing' as const),
});

/** Any condition that the validator lets through, up to four levels deep. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    numberTest,
    textTest,
    listTest,
    presenceTest,
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
})).condition;

const anySignoffs = fc.record({
  roles: fc.array(fc.constantFrom('Planner', 'Designer', ROLE_OF_FINDING), { minLength: 1, maxLength: 2 }),
  need: fc.constantFrom('all' as const, 'any' as const, 1),
  order: fc.constantFrom('parallel' as const, 'sequence' as const),
  peerReview: fc.boolean(),
});

const anyRule = (id: string): fc.Arbitrary<Rule> =>
  fc.record({
    id: fc.constant(id),
    title: fc.constant(`Rule ${id}.`),
    state: fc.constantFrom('draft' as const, 'shadow' as const, 'on' as const),
    when: anyCondition,
    then: fc.record(
      {
        gate: fc.constantFrom('none' as const, 'warn' as const, 'require' as const),
        severity: fc.constantFrom('note' as const, 'warn' as const, 'action' as const, 'fail' as const),
        signoffs: anySignoffs,
        serviceLevelHours: fc.constantFrom(2, 8, 40),
      },
      { requiredKeys: ['gate'] },
    ),
  });

/** Up to eight rules with different ids. */
export const anyRules: fc.Arbitrary<RuleSet> = fc
  .integer({ min: 0, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_each, at) => anyRule(`rule-${at}`))))
  .map((rules) => ({ version: 1, modes: [{ pipeline: '*', stage: '*', mode: 'require' }], overrides: [], rules }));
