import Fraction from 'fraction.js';
import type { UnitFactor } from './capacity-sheet.ts';
import { exactOf } from './exact.ts';
import { nameKey } from './plan.ts';

const ONE = new Fraction(1);

type Step = { to: string; factor: Fraction };

const stepsFrom = (rows: readonly UnitFactor[], unit: string): Step[] =>
  rows.flatMap(({ fromUnit, toUnit, factor }) => {
    const exact = exactOf(factor);
    if (exact === null || exact.lte(0)) return [];
    if (nameKey(fromUnit) === unit) return [{ to: nameKey(toUnit), factor: exact }];
    return nameKey(toUnit) === unit ? [{ to: nameKey(fromUnit), factor: new Fraction(1).div(exact) }] : [];
  });

/**
 * How many of the product's unit are in one of the line's unit, exactly: by the product's own rows before those for all
 * products, in either direction, over intermediate units where needed; null when the sheet does not say (S17).
 */
export const unitFactor = (
  units: readonly UnitFactor[],
  from: string,
  to: { product: string; unit: string },
): Fraction | null => {
  const target = nameKey(to.unit);
  if (nameKey(from) === target) return ONE;
  const own = units.filter(({ product }) => product !== null && nameKey(product) === nameKey(to.product));
  const rows = own.concat(units.filter(({ product }) => product === null || nameKey(product) === ''));
  const found = new Map([[nameKey(from), new Fraction(1)]]);
  for (const [unit, factor] of found) {
    if (unit === target) return factor;
    for (const step of stepsFrom(rows, unit)) if (!found.has(step.to)) found.set(step.to, factor.mul(step.factor));
  }
  return null;
};
