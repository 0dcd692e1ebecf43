import { exactOrZero } from '../capacity/exact.ts';
import type { ScopeLimit, UnitFactor } from '../capacity/capacity-sheet.ts';
import type { AttributeValue } from '../deal/deal.ts';
import { inUnit, readChoices, readMeasured, readYesNo } from './attribute-value.ts';
import type { ReasonCode } from './finding.ts';

/**
 * What a stated value is against one scope limit: inside it, outside it, or not readable as what the limit expects.
 * `stated` and `limit` are the two sides in words, ready for a sentence.
 */
export type ScopeBreach =
  | { state: 'inside' }
  | { state: 'outside'; code: ReasonCode; stated: string; limit: string }
  | { state: 'unreadable'; code: ReasonCode; stated: string; limit: string };

type Stated = Exclude<AttributeValue, null>;

const withUnit = (amount: string, unit: string | null): string => (unit === null ? amount : `${amount} ${unit}`);

/** "100 to 600 mm", "at least 100 mm" or "at most 600 mm". */
export const rangeInWords = ({ min, max, unit }: ScopeLimit): string => {
  if (min !== null && max !== null) return withUnit(`${min} to ${max}`, unit);
  if (min !== null) return `at least ${withUnit(String(min), unit)}`;
  if (max !== null) return `at most ${withUnit(String(max), unit)}`;
  return unit === null ? 'a number' : `a number in ${unit}`;
};

const numberBreach = (limit: ScopeLimit, value: Stated, units: readonly UnitFactor[]): ScopeBreach => {
  const words = rangeInWords(limit);
  const measured = readMeasured(value);
  if (!measured) return { state: 'unreadable', code: 'ATTR_MISSING', stated: `"${value}"`, limit: words };
  const amount = inUnit(measured, limit.unit, units);
  if (!amount) return { state: 'unreadable', code: 'UNIT_UNKNOWN', stated: `"${value}"`, limit: words };
  const stated = measured.unit === null ? withUnit(String(value), limit.unit) : String(value).trim();
  const below = limit.min !== null && amount.compare(exactOrZero(limit.min)) < 0;
  const above = limit.max !== null && amount.compare(exactOrZero(limit.max)) > 0;
  return below || above ? { state: 'outside', code: 'ATTR_RANGE', stated, limit: words } : { state: 'inside' };
};

const isListed = (list: readonly string[], choice: string): boolean =>
  list.some((entry) => entry.trim().toLowerCase() === choice.toLowerCase());

const outsideList = (limit: ScopeLimit, choice: string): boolean =>
  isListed(limit.forbidden, choice) || (limit.allowed.length > 0 && !isListed(limit.allowed, choice));

/** "one of zinc, black" or "anything but chrome". */
export const listInWords = ({ allowed, forbidden }: ScopeLimit): string => {
  const possible = allowed.filter((entry) => !isListed(forbidden, entry));
  if (possible.length === 1) return String(possible[0]);
  return possible.length > 0 ? `one of ${possible.join(', ')}` : `anything but ${forbidden.join(', ')}`;
};

const choiceBreach = (limit: ScopeLimit, value: Stated): ScopeBreach => {
  const outside = readChoices(value).filter((choice) => outsideList(limit, choice));
  if (outside.length === 0) return { state: 'inside' };
  return { state: 'outside', code: 'ATTR_FORBIDDEN', stated: `"${outside.join(', ')}"`, limit: listInWords(limit) };
};

const yesNoBreach = (limit: ScopeLimit, value: Stated): ScopeBreach => {
  const answer = readYesNo(value);
  if (!answer) return { state: 'unreadable', code: 'ATTR_MISSING', stated: `"${value}"`, limit: 'yes or no' };
  const asAnswers = (list: string[]): string[] => list.flatMap((entry) => readYesNo(entry) ?? []);
  const plain = { ...limit, allowed: asAnswers(limit.allowed), forbidden: asAnswers(limit.forbidden) };
  if (!outsideList(plain, answer)) return { state: 'inside' };
  return { state: 'outside', code: 'ATTR_FORBIDDEN', stated: answer, limit: answer === 'yes' ? 'no' : 'yes' };
};

const textBreach = (limit: ScopeLimit, value: Stated): ScopeBreach => {
  const text = String(value).toLowerCase();
  const found = limit.forbidden.filter((word) => text.includes(word.trim().toLowerCase()));
  if (found.length > 0)
    return { state: 'outside', code: 'ATTR_FORBIDDEN', stated: `"${value}"`, limit: `without ${found.join(', ')}` };
  if (limit.allowed.length > 0 && !isListed(limit.allowed, String(value).trim()))
    return { state: 'outside', code: 'ATTR_FORBIDDEN', stated: `"${value}"`, limit: listInWords(limit) };
  return { state: 'inside' };
};

/** Compares a stated value with one scope limit, exactly (no floating point): a value on the limit is inside it. */
export const scopeBreach = (limit: ScopeLimit, value: Stated, units: readonly UnitFactor[]): ScopeBreach => {
  switch (limit.type) {
    case 'number':
      return numberBreach(limit, value, units);
    case 'choice':
      return choiceBreach(limit, value);
    case 'yes-no':
      return yesNoBreach(limit, value);
    case 'text':
      return textBreach(limit, value);
  }
};
