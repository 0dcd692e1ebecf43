import type { UnitFactor } from '../capacity/capacity-sheet.ts';
import type { AttributeValue } from '../deal/deal.ts';
import { inUnit, readChoices, readMeasured, readYesNo } from './attribute-value.ts';

type Stated = Exclude<AttributeValue, null>;

/** One side of a Combinations row: an attribute compared with a value. */
export type Condition = { attribute: string; op: string; value: string };

const sameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

const isOneOf = (stated: Stated, listed: string): boolean =>
  readChoices(stated).some((choice) => readChoices(listed).some((option) => sameText(choice, option)));

const isEqual = (stated: Stated, value: string, units: readonly UnitFactor[]): boolean => {
  const order = compared(stated, value, units);
  if (order !== null) return order === 0;
  const answers = [readYesNo(stated), readYesNo(value)];
  return (answers[0] !== null && answers[0] === answers[1]) || isOneOf(stated, value);
};

/** -1, 0 or 1 as numbers, in the unit that the sheet names; null when one of them is no number or has another unit. */
const compared = (stated: Stated, value: string, units: readonly UnitFactor[]): number | null => {
  const limit = readMeasured(value);
  const measured = readMeasured(stated);
  if (!limit || !measured) return null;
  const amount = inUnit(measured, limit.unit ?? measured.unit, units);
  return amount && amount.compare(limit.amount);
};

type Comparison = (stated: Stated, value: string, units: readonly UnitFactor[]) => boolean | null;

const byOrder =
  (holds: (order: number) => boolean): Comparison =>
  (stated, value, units) => {
    const order = compared(stated, value, units);
    return order === null ? null : holds(order);
  };

const OPERATORS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ['=', isEqual],
  ['!=', (stated, value, units) => !isEqual(stated, value, units)],
  ['<', byOrder((order) => order < 0)],
  ['<=', byOrder((order) => order <= 0)],
  ['>', byOrder((order) => order > 0)],
  ['>=', byOrder((order) => order >= 0)],
  ['in', (stated, value) => isOneOf(stated, value)],
  ['not in', (stated, value) => !isOneOf(stated, value)],
]);

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['==', '='],
  ['is', '='],
  ['equals', '='],
  ['<>', '!='],
  ['≠', '!='],
  ['is not', '!='],
  ['≤', '<='],
  ['at most', '<='],
  ['≥', '>='],
  ['at least', '>='],
  ['one of', 'in'],
  ['none of', 'not in'],
]);

/** The operator as we know it; null when a row of the sheet uses one that we do not. */
export const operatorOf = ({ op }: Condition): string | null => {
  const name = op.trim().toLowerCase();
  const plain = SPELLINGS.get(name) ?? name;
  return OPERATORS.has(plain) ? plain : null;
};

/** Does the stated value meet the condition? Null = unknown: not stated, not comparable, or an unknown operator. Unknown is never true. */
export const meets = (condition: Condition, stated: Stated | null, units: readonly UnitFactor[]): boolean | null => {
  const operator = operatorOf(condition);
  if (stated === null || operator === null) return null;
  return OPERATORS.get(operator)?.(stated, condition.value, units) ?? null;
};

/** "length_mm > 400", in the words of the sheet. */
export const conditionInWords = ({ attribute, op, value }: Condition): string => `${attribute} ${op.trim()} ${value}`;
