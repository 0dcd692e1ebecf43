import { z } from 'zod';
import type { PropertyValues } from './calculated.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** One condition of a search (Filter of objects.2026-09). */
export const Filter = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'BETWEEN',
    'CONTAINS_TOKEN',
    'EQ',
    'GT',
    'GTE',
    'HAS_PROPERTY',
    'IN',
    'LT',
    'LTE',
    'NEQ',
    'NOT_CONTAINS_TOKEN',
    'NOT_HAS_PROPERTY',
    'NOT_IN',
  ]),
  value: text.optional(),
  highValue: text.optional(),
  values: z.array(text).optional(),
});
export type Filter = z.infer<typeof Filter>;

type Test = (actual: string, filter: Filter, type: string) => boolean;

const TESTS: Record<Filter['operator'], Test> = {
  EQ: (actual, { value = '' }, type) => compareValues(actual, value, type) === 0,
  NEQ: (actual, { value = '' }, type) => compareValues(actual, value, type) !== 0,
  LT: (actual, { value = '' }, type) => compareValues(actual, value, type) < 0,
  LTE: (actual, { value = '' }, type) => compareValues(actual, value, type) <= 0,
  GT: (actual, { value = '' }, type) => compareValues(actual, value, type) > 0,
  GTE: (actual, { value = '' }, type) => compareValues(actual, value, type) >= 0,
  BETWEEN: (actual, { value = '', highValue = '' }, type) =>
    compareValues(actual, value, type) >= 0 && compareValues(actual, highValue, type) <= 0,
  IN: (actual, { values = [] }, type) => values.some((value) => compareValues(actual, value, type) === 0),
  NOT_IN: (actual, { values = [] }, type) => values.every((value) => compareValues(actual, value, type) !== 0),
  HAS_PROPERTY: () => true,
  NOT_HAS_PROPERTY: () => false,
  CONTAINS_TOKEN: (actual, { value = '' }) => hasToken(actual, value),
  NOT_CONTAINS_TOKEN: (actual, { value = '' }) => !hasToken(actual, value),
};

const WITHOUT_VALUE = new Set<Filter['operator']>(['NEQ', 'NOT_IN', 'NOT_HAS_PROPERTY', 'NOT_CONTAINS_TOKEN']);

/** Whether the record meets the condition; `type` is the type of the property ("datetime" compares as moments). */
export const meets = (values: PropertyValues, filter: Filter, type: string): boolean => {
  const actual = values[filter.propertyName] ?? '';
  if (actual === '') return WITHOUT_VALUE.has(filter.operator);
  return TESTS[filter.operator](actual, filter, type);
};

/** Order of two values as the property's type has it: below, equal or above zero. */
export const compareValues = (left: string, right: string, type: string): number => {
  if (type === 'number') return Number(left) - Number(right);
  if (type === 'date' || type === 'datetime') return momentOf(left) - momentOf(right);
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return a < b ? -1 : Number(a > b);
};

const momentOf = (text: string): number => (/^-?\d+$/.test(text) ? Number(text) : Date.parse(text));

const hasToken = (actual: string, wanted: string): boolean => {
  const pattern = wanted.toLowerCase().split('*').map(escapeForRegExp).join('.*');
  const whole = new RegExp(`^${pattern}$`);
  return actual
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .some((token) => whole.test(token));
};

const escapeForRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
