import { nameKey } from '../capacity/plan.ts';
import type { Plan } from '../capacity/plan.ts';
import { toIsoDate } from '../deal/day.ts';
import type { AttributeValue, Deal } from '../deal/deal.ts';
import { toCivilDate } from '../deal/plant-time.ts';
import { productOf } from './product-of.ts';

/** One thing to deliver, as one of the three documents says it. */
export type Stated = {
  product: string;
  quantity: number | null;
  date: string | null;
  unitPrice: number | null;
  attributes: Readonly<Record<string, AttributeValue>>;
};

/** The three documents: the customer's requirement, the deal's lines, the quote. */
export type Side = 'required' | 'scoped' | 'bid';

/** What was required, what is scoped and what is bid for one deliverable; null where a document does not name it. */
export type Match = { product: string } & Record<Side, Stated | null>;

type Deliverable = NonNullable<Deal['requirements']>[number];

const productName = (plan: Plan, product: string | null | undefined): string =>
  (product ? plan.productByName.get(nameKey(product))?.code : null) ?? product?.trim() ?? '';

const isoOf = (plan: Plan, date: string | null | undefined): string | null => {
  if (!date?.trim()) return null;
  const day = toCivilDate(date, plan.timeZone);
  return day === null ? date.trim() : toIsoDate(day);
};

const toStated = (plan: Plan, { product, quantity, date, unitPrice, attributes }: Deliverable): Stated => ({
  product: productName(plan, product),
  quantity: quantity ?? null,
  date: isoOf(plan, date),
  unitPrice: unitPrice ?? null,
  attributes: attributes ?? {},
});

const scopeOf = (plan: Plan, deal: Deal): Stated[] =>
  deal.lines.map((line) => ({
    product: productOf(plan, line)?.code ?? line.product?.trim() ?? '',
    quantity: typeof line.quantity === 'number' ? line.quantity : null,
    date: isoOf(plan, line.requestedDate) ?? isoOf(plan, deal.requestedDate),
    unitPrice: line.unitPrice ?? null,
    attributes: { ...deal.attributes, ...line.attributes },
  }));

const sameOrder = (a: Stated, b: Stated): number =>
  nameKey(a.product).localeCompare(nameKey(b.product), 'en') ||
  (a.date ?? '9').localeCompare(b.date ?? '9', 'en') ||
  (a.quantity ?? 0) - (b.quantity ?? 0);

const byProduct = (stated: readonly Stated[]): Map<string, Stated[]> =>
  Map.groupBy(stated.toSorted(sameOrder), ({ product }) => nameKey(product));

/**
 * Matches the three documents by product; several deliverables of one product pair up by date, then quantity. The order
 * of the lines does not matter. In the order of product codes.
 */
export const matchDeliverables = (plan: Plan, deal: Deal): Match[] => {
  const required = byProduct((deal.requirements ?? []).map((each) => toStated(plan, each)));
  const scoped = byProduct(scopeOf(plan, deal));
  const bid = byProduct((deal.bid ?? []).map((each) => toStated(plan, each)));
  const names = [...new Set([...required.keys(), ...scoped.keys(), ...bid.keys()])].sort();
  return names.flatMap((name) => {
    const documents = [required.get(name) ?? [], scoped.get(name) ?? [], bid.get(name) ?? []];
    const count = Math.max(...documents.map(({ length }) => length));
    return Array.from({ length: count }, (_none, index): Match => {
      const [first, second, third] = documents.map((document) => document[index] ?? null);
      const product = (first ?? second ?? third)?.product ?? name;
      return { product, required: first ?? null, scoped: second ?? null, bid: third ?? null };
    });
  });
};
