import type { Deal, LineItem } from '../deal/deal.ts';
import { answerDeal } from './answer-deal.ts';
import type { DealAnswer } from './answer-deal.ts';
import type { LineAnswer } from './line-answer.ts';
import { nameKey } from './plan.ts';
import type { PlanProduct } from './plan.ts';

/** A line with another product in its place, and the deal's answer with it. */
export type Substitution = { line: string; product: string; deal: Deal; answer: DealAnswer };

const withProduct = (deal: Deal, line: string, product: string): Deal => ({
  ...deal,
  lines: deal.lines.map((item): LineItem => (item.id === line ? { ...item, product } : item)),
});

const substitutesOf = (product: PlanProduct, { terms }: DealAnswer): PlanProduct[] =>
  product.source.substitutes.flatMap((name) => {
    const found = terms.plan.productByName.get(nameKey(name));
    return found && found !== product ? [found] : [];
  });

/**
 * The deal with each substitute of one line: same quantity after conversion, the substitute's own routing, lots and scope
 * limits; substitutes of substitutes are not followed (ruling).
 */
export const substitutionsFor = (base: DealAnswer, { order }: LineAnswer): Substitution[] => {
  const { product, line } = order;
  if (!product) return [];
  return substitutesOf(product, base)
    .filter(({ code }) => base.at.isInScope?.({ ...line, product: code }) ?? true)
    .map(({ code }) => {
      const deal = withProduct(base.deal, line.id, code);
      return { line: line.id, product: code, deal, answer: answerDeal(base.terms.plan, deal, base.at) };
    });
};
