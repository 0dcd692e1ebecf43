import type { Product } from '../capacity/capacity-sheet.ts';
import type { LineOrder } from '../capacity/line-order.ts';
import type { Gap } from '../capacity/plan.ts';
import type { LineItem } from '../deal/deal.ts';
import type { CheckFacts, Note } from './check.ts';
import type { ReasonCode } from './finding.ts';
import { productOf } from './product-of.ts';
import { PLANNER } from './signer.ts';

/** A line, how messages call it, and how the engine read it. */
export type Place = { facts: CheckFacts; line: LineItem; name: string; order: LineOrder };

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '');

const productUnknown = (place: Place): Note => {
  const { facts, line, order } = place;
  const gap = order.gaps.find(({ code }) => code === 'PRODUCT_UNKNOWN');
  return gap && productOf(facts.plan, line) ? sheetGap(place, gap) : productMissing(place);
};

const sheetGap = ({ name }: Place, { what, field, row }: Gap): Note => ({
  severity: 'action',
  message: `The capacity sheet does not say enough about ${name}: ${what}`,
  evidence: [{ what: field, value: 'cannot be used', ...(row === null ? {} : { row }) }],
  fix: `Ask operations to complete ${row ?? field} and to publish the sheet again.`,
});

const productMissing = ({ line, name }: Place): Note => ({
  severity: 'action',
  message: line.product?.trim()
    ? `${line.product} is not a product of the capacity sheet, so nobody can tell when it can be delivered.`
    : `The ${name} names no product, so nobody can tell when it can be delivered.`,
  fix: line.product?.trim()
    ? `Choose a product that the sheet knows, or ask operations to add ${line.product} to the Products tab.`
    : 'Choose the product of this line.',
});

const quantityInvalid = ({ line, name }: Place): Note =>
  isBlank(line.quantity)
    ? {
        severity: 'action',
        message: `No quantity is given for ${name}.`,
        fix: 'Ask the customer and fill in the quantity.',
        question: `How many ${name} do you need?`,
      }
    : {
        severity: 'fail',
        message: `"${String(line.quantity)}" is not a quantity that can be delivered for ${name}.`,
        fix: 'Write the quantity as a number above 0.',
        evidence: [{ what: 'Quantity', value: String(line.quantity) }],
      };

const unitUnknown = ({ facts, line, name }: Place): Note => {
  const product = productOf(facts.plan, line);
  return {
    severity: 'action',
    message: `${name} is ordered in ${line.unit ?? 'an unknown unit'}; the sheet has no factor from that to ${product?.unit ?? 'its own unit'}.`,
    evidence: product ? [{ what: 'Unit in the sheet', value: product.unit, row: product.row }] : [],
    fix: `Order in ${product?.unit ?? 'the unit of the sheet'}, or ask operations to add the factor to the Units tab.`,
  };
};

const dateBlank = ({ line, facts, name }: Place): Note => {
  const stated = line.requestedDate ?? facts.deal.requestedDate;
  return {
    severity: 'action',
    message: stated
      ? `"${stated}" is not a date, so ${name} has no requested date.`
      : `No requested date is given for ${name}, so nobody can tell whether it is on time.`,
    fix: 'Ask the customer and fill in the requested date.',
    question: `By when do you need ${name}?`,
  };
};

const amountLimits = ({ minQuantity, maxQuantity, unit }: Product): string => {
  const least = minQuantity === null ? [] : [`at least ${minQuantity}`];
  const most = maxQuantity === null ? [] : [`at most ${maxQuantity}`];
  return `${[...least, ...most].join(' and ')} ${unit}`;
};

const quantityLimit = ({ order, line, name }: Place): Note => {
  const product = order.product?.source;
  if (!product) return { severity: 'action', message: `The quantity of ${name} is outside what operations takes.` };
  const limits = amountLimits(product);
  return {
    severity: 'action',
    message: `${String(line.quantity)} ${line.unit ?? product.unit} of ${name} is outside the quantity that operations takes: ${limits}.`,
    evidence: [{ what: 'Order quantity', value: limits, row: product.row }],
    fix: 'Change the quantity, or ask operations to agree to this one.',
    signoffRole: product.ownerRole ?? PLANNER,
  };
};

const lotRounded = ({ order, name, line }: Place): Note => {
  if (!order.product) return { severity: 'warn', message: `The quantity of ${name} is rounded up to whole lots.` };
  const { lot, unit, source } = order.product;
  const made = `${lot.mul(order.lots).toString()} ${unit}`;
  return {
    severity: 'warn',
    message: `${name} is made in lots of ${lot.toString()} ${unit}: for ${String(line.quantity)} ${line.unit ?? unit}, ${made} are made.`,
    evidence: [{ what: 'Lot', value: `${lot.toString()} ${unit}`, row: source.row }],
    fix: `Offer ${made}, or tell operations what happens to the rest.`,
  };
};

/** A gap in the service template: the sheet must name the role, or the customer the number that drives the hours. */
const templateGap = (place: Place, code: ReasonCode): Note => {
  const gap = place.order.gaps.find((found) => found.code === code);
  const { name } = place;
  if (!gap) return { severity: 'action', message: `The work for ${name} cannot be planned yet.` };
  if (code === 'ROLE_MISSING') return sheetGap(place, gap);
  return {
    severity: 'action',
    message: `The work for ${name} cannot be planned yet: ${gap.what}`,
    evidence: [{ what: gap.field, value: 'not stated', ...(gap.row === null ? {} : { row: gap.row }) }],
    fix: `Ask the customer and fill in ${gap.field}.`,
    question: `Which ${gap.field} do you need for ${name}?`,
  };
};

/** What each gap or limit of a line is in the rep's words, in the order in which they are told. */
export const COMPLETENESS_NOTES: readonly [ReasonCode, (place: Place) => Note][] = [
  ['PRODUCT_UNKNOWN', productUnknown],
  ['QTY_INVALID', quantityInvalid],
  ['UNIT_UNKNOWN', unitUnknown],
  ['DATE_BLANK', dateBlank],
  ['ROLE_MISSING', (place) => templateGap(place, 'ROLE_MISSING')],
  ['ATTR_MISSING', (place) => templateGap(place, 'ATTR_MISSING')],
  ['QTY_LIMIT', quantityLimit],
  ['LOT_ROUNDED', lotRounded],
];
