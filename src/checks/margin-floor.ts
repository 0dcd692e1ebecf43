import { exactOf, exactOrZero } from '../capacity/exact.ts';
import { readLine } from '../capacity/line-order.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Evidence, Finding } from './finding.ts';
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

/** Margin = (price - cost) / price; below the floor when what is left is less than floor x price. */
const isBelowFloor = ({ price, cost }: Priced, floor: number | undefined): boolean =>
  floor !== undefined &&
  exactOrZero(price)
    .sub(exactOrZero(cost))
    .lt(exactOrZero(floor).mul(exactOrZero(price)));

/** Down to a tenth of a percent: what is below the floor never reads as the floor. */
const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-9) / 10} %`;

type Terms = { currency: string; floor: number | undefined };

const evidenceOf = ({ price, cost, row }: Priced, { currency, floor }: Terms): Evidence[] => [
  { what: 'Unit price', value: `${price}${currency}` },
  { what: 'Unit cost', value: `${cost}${currency}`, row },
  ...(floor === undefined ? [] : [{ what: 'Margin floor', value: percent(floor), row: 'Settings!margin_floor' }]),
];

const belowCost = (priced: Priced, terms: Terms): Note => ({
  severity: 'action',
  code: 'MARGIN_FLOOR',
  message: `${priced.name} is sold at ${priced.price}${terms.currency} a unit, below its cost of ${priced.cost}${terms.currency}.`,
  evidence: evidenceOf(priced, terms),
  fix: 'Raise the price, or ask for agreement to sell below cost.',
  signoffRole: priced.ownerRole ?? PLANNER,
});

const belowFloor = (priced: Priced, terms: Terms): Note => ({
  severity: 'action',
  code: 'MARGIN_FLOOR',
  message: `${priced.name} leaves a margin of ${percent((priced.price - priced.cost) / priced.price)}; the floor is ${percent(terms.floor ?? 0)}.`,
  evidence: evidenceOf(priced, terms),
  fix: 'Raise the price, or ask for agreement to sell below the floor.',
  signoffRole: priced.ownerRole ?? PLANNER,
});

const tooLow = (priced: Priced, terms: Terms): Note[] => {
  if (isBelowCost(priced)) return [belowCost(priced, terms)];
  return isBelowFloor(priced, terms.floor) ? [belowFloor(priced, terms)] : [];
};

const unknown = (names: string[]): Note => ({
  severity: 'not_checked',
  message: `The margin of ${listed(names)} was not checked: the unit price or the unit cost is not known in one currency.`,
  fix: 'Fill in the unit price in the deal, and the unit cost in the Products tab.',
});

const allPriced = (floor: number | undefined): Note => ({
  severity: 'pass',
  message:
    floor === undefined
      ? 'Every line is sold above its cost.'
      : `Every line keeps the margin floor of ${percent(floor)}.`,
});

/** Is any line sold below what it costs, or below the margin floor of the sheet (Settings, margin_floor)? */
export const marginFloor = (facts: CheckFacts): Finding[] => {
  const { lines } = facts.deal;
  const { currency, marginFloor: floor } = facts.sheet.settings;
  const terms = { currency: currency === null ? '' : ` ${currency}`, floor };
  const priced = lines.map((line, place) => pricedLine(facts, line, place));
  const open = lines.filter((_line, place) => priced[place] === null).map((line) => lineName(facts.deal, line));
  const found = priced.flatMap((each) =>
    each === null ? [] : tooLow(each, terms).map((note) => finding('margin-floor', { line: each.line.id, ...note })),
  );
  if (open.length > 0) found.push(finding('margin-floor', unknown(open)));
  return found.length > 0 || lines.length === 0 ? found : [finding('margin-floor', allPriced(floor))];
};
