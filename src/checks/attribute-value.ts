import Fraction from 'fraction.js';
import { exactOf, exactOrZero } from '../capacity/exact.ts';
import type { UnitFactor } from '../capacity/capacity-sheet.ts';
import type { AttributeValue, Deal, LineItem } from '../deal/deal.ts';

type Stated = Exclude<AttributeValue, null>;

const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

const isStated = (value: AttributeValue | undefined): value is Stated =>
  value !== undefined && value !== null && String(value).trim() !== '';

/** What one list of facts says about an attribute; null when it does not state it. */
export const attributeIn = (
  attributes: Record<string, AttributeValue> | null | undefined,
  name: string,
): Stated | null => {
  if (!attributes) return null;
  if (Object.hasOwn(attributes, name) && isStated(attributes[name])) return attributes[name];
  const spelling = Object.keys(attributes)
    .filter((key) => plainName(key) === plainName(name) && isStated(attributes[key]))
    .sort()[0];
  return spelling === undefined ? null : (attributes[spelling] ?? null);
};

/** What the deal says about an attribute: the line's own fact first, then the deal's; null when neither states it. Spelling counts less than sense: "Length mm" is length_mm. */
export const attributeOf = (deal: Deal, line: LineItem, name: string): Stated | null =>
  attributeIn(line.attributes, name) ?? attributeIn(deal.attributes, name);

/** An amount with the unit that was written beside it; the unit is null when there was none. */
export type Measured = { amount: Fraction; unit: string | null };

const measured = (amount: Fraction | null, unit: string | null): Measured | null => amount && { amount, unit };

/** Reads 400, "400" or "400 mm"; null when the text is not one plain number (a decimal comma is not guessed). */
export const readMeasured = (value: Stated): Measured | null => {
  if (typeof value === 'boolean') return null;
  if (typeof value === 'number') return measured(exactOf(value), null);
  const match = /^([+-]?\d{1,15}(?:\.\d{1,12})?)\s*([^\d\s.,].*)?$/.exec(value.trim());
  if (!match?.[1]) return null;
  return measured(new Fraction(match[1].replace('+', '')), match[2]?.trim() ?? null);
};

const sameUnit = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** The amount in the wanted unit, by the sheet's Units tab (the product's own row first); null when no row converts it. */
export const inUnit = (measured: Measured, wanted: string | null, units: readonly UnitFactor[]): Fraction | null => {
  const { amount, unit } = measured;
  if (unit === null) return amount;
  if (wanted === null) return null;
  if (sameUnit(unit, wanted)) return amount;
  const there = units.find((row) => sameUnit(row.fromUnit, unit) && sameUnit(row.toUnit, wanted));
  if (there) return amount.mul(exactOrZero(there.factor));
  const back = units.find((row) => sameUnit(row.fromUnit, wanted) && sameUnit(row.toUnit, unit));
  return back && back.factor > 0 ? amount.div(exactOrZero(back.factor)) : null;
};

/** Reads yes / no in the spellings of CRMs and sheets; null when it is neither. */
export const readYesNo = (value: Stated): 'yes' | 'no' | null => {
  const text = String(value).trim().toLowerCase();
  if (['yes', 'y', 'true', '1'].includes(text)) return 'yes';
  if (['no', 'n', 'false', '0'].includes(text)) return 'no';
  return null;
};

/** The options that are chosen; a CRM writes several as "zinc;black". */
export const readChoices = (value: Stated): string[] =>
  String(value)
    .split(';')
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
