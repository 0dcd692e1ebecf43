import type { Product } from '../capacity/capacity-sheet.ts';
import { nameKey } from '../capacity/plan.ts';
import type { Plan } from '../capacity/plan.ts';
import type { LineItem } from '../deal/deal.ts';

/** The product that a line means, by code or alias; null when the sheet does not know it. */
export const productOf = (plan: Plan, { product }: LineItem): Product | null =>
  product ? (plan.productByName.get(nameKey(product))?.source ?? null) : null;
