import type { PortfolioFit, Quota } from '../../capacity/sheet-lists.ts';
import { good, orElse, required } from '../column.ts';
import type { CellReader } from '../column.ts';
import { date } from '../date-columns.ts';
import { amount } from '../number-columns.ts';
import type { ReadRow } from '../read-tab.ts';
import { list, name, oneOf, text } from '../text-columns.ts';

/** Portfolio fit: which product serves a stated need best, and which ones serve it less well. */
export const portfolioFitTab = {
  tab: 'Portfolio fit',
  columns: {
    need_attribute: required(name),
    value: required(text),
    best_product: required(name),
    weaker_products: orElse(list, []),
  },
};

export const toPortfolioFit = ({ ref, values }: ReadRow<typeof portfolioFitTab.columns>): PortfolioFit => ({
  needAttribute: values.need_attribute,
  value: values.value,
  bestProduct: values.best_product,
  weakerProducts: values.weaker_products,
  row: ref,
});

/** "2026-Q1", "2026-03" or "2026"; of a date, its month. */
const period: CellReader<string> = (cell, context) => {
  if (typeof cell === 'string' || cell.kind !== 'number' || cell.look !== 'date') return text(cell, context);
  const reading = date(cell, context);
  return reading.ok ? good(reading.value.slice(0, 'YYYY-MM'.length)) : reading;
};

/** Quotas: what a person is to sell of a product in a period, and what they have sold. */
export const quotasTab = {
  tab: 'Quotas',
  columns: {
    person: required(name),
    product_code: required(name),
    period: required(period),
    kind: required(oneOf(['revenue', 'units', 'contracts'])),
    target: required(amount({ above: 0 })),
    attained: required(amount()),
  },
};

export const toQuota = ({ ref, values }: ReadRow<typeof quotasTab.columns>): Quota => ({
  person: values.person,
  product: values.product_code,
  period: values.period,
  kind: values.kind,
  target: values.target,
  attained: values.attained,
  row: ref,
});
