import type { Product } from '../capacity/capacity-sheet.ts';
import { nameKey } from '../capacity/plan.ts';
import type { PortfolioFit } from '../capacity/sheet-lists.ts';
import type { LineItem } from '../deal/deal.ts';
import { attributeIn } from './attribute-value.ts';
import type { CheckFacts } from './check.ts';
import { meets } from './condition.ts';
import { productOf } from './product-of.ts';

/** A line that sells a weaker product for a need that another product serves best. */
export type FitGap = { line: LineItem; sold: Product; best: Product; row: PortfolioFit };

/** The rows of Portfolio fit whose need the deal states. */
export const statedFits = ({ deal, sheet }: CheckFacts): PortfolioFit[] =>
  (sheet.portfolioFit ?? []).filter(({ needAttribute, value }) => {
    const stated = attributeIn(deal.needs, needAttribute);
    return meets({ attribute: needAttribute, op: '=', value }, stated, sheet.units) === true;
  });

const productNamed = ({ plan }: CheckFacts, name: string): Product | null =>
  plan.productByName.get(nameKey(name))?.source ?? null;

const gapsOf = (facts: CheckFacts, row: PortfolioFit): FitGap[] => {
  const best = productNamed(facts, row.bestProduct);
  const sold = facts.deal.lines.map((line) => ({ line, product: productOf(facts.plan, line) }));
  if (!best || sold.some(({ product }) => product === best)) return [];
  const weaker = new Set(row.weakerProducts.map((name) => productNamed(facts, name)));
  return sold.flatMap(({ line, product }) =>
    product && weaker.has(product) ? [{ line, sold: product, best, row }] : [],
  );
};

/** The lines that sell a weaker product while the deal does not sell the one that serves the stated need best; in the order of the sheet. */
export const fitGaps = (facts: CheckFacts): FitGap[] => statedFits(facts).flatMap((row) => gapsOf(facts, row));
