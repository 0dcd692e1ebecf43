import { formatIsoDate } from '../deal/day.ts';
import type { IsoDate } from '../deal/day.ts';
import type { LineItem } from '../deal/deal.ts';
import { causeOf } from './cause.ts';
import type { CheckFacts, Note } from './check.ts';
import type { LineResult } from './check-result.ts';
import type { Evidence } from './finding.ts';
import { countOf } from './line-name.ts';
import { needsEvidence } from './needs-wording.ts';
import { productOf } from './product-of.ts';
import { signerOf } from './signer.ts';

/** A line and what the engine says of it. */
export type Place = { facts: CheckFacts; line: LineItem; result: LineResult; name: string };
/** A line with both dates, and the slack between them in working days. */
export type Dated = Place & { promise: IsoDate; requested: IsoDate; slack: number };

const components = ({ facts, line }: Place): Evidence[] => {
  const product = productOf(facts.plan, line);
  if (!product) return [];
  const rows: [string, number | null, string][] = [
    ['Standard lead time', product.fidelity === 'lead_time' ? product.standardLeadDays : null, 'working day'],
    ['Order entry', product.entryDays, 'working day'],
    ['Engineering', product.engineeringDays, 'working day'],
    ['Material', product.materialDays, 'working day'],
    ['Quality', product.qaDays, 'working day'],
    ['Transit', product.transitDays, 'calendar day'],
  ];
  return rows.flatMap(([what, days, noun]) => (days ? [{ what, value: countOf(days, noun), row: product.row }] : []));
};

const fence = ({ facts, result }: Place): Evidence[] => {
  const { frozenFenceDays } = facts.sheet.settings;
  if (!result.reasons.includes('FENCE')) return [];
  return [
    { what: 'No work starts for', value: countOf(frozenFenceDays, 'working day'), row: 'Settings!frozen_fence_days' },
  ];
};

/** From order date to delivery: every component that the sheet names (S4, S9), and what would make a late line be on time. */
export const evidenceOf = (place: Dated): Evidence[] => [
  { what: 'Order date', value: formatIsoDate(place.facts.orderDate) },
  ...components(place),
  ...fence(place),
  ...(place.result.finish ? [{ what: 'Work finished', value: formatIsoDate(place.result.finish) }] : []),
  { what: 'Can deliver', value: formatIsoDate(place.promise) },
  { what: 'Requested', value: formatIsoDate(place.requested) },
  ...(place.result.reasons.includes('DATE_PAST') ? [] : needsEvidence(place)),
];

const partial = ({ result, requested }: Dated): string =>
  result.quantityByRequested
    ? `${result.quantityByRequested} ${result.unit ?? ''} by ${formatIsoDate(requested)}, or `
    : '';

/** The requested date lies before the event (S21). */
export const datePast = (place: Dated): Note => ({
  severity: 'fail',
  code: 'DATE_PAST',
  message: `The requested date of ${place.name}, ${formatIsoDate(place.requested)}, has passed; the earliest delivery is ${formatIsoDate(place.promise)}.`,
  fix: `Agree a new date with the customer: ${formatIsoDate(place.promise)} or later.`,
  question: `Which date from ${formatIsoDate(place.promise)} on works for you?`,
});

/** The promise is after the requested date: what can be offered instead, and who is asked. */
export const late = (place: Dated): Note => ({
  severity: 'fail',
  code: causeOf(place.result),
  message: `${place.name} can be delivered on ${formatIsoDate(place.promise)}; the deal says ${formatIsoDate(place.requested)}: ${countOf(-place.slack, 'working day')} late.`,
  fix: `Offer ${partial(place)}${formatIsoDate(place.promise)}, or ask operations what it takes to make the date.`,
  signoffRole: signerOf(place.facts.sheet, place.result).role,
});

/** On time, with less in hand than the plant wants (S11). */
export const shortOfBuffer = (place: Dated, buffer: number): Note => ({
  severity: 'warn',
  code: causeOf(place.result),
  message: `${place.name} is on time with ${countOf(place.slack, 'working day')} to spare; the plant keeps ${countOf(buffer, 'day')} in hand.`,
  fix: 'Agree a later date, or tell the customer that there is no room for delay.',
});

/** On time with the buffer in hand. */
export const onTime = (place: Dated): Note => ({
  severity: 'pass',
  message: `${place.name} can be delivered on ${formatIsoDate(place.promise)}, ${countOf(place.slack, 'working day')} before the requested date.`,
});

/** No date to compare: one of the two is missing. */
export const openNote = ({ name, result }: Place): Note =>
  result.promise === null
    ? {
        severity: 'not_checked',
        message: `The date of ${name} was not checked: there is no delivery date to compare with.`,
      }
    : {
        severity: 'not_checked',
        message: `${name} can be delivered on ${formatIsoDate(result.promise)} at the earliest; there is no requested date to compare it with.`,
        evidence: [{ what: 'Can deliver', value: formatIsoDate(result.promise) }],
      };
