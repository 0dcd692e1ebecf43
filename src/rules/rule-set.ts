import { z } from 'zod';
import { ROOT_CAUSES } from '../checks/finding.ts';

/** How a field is compared. `missing` and `present` are the only tests that a missing fact can answer. */
const OPERATORS = [
  'equals',
  'not_equals',
  'one_of',
  'none_of',
  'at_least',
  'at_most',
  'more_than',
  'less_than',
  'present',
  'missing',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** The role that stands for "whoever the checks name": the liaison of the binding resource, the reviewer of a scope limit. */
export const ROLE_OF_FINDING = 'as-checked';

/** Deeper conditions are refused: nobody can read them, and nobody needs them. */
export const DEEPEST = 8;

const RuleValue = z.union([z.string().max(200), z.number(), z.boolean()]);
export type RuleValue = z.infer<typeof RuleValue>;

/** One comparison of one field; a field that holds several values matches when any of them does. */
export const FieldTest = z.strictObject({
  field: z.string().min(1).max(120),
  is: z.enum(OPERATORS),
  value: z.union([RuleValue, z.array(RuleValue).max(200)]).optional(),
});
export type FieldTest = z.infer<typeof FieldTest>;

export type Condition = FieldTest | { all: Condition[] } | { any: Condition[] } | { not: Condition };

/** A condition over typed fields, joined by all / any / not. `{"all": []}` always holds. */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    FieldTest,
    z.strictObject({ all: z.array(Condition).max(50) }),
    z.strictObject({ any: z.array(Condition).max(50) }),
    z.strictObject({ not: Condition }),
  ]),
);

const Signoffs = z.strictObject({
  /** Roles of the People tab, or `as-checked`. */
  roles: z.array(z.string().trim().min(1).max(80)).min(1).max(10),
  /** How many of the roles must agree. */
  need: z.union([z.enum(['all', 'any']), z.int().min(1).max(10)]).default('all'),
  order: z.enum(['parallel', 'sequence']).default('parallel'),
  /** The reviewer must be somebody else than the author of the estimate. */
  peerReview: z.boolean().default(false),
  /** Only for these causes of the checks; left out: for every cause. */
  causes: z.array(z.string().max(40)).max(40).optional(),
  /** The question; {deal}, {customer}, {quantity}, {product} and {date} are filled in. Left out: the question of the check. */
  question: z.string().min(1).max(300).optional(),
});
export type RuleSignoffs = z.infer<typeof Signoffs>;

const Tolerance = z.strictObject({
  /** A decision still holds when the quantity rises by no more than this. */
  quantityPercent: z.number().min(0).max(100).optional(),
  /** A decision still holds when the load of the bound weeks rises by no more than this. */
  loadPercent: z.number().min(0).max(100).optional(),
});
export type Tolerance = z.infer<typeof Tolerance>;

/** What follows when a rule applies. */
export const Consequence = z.strictObject({
  /** How the rule is shown among the checks; left out: it is not shown of its own. */
  severity: z.enum(['note', 'warn', 'action', 'fail']).optional(),
  signoffs: Signoffs.optional(),
  gate: z.enum(['none', 'warn', 'require']).default('none'),
  /** Business hours in which an answer is due. */
  serviceLevelHours: z.number().positive().max(1000).optional(),
  tolerance: Tolerance.optional(),
  /** An answer holds for so many days. */
  expiresInDays: z.int().min(1).max(730).optional(),
  rootCause: z.enum(ROOT_CAUSES).optional(),
});
export type Consequence = z.infer<typeof Consequence>;

export const RuleState = z.enum(['draft', 'shadow', 'on']);
export type RuleState = z.infer<typeof RuleState>;

/** A rule of the admin. Its id is stable: versions of it are compared by it. */
export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'Use small letters, digits and hyphens, starting with a letter.'),
  /** A sentence that says what it is for. */
  title: z.string().trim().min(1).max(200),
  state: RuleState,
  when: Condition,
  then: Consequence,
});
export type Rule = z.infer<typeof Rule>;

export const StageMode = z.enum(['observe', 'warn', 'require']);
export type StageMode = z.infer<typeof StageMode>;

const Everywhere = z.string().min(1).max(120).default('*');

/** The admin's rules of one account: a closed document, without code and without patterns. */
export const RuleSet = z.strictObject({
  version: z.literal(1),
  /** The ceiling of the gate per pipeline and stage; the most exact row holds, `*` stands for any. */
  modes: z
    .array(z.strictObject({ pipeline: Everywhere, stage: Everywhere, mode: StageMode }))
    .max(500)
    .default([]),
  /** Another state of a rule in one pipeline. */
  overrides: z
    .array(z.strictObject({ pipeline: z.string().min(1).max(120), rule: z.string().max(60), state: RuleState }))
    .max(1000)
    .default([]),
  rules: z.array(Rule).max(500),
});
export type RuleSet = z.infer<typeof RuleSet>;

/** The document's shape for editors, as JSON Schema. */
export const ruleSetJsonSchema = (): object => z.toJSONSchema(RuleSet, { io: 'input' });
