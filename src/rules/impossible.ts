import { ruleField } from './rule-fields.ts';
import type { Condition, FieldTest } from './rule-set.ts';

type Bounds = { least: number; most: number; strict: boolean };

/** Fields of which a deal has one value at most: two different ones contradict each other. */
const SINGLE = new Set([
  'stage',
  'pipeline',
  'currency',
  'tier',
  'customer',
  'owner',
  'owner_team',
  'verdict',
  'class',
]);

const isSingle = (field: string): boolean => SINGLE.has(field) || ruleField(field)?.type === 'number';

const allowed = ({ is, value }: FieldTest): Set<string> | null => {
  if (is !== 'equals' && is !== 'one_of') return null;
  return new Set((Array.isArray(value) ? value : [value]).map((each) => String(each).trim().toLowerCase()));
};

const boundsOf = (tests: readonly FieldTest[]): Bounds => {
  const bounds: Bounds = { least: -Infinity, most: Infinity, strict: false };
  for (const { is, value } of tests) {
    const limit = Number(value);
    if (is === 'at_least' || is === 'more_than') bounds.least = Math.max(bounds.least, limit);
    if (is === 'at_most' || is === 'less_than') bounds.most = Math.min(bounds.most, limit);
    if (is === 'more_than' || is === 'less_than') bounds.strict = true;
  }
  return bounds;
};

const isEmpty = ({ least, most, strict }: Bounds): boolean => least > most || (least === most && strict);

const shareNothing = (sets: readonly Set<string>[]): boolean => {
  const [first, ...rest] = sets;
  return first !== undefined && rest.length > 0 && ![...first].some((value) => rest.every((set) => set.has(value)));
};

const contradict = (field: string, tests: readonly FieldTest[]): boolean => {
  if (tests.some(({ is }) => is === 'missing') && tests.some(({ is }) => is !== 'missing')) return true;
  if (!isSingle(field)) return false;
  return shareNothing(tests.flatMap((test) => allowed(test) ?? [])) || isEmpty(boundsOf(tests));
};

const conjunction = (condition: Condition): FieldTest[] => {
  if ('field' in condition) return [condition];
  return 'all' in condition ? condition.all.flatMap(conjunction) : [];
};

const isCertain = (condition: Condition): boolean => {
  if ('field' in condition) return false;
  if ('not' in condition) return isImpossible(condition.not);
  return 'all' in condition ? condition.all.every(isCertain) : condition.any.some(isCertain);
};

/** True when a condition can be seen to hold for no deal at all: parts of an "all" that exclude each other, an empty "any". */
export const isImpossible = (condition: Condition): boolean => {
  if ('field' in condition) return false;
  if ('not' in condition) return isCertain(condition.not);
  if ('any' in condition) return condition.any.every(isImpossible);
  const byField = Map.groupBy(conjunction(condition), ({ field }) => field);
  return condition.all.some(isImpossible) || [...byField].some(([field, tests]) => contradict(field, tests));
};
