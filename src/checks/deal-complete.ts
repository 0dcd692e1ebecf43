import { readLine } from '../capacity/line-order.ts';
import type { LineOrder } from '../capacity/line-order.ts';
import type { Gap } from '../capacity/plan.ts';
import { parseIsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { finding } from './check.ts';
import type { CheckFacts, Note } from './check.ts';
import type { Finding, ReasonCode } from './finding.ts';
import { countOf, lineName } from './line-name.ts';
import { productOf } from './product-of.ts';
import { doubtNotes } from './sheet-doubts.ts';

type Place = { facts: CheckFacts; line: LineItem; name: string; order: LineOrder };

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === '';

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
  message: line.product
    ? `${line.product} is not a product of the capacity sheet, so nobody can tell when it can be delivered.`
    : `The ${name} names no product, so nobody can tell when it can be delivered.`,
  fix: line.product
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

const quantityLimit = ({ facts, line, name }: Place): Note => {
  const product = productOf(facts.plan, line);
  const least = product?.minQuantity === null || !product ? '' : `at least ${product.minQuantity}`;
  const most = product?.maxQuantity === null || !product ? '' : `at most ${product.maxQuantity}`;
  const limits = [least, most].filter((words) => words !== '').join(' and ');
  return {
    severity: 'action',
    message: `${String(line.quantity)} ${line.unit ?? product?.unit ?? ''} of ${name} is outside the quantity that operations takes: ${limits} ${product?.unit ?? ''}.`,
    evidence: [
      { what: 'Order quantity', value: `${limits} ${product?.unit ?? ''}`, ...(product ? { row: product.row } : {}) },
    ],
    fix: 'Change the quantity, or ask operations to agree to this one.',
    signoffRole: product?.ownerRole ?? 'Production planner',
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

const NOTES: [ReasonCode, (place: Place) => Note][] = [
  ['PRODUCT_UNKNOWN', productUnknown],
  ['QTY_INVALID', quantityInvalid],
  ['UNIT_UNKNOWN', unitUnknown],
  ['DATE_BLANK', dateBlank],
  ['QTY_LIMIT', quantityLimit],
  ['LOT_ROUNDED', lotRounded],
];

const lineFindings = (facts: CheckFacts, line: LineItem, place: number): Finding[] => {
  const order = readLine(facts.plan, facts.deal, { place, orderDate: parseIsoDate(facts.orderDate) ?? 0 });
  const about = { facts, line, name: lineName(facts.deal, line), order };
  const reasons = facts.lines[place]?.reasons ?? [];
  const notes = NOTES.filter(([code]) => reasons.includes(code)).map(([code, note]) => ({ code, ...note(about) }));
  return [...notes, ...doubtNotes(facts, line, about.name)].map((note) =>
    finding('deal-complete', { line: line.id, ...note }),
  );
};

const noLines = finding('deal-complete', {
  severity: 'action',
  message: 'The deal has no line items, so there is nothing to promise yet.',
  fix: 'Add the products that are being sold.',
});

/** Does every line say what, how much, in which unit and by when, in terms that the sheet knows (S7, S11, S17, S21)? */
export const dealComplete = (facts: CheckFacts): Finding[] => {
  if (facts.deal.lines.length === 0) return [noLines];
  const found = facts.deal.lines.flatMap((line, place) => lineFindings(facts, line, place));
  if (found.length > 0) return found;
  const message = `${countOf(facts.deal.lines.length, 'line')} with product, quantity, unit and date.`;
  return [finding('deal-complete', { severity: 'pass', message })];
};
