import { exactOf, exactOrZero } from '../capacity/exact.ts';
import { readLine } from '../capacity/line-order.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Finding } from './finding.ts';
import { lineName, listed } from './line-name.ts';
import { PLANNER } from './signer.ts';

type Priced = { line: LineItem; name: string; price: number; cost: number; row: string; ownerRole: string | null };

/** Amounts in two currencies are never compared: nobody said at which rate. */
export const hasOtherCurrency = ({ deal, sheet }: CheckFacts): boolean =>
  Boolean(deal.currency) && sheet.settings.currency !== null && deal.currency !== sheet.settings.currency;

/** Price and cost of one unit of the line; null when the deal or the sheet does not say one of them. */
const pricedLine = (facts: CheckFacts, line: LineItem, place: number): Priced | null => {
  const { product, factor } = readLine(facts.plan, facts.deal, {
    place,
    orderDate: parseIsoDate(facts.orderDate) ?? 0,
  });
  const unitCost = product ? exactOf(product.source.unitCost ?? NaN) : null;
  if (!product || !unitCost || typeof line.unitPrice !== 'number' || hasOtherCurrency(facts)) return null;
  const { row, ownerRole } = product.source;
  return {
    line,
    name: lineName(facts.deal, line),
    price: line.unitPrice,
    cost: unitCost.mul(factor).valueOf(),
    row,
    ownerRole,
  };
};

const isBelowCost = ({ price, cost }: Priced): boolean => exactOrZero(price).lt(exactOrZero(cost));

const belowCost = ({ name, price, cost, row, ownerRole }: Priced, currency: string): Note => ({
  severity: 'action',
  code: 'MARGIN_FLOOR',
  message: `${name} is sold at ${price}${currency} a unit, below its cost of ${cost}${currency}.`,
  evidence: [
    { what: 'Unit price', value: `${price}${currency}` },
    { what: 'Unit cost', value: `${cost}${currency}`, row },
  ],
  fix: 'Raise the price, or ask for agreement to sell below cost.',
  signoffRole: ownerRole ?? PLANNER,
});

const unknown = (names: string[]): Note => ({
  severity: 'not_checked',
  message: `The margin of ${listed(names)} was not checked: the unit price or the unit cost is not known in one currency.`,
  fix: 'Fill in the unit price in the deal, and the unit cost in the Products tab.',
});

/** Is any line sold below what it costs? */
export const marginFloor = (facts: CheckFacts): Finding[] => {
  const { lines } = facts.deal;
  const { currency } = facts.sheet.settings;
  const priced = lines.map((line, place) => pricedLine(facts, line, place));
  const open = lines.filter((_line, place) => priced[place] === null).map((line) => lineName(facts.deal, line));
  const below = priced.filter((each) => each !== null).filter(isBelowCost);
  const found = below.map((each) =>
    finding('margin-floor', { line: each.line.id, ...belowCost(each, currency === null ? '' : ` ${currency}`) }),
  );
  if (open.length > 0) found.push(finding('margin-floor', unknown(open)));
  if (found.length > 0 || lines.length === 0) return found;
  return [finding('margin-floor', { severity: 'pass', message: 'Every line is sold above its cost.' })];
};
