import type { Fact, FactValue } from './rule-fields.ts';
import type { FieldTest, Operator } from './rule-set.ts';
import { FALSE, TRUE, UNKNOWN } from './three-valued.ts';
import type { Truth } from './three-valued.ts';

const truth = (holds: boolean): Truth => (holds ? TRUE : FALSE);

/** A number as such, or as the text that a CRM makes of it; null for anything else. */
const numberOf = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || !/^\s*-?\d+(\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
};

/** Texts are equal without regard to case and outer spaces; numbers and yes / no also when one side is their text. */
const comparable = (value: FactValue): string =>
  typeof value === 'string' ? (numberOf(value)?.toString() ?? value.trim().toLowerCase()) : String(value).toLowerCase();

/** Stages, products and tiers come again and again: how many values a test remembers its answer for. */
const REMEMBERED = 256;

type ValueTest = (value: FactValue) => Truth;

const against = (limit: unknown, holds: (value: number, limit: number) => boolean): ValueTest => {
  const bound = numberOf(limit);
  return (value) => {
    const number = numberOf(value);
    return number === null || bound === null ? UNKNOWN : truth(holds(number, bound));
  };
};

const isAmong = (given: FieldTest['value']): ((value: FactValue) => boolean) => {
  const wanted = new Set((Array.isArray(given) ? given : given === undefined ? [] : [given]).map(comparable));
  const known = new Map<FactValue, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const answer = wanted.has(comparable(value));
    if (known.size < REMEMBERED) known.set(value, answer);
    return answer;
  };
};

const ORDER: Partial<Record<Operator, (value: number, limit: number) => boolean>> = {
  at_least: (value, limit) => value >= limit,
  at_most: (value, limit) => value <= limit,
  more_than: (value, limit) => value > limit,
  less_than: (value, limit) => value < limit,
};

const anyOf = (fact: readonly FactValue[], test: ValueTest): Truth => {
  let answer: Truth = FALSE;
  for (const value of fact) {
    const next = test(value);
    if (next === TRUE) return TRUE;
    if (next === UNKNOWN) answer = UNKNOWN;
  }
  return answer;
};

const isDenial = (operator: Operator): boolean => operator === 'not_equals' || operator === 'none_of';

/**
 * The test of one field as a function of what is known of it. What is not known is unknown, except to `present` and
 * `missing`. Several values: any of them suffices to match, and none of them may match for a denial.
 */
export const factTest = ({ is, value }: FieldTest): ((fact: Fact) => Truth) => {
  if (is === 'present') return (fact) => truth(fact !== null && fact.length > 0);
  if (is === 'missing') return (fact) => truth(fact === null || fact.length === 0);
  const compare = ORDER[is];
  if (compare) {
    const test = against(value, compare);
    return (fact) => (fact === null ? UNKNOWN : anyOf(fact, test));
  }
  const among = isAmong(value);
  const wanted = !isDenial(is);
  return (fact) => (fact === null ? UNKNOWN : truth(fact.some(among) === wanted));
};
